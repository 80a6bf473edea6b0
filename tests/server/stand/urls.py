from __future__ import annotations

from django.urls import path

from community import urls as community
from community.urls import handler400, handler403, handler404, handler429, handler500
from moderation.access.audience import Surface, open_to
from tests.server.stand import views

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

PAGES = (
    views.waits, views.breaks, views.tells, views.reads, views.streams, views.greets, views.lends, views.says_nothing,
)  # fmt: skip
visitors = open_to(Surface.VISITORS)
urlpatterns = [
    *(path(f"stand/{view.__name__}/", visitors(view)) for view in PAGES),
    *community.urlpatterns,
]
