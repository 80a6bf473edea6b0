"""One WebSocket from handshake to end, over plain ASGI and over the server's own wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from community.live import socket as module
from community.live.hub import Connection
from community.live.process import Limits, Process
from community.live.protocol import (
    MAX_BODY,
    MAX_FRAME_BYTES,
    SUBPROTOCOL,
    Close,
    Enter,
    Follow,
    Ping,
    Refusal,
    Typing,
    encode,
)
from community.live.socket import Socket
from tests.live.doorkeeper import ADA, REX, Doorkeeper, Line, until

ROOM_ID = "00000000-0000-0000-0000-000000000001"


async def pong(process: Process, who: Connection, frame: Ping) -> None:
    who.send(encode("pong", at=frame.at))


async def refuse(process: Process, who: Connection, frame: Enter) -> None:
    raise Refusal("no_access", "No.", room=str(frame.room))


async def fail(process: Process, who: Connection, frame: Typing) -> None:
    raise RuntimeError("of our own making")


async def listen(process: Process, who: Connection, frame: Follow) -> None:
    await process.enter(who, frame.topic, who.epoch)
    process.hub.release(who, frame.topic)


HANDLERS: dict[Any, Any] = {Ping: pong, Enter: refuse, Typing: fail, Follow: listen}


class Browser:
    """The browser's side of one socket. `wired` gives the server's own wire to the socket."""

    def __init__(
        self, socket: Socket, key: str = "ada-1", *, protocols: tuple[str, ...] = (SUBPROTOCOL,), wired: bool
    ) -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: list[dict[str, Any]] = []
        self.line = Line()
        scope: dict[str, Any] = {
            "type": "websocket", "path": "/live/", "headers": [(b"cookie", key.encode())], "subprotocols": protocols,
        }  # fmt: skip
        if wired:
            scope["extensions"] = {"community.wire": self.line}
        self.wired = wired
        self.incoming.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(socket.serve(scope, self.incoming.get, self.take))

    async def take(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    def says(self, *texts: str) -> None:
        for text in texts:
            self.incoming.put_nowait({"type": "websocket.receive", "text": text})

    def asks(self, frame_type: str, **fields: Any) -> None:
        self.says(json.dumps({"type": frame_type, **fields}))

    @property
    def frames(self) -> list[dict[str, Any]]:
        if self.wired:
            return self.line.frames
        return [json.loads(message["text"]) for message in self.sent if message["type"] == "websocket.send"]

    @property
    def types(self) -> list[str]:
        return [frame["type"] for frame in self.frames]

    @property
    def ended(self) -> tuple[int, str] | None:
        if self.wired:
            return self.line.closed
        closes = [m for m in self.sent if m["type"] == "websocket.close"]
        return (closes[0]["code"], closes[0]["reason"]) if closes else None

    async def leaves(self) -> None:
        self.incoming.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait_for(self.task, 3)


@pytest.fixture
async def door() -> Doorkeeper:
    return Doorkeeper()


@pytest.fixture
async def process(door: Doorkeeper) -> AsyncIterator[Process]:
    limits = Limits(frames_per_minute=12, sockets_per_member=2, beat_s=3_600, epoch_poll_s=3_600)
    process = Process(door, HANDLERS, limits=limits)
    await process.start()
    yield process
    if not process.stopping:
        await process.stop()


@pytest.fixture
async def socket(process: Process) -> Socket:
    return Socket(process, "build-1", "store-1")


@pytest.fixture(params=[False, True], ids=["asgi", "wire"])
def wired(request: Any) -> bool:
    return bool(request.param)


# ---- the handshake ----------------------------------------------------------------------------------


async def test_whoever_comes_in_is_welcomed_by_name(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    await until(lambda: ada.types == ["welcome"])
    assert ada.sent[0] == {"type": "websocket.accept", "subprotocol": SUBPROTOCOL}
    welcome = ada.frames[0]
    assert welcome["member"] == {"id": ADA, "handle": "ada", "name": "Ada"}
    assert (welcome["server"], welcome["epoch"], welcome["now"][-1]) == ("build-1", "store-1", "Z")
    assert welcome["limits"] == {
        "body": MAX_BODY,
        "frame_bytes": MAX_FRAME_BYTES,
        "frames_per_minute": 12,
        "messages_per_10_s": 20,
    }
    await ada.leaves()
    assert socket.process.hub.connections == set()


@pytest.mark.parametrize("protocols", [(), ("community.v2",), ("chat", "community")])
async def test_without_our_protocol_nobody_is_let_in(socket: Socket, protocols: tuple[str, ...]) -> None:
    ada = Browser(socket, protocols=protocols, wired=False)
    await asyncio.wait_for(ada.task, 3)
    assert ada.sent == [{"type": "websocket.close"}]


async def test_a_visitor_is_told_to_sign_in(socket: Socket, wired: bool) -> None:
    vera = Browser(socket, "", wired=wired)
    await until(lambda: vera.ended == (Close.SIGNED_OUT, "not signed in"))
    await asyncio.wait_for(vera.task, 3)
    assert vera.types == []


async def test_somebody_removed_is_told_that_it_is_over(socket: Socket, door: Doorkeeper, wired: bool) -> None:
    door.remove(REX)
    rex = Browser(socket, "rex-1", wired=wired)
    await until(lambda: rex.ended == (Close.ACCESS_ENDED, "access ended"))
    await asyncio.wait_for(rex.task, 3)


async def test_one_tab_too_many_is_told_when_to_come_back(socket: Socket, wired: bool) -> None:
    tabs = [Browser(socket, f"ada-{n}", wired=wired) for n in range(3)]
    await until(lambda: tabs[2].ended == (Close.FLOOD, "30"))
    assert [tab.types for tab in tabs] == [["welcome"], ["welcome"], []]
    for tab in tabs[:2]:
        await tab.leaves()


async def test_whoever_comes_while_the_server_ends_is_sent_elsewhere(socket: Socket, wired: bool) -> None:
    await socket.process.stop()
    ada = Browser(socket, wired=wired)
    await until(lambda: ada.ended == (Close.RESTART, "restart"))


async def test_whoever_is_let_in_just_as_the_server_ends_is_sent_elsewhere(
    socket: Socket, door: Doorkeeper, wired: bool
) -> None:
    door.shut()
    ada = Browser(socket, wired=wired)
    await asyncio.sleep(0.02)
    await socket.process.stop()
    door.open()
    await until(lambda: ada.ended == (Close.RESTART, "restart"))


async def test_who_was_removed_between_the_look_and_the_welcome_is_found_at_once(
    socket: Socket, door: Doorkeeper, wired: bool
) -> None:
    door.shut()
    rex = Browser(socket, "rex-1", wired=wired)
    await asyncio.sleep(0.02)
    at = door.remove(REX)
    socket.process.hub.verified = at  # everybody else was checked meanwhile
    door.open()
    await until(lambda: rex.ended == (Close.ACCESS_ENDED, "access ended"))
    await rex.leaves()


# ---- frames -----------------------------------------------------------------------------------------


async def test_frames_are_answered_in_order(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    for number in range(5):
        ada.asks("ping", at=number)
    await until(lambda: len(ada.frames) == 6)
    assert [frame["at"] for frame in ada.frames[1:]] == list(range(5))
    await ada.leaves()


async def test_the_first_frame_decides_about_arrays(socket: Socket) -> None:
    tabs = [Browser(socket, f"ada-{n}", wired=True) for n in range(2)]
    for tab, first in zip(tabs, (True, False), strict=True):
        tab.asks("follow", topic="thread:1", batch=first)
        tab.asks("ping", batch=not first)
    await until(lambda: all("pong" in tab.types for tab in tabs))
    for number in (1, 2):
        socket.process.publish("thread:1", 1, encode("update", n=number))
    await until(lambda: all(tab.types[-2:] == ["update", "update"] for tab in tabs))
    assert [type(tab.line.messages[-1]) for tab in tabs] == [list, dict]
    for tab in tabs:
        await tab.leaves()


async def test_a_refusal_is_an_answer_and_no_mistake(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    for _ in range(6):
        ada.asks("enter", room=ROOM_ID)
    await until(lambda: ada.types == ["welcome", *["refused"] * 6])
    assert (ada.frames[1]["code"], ada.frames[1]["room"], ada.ended) == ("no_access", ROOM_ID, None)
    await ada.leaves()


async def test_the_fifth_unreadable_frame_in_a_minute_ends_it(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    ada.says("hello", "[]", "{}", '{"type":"whisper"}')
    await until(lambda: ada.types == ["welcome", *["error"] * 4])
    assert ada.ended is None
    ada.says("again")
    await until(lambda: ada.ended == (Close.BAD_FRAMES, "too many frames that could not be read"))
    await ada.leaves()


async def test_bytes_are_no_frame(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    ada.incoming.put_nowait({"type": "websocket.receive", "bytes": b'{"type":"ping"}'})
    ada.incoming.put_nowait({"type": "websocket.receive"})
    await until(lambda: ada.types == ["welcome", "error", "error"])
    await ada.leaves()


@pytest.mark.parametrize("kind", ["text", "bytes"])
async def test_a_frame_over_the_limit_ends_it(socket: Socket, wired: bool, kind: str) -> None:
    ada = Browser(socket, wired=wired)
    fits = json.dumps({"type": "ping", "x": ""})
    ada.says(fits.replace('""', '"' + "ä" * ((MAX_FRAME_BYTES - len(fits)) // 2) + '"'))
    await until(lambda: "pong" in ada.types)
    too_much: dict[str, Any] = {"text": "ä" * (MAX_FRAME_BYTES // 2) + "a", "bytes": b"a" * (MAX_FRAME_BYTES + 1)}
    ada.incoming.put_nowait({"type": "websocket.receive", kind: too_much[kind]})
    await until(lambda: ada.ended == (Close.TOO_LARGE, "a frame holds up to 65536 bytes"))
    await ada.leaves()


async def test_more_frames_than_the_budget_end_it_with_the_seconds_to_wait(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    for number in range(13):
        ada.asks("ping", at=number)
    await until(lambda: ada.ended is not None)
    assert ada.ended == (Close.FLOOD, "60")
    ada.asks("ping", at="after the close")
    await ada.leaves()
    assert "after the close" not in str(ada.frames)


async def test_an_error_of_ours_is_told_without_its_words(
    socket: Socket, wired: bool, caplog: pytest.LogCaptureFixture
) -> None:
    ada = Browser(socket, wired=wired)
    ada.asks("typing", room=ROOM_ID)
    await until(lambda: ada.types == ["welcome", "error"])
    assert ada.frames[1]["detail"] == module.TROUBLE
    assert "of our own making" in caplog.text
    await ada.leaves()


async def test_what_cannot_be_read_any_more_at_the_end_is_no_error(
    socket: Socket, wired: bool, caplog: pytest.LogCaptureFixture
) -> None:
    ada = Browser(socket, wired=wired)
    await until(lambda: ada.types == ["welcome"])
    socket.process.stopping = True
    ada.asks("typing", room=ROOM_ID)
    ada.asks("ping", at="still here")
    await until(lambda: "pong" in ada.types)
    assert ("error" in ada.types, caplog.text) == (False, "")
    socket.process.stopping = False
    await ada.leaves()


# ---- the end ----------------------------------------------------------------------------------------


async def test_a_server_that_never_takes_the_farewell_is_not_waited_for(socket: Socket) -> None:
    ada = Browser(socket, wired=False)
    await until(lambda: ada.types == ["welcome"])
    stuck = asyncio.Event()
    ada.task.cancel()
    await asyncio.gather(ada.task, return_exceptions=True)

    async def never(message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            await stuck.wait()

    vera: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    vera.put_nowait({"type": "websocket.connect"})
    scope = {"headers": [], "subprotocols": [SUBPROTOCOL]}
    began = asyncio.get_running_loop().time()
    await asyncio.wait_for(socket.serve(scope, vera.get, never), 3)
    assert 0.9 < asyncio.get_running_loop().time() - began < 2


async def test_a_socket_that_is_cut_off_is_forgotten(socket: Socket, wired: bool) -> None:
    ada = Browser(socket, wired=wired)
    ada.asks("follow", topic="thread:1")
    await until(lambda: "thread:1" in socket.process.hub.channels)
    ada.task.cancel()
    await asyncio.gather(ada.task, return_exceptions=True)
    assert (socket.process.hub.connections, socket.process.hub.channels) == (set(), {})
