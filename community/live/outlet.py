"""How bytes reach one socket, and when a socket that does not drain is given up.

Two outlets behave alike: one over our own Daphne protocol, which writes finished frames to the transport;
one over plain ASGI `send`, for any other server and for tests. Both count what waits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from community.live.protocol import Close, websocket_text

MAX_WAITING_BYTES = 1024 * 1024
MAX_WAITING_FRAMES = 500

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Wire(Protocol):
    """What serve.py's WebSocket protocol offers: a raw, flow-controlled way to its transport."""

    def wire_ready(self) -> bool: ...
    def wire_write(self, data: bytes) -> None: ...
    def wire_close(self, code: int, reason: str) -> None: ...
    def wire_on_drain(self, callback: Callable[[], None]) -> None: ...


class Outlet:
    """What waits for one socket, bounded. Subclasses move it on."""

    __slots__ = ("closed", "waiting", "waiting_bytes")

    def __init__(self) -> None:
        self.waiting: deque[bytes] = deque()
        self.waiting_bytes = 0
        self.closed = False

    def keep(self, frame: bytes) -> None:
        """Queue one frame; past the bounds the socket is closed with 4408 and comes back through sync."""
        self.waiting.append(frame)
        self.waiting_bytes += len(frame)
        if self.waiting_bytes > MAX_WAITING_BYTES or len(self.waiting) > MAX_WAITING_FRAMES:
            self.close(Close.NOT_DRAINING, "did not drain")

    def forget(self) -> None:
        self.waiting.clear()
        self.waiting_bytes = 0

    def text(self, payload: str) -> None:
        """Send one frame."""
        raise NotImplementedError

    def frames(self, payloads: list[str], wire: bytes) -> None:
        """Send several frames; `wire` is all of them, already framed for an unbatched socket."""
        raise NotImplementedError

    def close(self, code: int, reason: str = "") -> None:
        raise NotImplementedError


class WireOutlet(Outlet):
    """Straight to the transport: one write however many frames, no task, no await."""

    __slots__ = ("wire",)

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self.wire = wire
        wire.wire_on_drain(self.drain)

    def text(self, payload: str) -> None:
        self.raw(websocket_text(payload))

    def frames(self, payloads: list[str], wire: bytes) -> None:
        if self.waiting or not self.wire.wire_ready():
            for payload in payloads:  # counted one by one: the bound is in frames
                self.raw(websocket_text(payload))
        else:
            self.raw(wire)

    def raw(self, data: bytes) -> None:
        if self.closed:
            return
        if self.waiting or not self.wire.wire_ready():
            self.keep(data)
        else:
            self.wire.wire_write(data)

    def drain(self) -> None:
        """The transport has room again."""
        while self.waiting and self.wire.wire_ready():
            data = self.waiting.popleft()
            self.waiting_bytes -= len(data)
            self.wire.wire_write(data)

    def close(self, code: int, reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            self.forget()
            self.wire.wire_close(code, reason)


class AsgiOutlet(Outlet):
    """Over the public interface: one task a socket, which a slow server may block, but never the others."""

    __slots__ = ("farewell", "send", "task", "wake")

    def __init__(self, send: Send) -> None:
        super().__init__()
        self.send = send
        self.wake = asyncio.Event()
        self.farewell: dict[str, Any] | None = None
        self.task = asyncio.get_running_loop().create_task(self.pump())

    def text(self, payload: str) -> None:
        if not self.closed:
            self.keep(payload.encode())
            self.wake.set()

    def frames(self, payloads: list[str], wire: bytes) -> None:
        for payload in payloads:
            self.text(payload)

    def close(self, code: int, reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            self.forget()
            self.farewell = {"type": "websocket.close", "code": int(code), "reason": reason}
            self.wake.set()

    async def pump(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            while self.waiting:
                data = self.waiting.popleft()
                self.waiting_bytes -= len(data)
                await self.send({"type": "websocket.send", "text": data.decode()})
            if self.farewell is not None:
                await self.send(self.farewell)
                return
