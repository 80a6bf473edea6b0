from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from community.live import outlet as module
from community.live.outlet import AsgiOutlet, WireOutlet
from community.live.protocol import Close, websocket_text


class Transport:
    """A wire that takes `room` writes and then none until the other side reads."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.written: list[bytes] = []
        self.closed: list[tuple[int, str]] = []
        self.on_drain: Callable[[], None] | None = None

    def wire_ready(self) -> bool:
        return self.room > 0

    def wire_write(self, data: bytes) -> None:
        self.room -= 1
        self.written.append(data)

    def wire_close(self, code: int, reason: str) -> None:
        self.closed.append((code, reason))

    def wire_on_drain(self, callback: Callable[[], None]) -> None:
        self.on_drain = callback

    def reads(self, room: int) -> None:
        self.room = room
        assert self.on_drain is not None
        self.on_drain()


def framed(*texts: str) -> list[bytes]:
    return [websocket_text(text) for text in texts]


# ---- straight to the transport --------------------------------------------------------------------


def test_a_frame_goes_out_at_once_where_there_is_room() -> None:
    wire = Transport(room=9)
    WireOutlet(wire).text("one")
    assert wire.written == framed("one")


def test_several_frames_are_one_write() -> None:
    wire = Transport(room=9)
    together = b"".join(framed("one", "two"))
    WireOutlet(wire).frames(["one", "two"], together)
    assert wire.written == [together]


def test_what_waits_goes_out_in_order_when_the_reader_reads_again() -> None:
    wire = Transport(room=1)
    outlet = WireOutlet(wire)
    outlet.text("one")
    outlet.text("two")
    outlet.frames(["three", "four"], b"".join(framed("three", "four")))
    assert (wire.written, len(outlet.waiting)) == (framed("one"), 3)
    wire.reads(2)
    outlet.text("five")
    assert wire.written == framed("one", "two", "three")
    wire.reads(9)
    assert wire.written == framed("one", "two", "three", "four", "five")
    assert outlet.waiting_bytes == 0


def test_five_hundred_waiting_frames_are_borne_and_one_more_is_not() -> None:
    wire = Transport(room=0)
    outlet = WireOutlet(wire)
    for number in range(module.MAX_WAITING_FRAMES):
        outlet.text(str(number))
    assert wire.closed == []
    outlet.text("too many")
    assert wire.closed == [(Close.NOT_DRAINING, "did not drain")]
    assert (len(outlet.waiting), outlet.waiting_bytes) == (0, 0)


def test_a_mebibyte_that_waits_is_borne_and_a_byte_more_is_not() -> None:
    wire = Transport(room=0)
    outlet = WireOutlet(wire)
    outlet.raw(b"a" * module.MAX_WAITING_BYTES)
    assert wire.closed == []
    outlet.raw(b"a")
    assert wire.closed == [(4408, "did not drain")]


def test_a_batch_that_is_too_much_closes_once() -> None:
    wire = Transport(room=0)
    outlet = WireOutlet(wire)
    outlet.frames(["a"] * (module.MAX_WAITING_FRAMES + 50), b"")
    assert (len(wire.closed), len(outlet.waiting)) == (1, 0)


def test_after_the_close_nothing_is_written_and_nothing_closed_again() -> None:
    wire = Transport(room=9)
    outlet = WireOutlet(wire)
    outlet.close(Close.RESTART, "restart")
    outlet.close(Close.SIGNED_OUT)
    outlet.text("late")
    outlet.frames(["later"], b"later")
    wire.reads(9)
    assert (wire.written, wire.closed) == ([], [(4012, "restart")])


# ---- over plain ASGI ------------------------------------------------------------------------------


class Server:
    """The other end of ASGI `send`; while `slow` is set it takes nothing."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.free.wait()
        self.got.append(message)

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.got if message["type"] == "websocket.send"]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    yield server
    server.free.set()


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_over_asgi_frames_arrive_in_order(server: Server) -> None:
    outlet = AsgiOutlet(server.send)
    outlet.text("one")
    outlet.frames(["two", "three"], b"not used here")
    await turn()
    outlet.text("four")
    await turn()
    assert server.texts == ["one", "two", "three", "four"]
    assert (outlet.waiting_bytes, outlet.closed) == (0, False)
    outlet.task.cancel()


async def test_over_asgi_a_farewell_ends_the_task(server: Server) -> None:
    outlet = AsgiOutlet(server.send)
    outlet.text("never seen: the close comes first")
    outlet.close(Close.ACCESS_ENDED, "access ended")
    outlet.close(Close.RESTART, "restart")
    outlet.text("late")
    await asyncio.wait_for(outlet.task, 1)
    assert server.got == [{"type": "websocket.close", "code": 4403, "reason": "access ended"}]


async def test_over_asgi_a_slow_server_is_given_up(server: Server) -> None:
    server.free.clear()
    outlet = AsgiOutlet(server.send)
    outlet.text("stuck")
    await turn()
    for _ in range(module.MAX_WAITING_FRAMES + 1):
        outlet.text("waits")
    assert outlet.closed
    server.free.set()
    await asyncio.wait_for(outlet.task, 1)
    assert server.texts == ["stuck"]
    assert server.got[-1]["code"] == Close.NOT_DRAINING
