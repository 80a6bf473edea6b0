"""The ASGI application for pages: one hop into a long-lived thread, Django's ordinary synchronous handler there.

Django's own ASGI handler hops threads for every middleware and gives each request a fresh thread, and so a fresh
database connection; this one costs a fifth to an eighth of it (docs/decisions/0002-one-hop-pages.md).
"""

from __future__ import annotations

import asyncio
import codecs
import contextvars
import logging
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.template import engines
from django.urls import reverse, set_script_prefix

logger = logging.getLogger("community.pages")

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SPOOL_BYTES = 128 * 1024  # a larger body lies on disk while it arrives
WHOLE_BYTES = 256 * 1024  # a smaller file is answered in the same hop
CHUNK_BYTES = 256 * 1024
WAITING_PER_THREAD = 32  # beyond it a visitor is better served by an honest 503 than by a long queue
FILE_THREADS = 2
NO_BODY = (204, 304)
BUSY = b"<!doctype html><meta charset=utf-8><title>One moment</title><p>The community is very busy. Please try again."
BROKEN = b"<!doctype html><meta charset=utf-8><title>Sorry</title><p>Something broke on our side. Please try again."
UNREADABLE = b"This request cannot be read.\n"


# What people open first and most, with the pieces it is made of.
OFTEN = ("home.html", "layouts/", "partials/", "forum/", "cohorts/", "library/library.html", "notifications/")


def warm() -> None:
    """Before anybody is here. The first page would compile its template, in one piece of C that holds the lock of the
    interpreter: everybody's live frames would wait for it (measured: 120 ms)."""
    reverse("home")  # imports every view
    drawing = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in drawing.list_templates(filter_func=lambda name: name.startswith(OFTEN)):
        drawing.get_template(name)


class TooLarge(Exception):
    """The body is larger than anything this site takes."""


class ClientGone(Exception):
    """Nobody is there to answer."""


class Pages(BaseHandler):
    """Serves HTTP scopes. `threads` run requests; more wait in a bounded queue, then get 503 with Retry-After."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads, "page")
        self.files = ThreadPoolExecutor(FILE_THREADS, "file")
        self.free = asyncio.Semaphore(threads)
        self.waiting = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            body = scope.get("extensions", {}).pop("community.body", None) or await read_body(receive)
        except TooLarge:
            await answer(send, 413, b"This is larger than the community takes.")
            return
        except ClientGone:
            return
        try:
            await self.take_turn(scope, body, receive, send)
        finally:
            body.close()

    async def take_turn(self, scope: dict[str, Any], body: IO[bytes], receive: Receive, send: Send) -> None:
        if self.free.locked():
            if self.waiting >= self.threads * WAITING_PER_THREAD:
                await answer(send, 503, BUSY, (b"retry-after", b"2"))
                return
            self.waiting += 1
            try:
                await self.wait(receive)
            except ClientGone:
                return
            finally:
                self.waiting -= 1
        else:
            await self.free.acquire()
        try:
            response, parts = await self.hop(self.pool, self.respond, scope, body)
        except Exception:  # even the page that says so can break
            logger.exception("A request could not be answered")
            await answer(send, 500, BROKEN)
            return
        finally:
            self.free.release()
        await self.send_response(scope["method"], response, parts, send)

    async def wait(self, receive: Receive) -> None:
        """For a free thread; raises ClientGone when the client leaves first."""
        turn = asyncio.ensure_future(self.free.acquire())
        leaving = asyncio.ensure_future(until_left(receive))
        try:
            await asyncio.wait({turn, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            came = turn.done()
            turn.cancel()  # which gives back what it was about to get
        if not came:
            raise ClientGone

    async def hop(self, pool: ThreadPoolExecutor, work: Callable[..., Any], *args: Any) -> Any:
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: context.run(work, *args))

    # ---- in the thread ----------------------------------------------------------------------

    def respond(self, scope: dict[str, Any], body: IO[bytes]) -> tuple[HttpResponseBase, list[bytes] | None]:
        """The whole of Django. Returns the response, and its content unless it must be streamed."""
        set_script_prefix(scope.get("root_path", "") or "/")
        signals.request_started.send(sender=self.__class__, scope=scope)
        request = understood(scope, body)
        response = self.get_response(request) if request else HttpResponseBadRequest(UNREADABLE)
        if is_large(response) and scope["method"] != "HEAD":
            return response, None
        try:
            if isinstance(response, HttpResponse):
                return response, [response.content]
            return response, [] if scope["method"] == "HEAD" else list(stream(response))
        finally:
            response.close()  # also sends request_finished

    # ---- back on the loop -------------------------------------------------------------------

    async def send_response(
        self, method: str, response: HttpResponseBase, parts: list[bytes] | None, send: Send
    ) -> None:
        headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
        headers += [(b"Set-Cookie", c.output(header="").strip().encode("ascii")) for c in response.cookies.values()]
        if parts is not None:
            content = b"".join(parts)
            if isinstance(response, HttpResponse) and not response.has_header("Content-Length"):
                headers.append((b"Content-Length", str(len(content)).encode()))
            await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
            await send({"type": "http.response.body", "body": b"" if method == "HEAD" else content})
            return
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        try:
            await self.send_stream(stream(response), send)
        except (ConnectionError, TimeoutError):
            logger.info("A client left in the middle of an answer")
        finally:
            await self.hop(self.files, response.close)

    async def send_stream(self, content: Iterator[bytes], send: Send) -> None:
        """Chunk by chunk, at the client's pace: `send` waits while the socket is full (serve.py)."""
        while True:
            chunk = await self.hop(self.files, next, content, None)
            if chunk is None:
                break
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def stream(response: HttpResponseBase) -> Iterator[bytes]:
    if hasattr(response, "block_size"):
        response.block_size = CHUNK_BYTES
    return iter(response)


def is_large(response: HttpResponseBase) -> bool:
    """Whether it goes out piece by piece, at the client's pace."""
    if isinstance(response, HttpResponse) or response.status_code in NO_BODY:
        return False
    return int(response.headers.get("Content-Length", WHOLE_BYTES)) >= WHOLE_BYTES


def understood(scope: dict[str, Any], body: IO[bytes]) -> ASGIRequest | None:
    """None when the head cannot be read: a bad request, not an error of ours."""
    if "\x00" in scope["path"]:
        return None
    try:
        request = ASGIRequest(scope, body)
    except ValueError:  # a query that is not UTF-8, an encoding nobody knows
        return None
    # Our pages send UTF-8. Of other names Python knows some that are no text ("hex"), and Django trips over them.
    if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
        return None
    # What came, not what was announced: Django takes a form without a length for an empty one.
    body.seek(0, os.SEEK_END)
    request.META["CONTENT_LENGTH"] = str(body.tell())
    body.seek(0)
    return request


async def until_left(receive: Receive) -> None:
    """Returns when the client is gone. Whatever else arrives is the body, which is read already."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_body(receive: Receive) -> IO[bytes]:
    """The request's body, spooled to disk past SPOOL_BYTES. Raises TooLarge and ClientGone."""
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  closed by __call__
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            spool.close()
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > settings.MAX_BODY_BYTES:
            spool.close()
            raise TooLarge
        spool.write(chunk)
        if not message.get("more_body", False):
            spool.seek(0)
            return spool


async def answer(send: Send, status: int, text: bytes, *headers: tuple[bytes, bytes]) -> None:
    """A plain answer that needs no Django."""
    kind = b"text/html; charset=utf-8"
    base = [
        (b"content-type", kind),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*base, *headers]})
    await send({"type": "http.response.body", "body": text})
