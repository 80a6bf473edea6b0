"""The ASGI application: pages in one hop, the live wire beside them."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

import django

django.setup()

from channels.routing import ProtocolTypeRouter  # noqa: E402
from channels.security.websocket import OriginValidator  # noqa: E402
from django.conf import settings  # noqa: E402

from community import BUILD  # noqa: E402
from community.live.process import Process  # noqa: E402
from community.live.socket import Socket  # noqa: E402
from community.members import epoch  # noqa: E402
from community.outbox import outbox  # noqa: E402
from community.pages import Pages  # noqa: E402
from community.routing import compose  # noqa: E402

LIVE_PATH = "/live/"
OUTBOX_S = 5

logger = logging.getLogger("community.live")


class Live:
    """The live wire of this event loop: started by the first request of any kind, drained by the server."""

    def __init__(self) -> None:
        self.starting: asyncio.Future[Process] | None = None

    async def process(self) -> Process:
        """One start, however many first requests come at once."""
        if self.starting is None or (self.starting.done() and self.starting.exception()):
            self.starting = asyncio.ensure_future(self.start())
        return await asyncio.shield(self.starting)

    async def start(self) -> Process:
        process = compose()
        try:
            await process.start()
            self.socket = Socket(process, BUILD, await process.run(epoch.store))
        except Exception:
            await process.stop()
            raise
        return process

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] != LIVE_PATH:
            await receive()
            await send({"type": "websocket.close"})
            return
        await self.process()
        await self.socket.serve(scope, receive, send)

    async def drain(self) -> None:
        """Once, for good: whoever still comes is sent away like those who are here."""
        if self.starting is not None:
            await asyncio.wait([self.starting])
            if self.starting.exception() is None:
                await self.starting.result().stop()


class Application:
    """Pages are served whether or not the live wire is up; but where there are pages, news must reach sockets."""

    def __init__(self) -> None:
        self.live = Live()
        self.pages = Pages(settings.REQUEST_THREADS)
        # Full origins: scheme, host and port. Channels' host-only validator accepts http:// and any port (measured).
        sockets = OriginValidator(self.live, settings.COMMUNITY_ORIGINS)
        self.router = ProtocolTypeRouter({"http": self.serve_page, "websocket": sockets})

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await self.router(scope, receive, send)

    async def serve_page(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if self.live.starting is None:
            try:
                await self.live.process()
            except Exception as error:
                logger.warning("The live wire could not be started (%s); the next socket tries again", error)
        await self.pages(scope, receive, send)


application = Application()


async def drain() -> None:
    """Before the server stops: sockets are sent away, and codes that were promised are sent."""
    await application.live.drain()
    await asyncio.to_thread(outbox.settle, OUTBOX_S)
