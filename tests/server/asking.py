"""Asking an ASGI application for a page, without a server between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.harness.browser import Answer

App = Any


@dataclass(slots=True)
class Asking:
    """One request: what the server would hand the application, and what it got back."""

    scope: dict[str, Any]
    incoming: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    sent: list[dict[str, Any]] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    def begin(self, app: App) -> Asking:
        self.task = asyncio.create_task(app(self.scope, self.incoming.get, self.send))
        return self

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    def leave(self) -> None:
        """The visitor closes the window."""
        self.incoming.put_nowait({"type": "http.disconnect"})

    async def answer(self, within: float = 10) -> Answer:
        assert self.task is not None
        await asyncio.wait_for(self.task, within)
        start, *rest = self.sent
        assert start["type"] == "http.response.start"
        headers: dict[str, str] = {}
        for name, value in start["headers"]:
            low = name.decode().lower()
            headers[low] = f"{headers[low]}\n{value.decode('latin1')}" if low in headers else value.decode("latin1")
        assert not rest[-1].get("more_body")
        return Answer(start["status"], headers, b"".join(part["body"] for part in rest))


def asking(
    path: str, method: str = "GET", *, body: bytes | Iterable[bytes] = b"", query: str = "",
    headers: Iterable[tuple[bytes, bytes]] = (), **more: Any,
) -> Asking:  # fmt: skip
    """A request whose body has arrived; an iterable arrives in these pieces."""
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": path,
        "query_string": query.encode("latin1"), "root_path": "", "client": ["127.0.0.1", 50_000],
        "server": ["testserver", 80], "headers": [(b"host", b"testserver"), *headers], **more,
    }  # fmt: skip
    found = Asking(scope)
    pieces = [body] if isinstance(body, bytes) else list(body)
    for number, piece in enumerate(pieces, start=1):
        found.incoming.put_nowait({"type": "http.request", "body": piece, "more_body": number < len(pieces)})
    return found


async def ask(app: App, path: str, method: str = "GET", **more: Any) -> Answer:
    return await asking(path, method, **more).begin(app).answer()


def said(answer: Answer) -> dict[str, Any]:
    """What a page answered as JSON."""
    found: dict[str, Any] = json.loads(answer.body)
    return found
