"""As the channels tutorial ends."""

from __future__ import annotations

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

pages = get_asgi_application()

from tests.benchmarks.textbook.consumers import ChatConsumer  # noqa: E402  (models need the setup above)

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([path("ws/rooms/<int:room_id>/", ChatConsumer.as_asgi())]))
        ),
    }
)
