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
AGAIN_S = 5  # so long after a start that failed, a page tries again

logger = logging.getLogger("community.live")


class Live:
    """The live wire of this event loop: started by the first request of any kind, drained by the server."""

    def __init__(self) -> None:
        self.starting: asyncio.Future[Process] | None = None
        self.again_at = 0.0
        self.ended = False

    async def is_up(self) -> bool:
        """One start, however many first requests come at once; after one that failed, another."""
        if self.starting is None or failed(self.starting):
            if self.ended:
                return False
            self.starting = asyncio.ensure_future(self.start())
        try:
            await asyncio.shield(self.starting)
        except Exception as error:
            logger.warning("The live wire could not be started: %s", error)
            return False
        return True

    async def start(self) -> Process:
        process = compose()
        try:
            await process.start()
            self.socket = Socket(process, BUILD, await process.run(epoch.store))
        except Exception:
            self.again_at = asyncio.get_running_loop().time() + AGAIN_S
            await process.stop()
            raise
        return process

    def is_worth_a_try(self) -> bool:
        """For pages: their news must reach sockets elsewhere, but not every page may wait for a start that fails."""
        if self.starting is None:
            return True
        return failed(self.starting) and asyncio.get_running_loop().time() >= self.again_at

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["path"] == LIVE_PATH and await self.is_up():
            await self.socket.serve(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close"})

    async def drain(self) -> None:
        """Once, for good: whoever still comes is sent away like those who are here."""
        if self.ended:
            return
        self.ended = True
        if self.starting is not None:
            await asyncio.wait([self.starting])
            if not failed(self.starting):
                await self.starting.result().stop()


def failed(starting: asyncio.Future[Process]) -> bool:
    return starting.done() and starting.exception() is not None


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
        if self.live.is_worth_a_try():
            await self.live.is_up()
        await self.pages(scope, receive, send)


application = Application()


async def drain() -> None:
    """Before the server stops: sockets are sent away, and codes that were promised are sent."""
    await application.live.drain()
    await asyncio.to_thread(outbox.settle, OUTBOX_S)
