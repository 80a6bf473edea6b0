"""A community of three rooms without a database, for tests of the wire itself, which knows no app.

The doorkeeper is what routing.py composes in life; the line is what the server's protocol is in life.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from websockets.frames import Frame as WebSocketFrame
from websockets.frames import Opcode
from websockets.streams import StreamReader

from community.live.door import Verdicts
from community.live.hub import Connection
from community.live.outlet import WireOutlet
from community.live.process import Admission
from community.live.protocol import Close

ADA, BEN, CLEO, REX = 1, 2, 3, 4
ROOM, OTHER, THREAD = "room:spring", "room:autumn", "thread:one"


class Doorkeeper:
    """Lets in whom the test says. While `shut`, whoever asks waits.

    `trouble` is raised instead of saying who may still listen, `read_trouble` instead of any other read.
    """

    def __init__(self) -> None:
        self.now = 1
        self.outside: dict[int, int] = {}
        self.ended: set[str] = set()
        self.narrows: dict[int, float] = {}
        self.barred: set[tuple[str, int]] = set()  # (topic, member) who may not listen
        self.revs: dict[str, int] = {}
        self.big: set[str] = set()
        self.quiet: set[int] = set()  # who shows nobody what they have read
        self.stored: dict[tuple[int, str], int] = {}
        self.asked: list[dict[str, set[int]]] = []
        self.answering = asyncio.Event()
        self.answering.set()
        self.trouble: list[Exception] = []
        self.read_trouble: list[Exception] = []
        self.reading_threads: set[int] = set()

    def shut(self) -> None:
        self.answering.clear()

    def open(self) -> None:
        self.answering.set()

    def remove(self, member_id: int) -> int:
        """Out of the community; returns the epoch of the removal."""
        self.now += 1
        self.outside[member_id] = Close.ACCESS_ENDED
        return self.now

    def bar(self, topic: str, member_id: int) -> int:
        """Out of one topic."""
        self.now += 1
        self.barred.add((topic, member_id))
        return self.now

    # ---- what the wire asks -----------------------------------------------------------------------

    async def check(self, sockets: Mapping[str, int], topics: Mapping[str, Iterable[int]]) -> Verdicts:
        self.asked.append({topic: set(members) for topic, members in topics.items()})
        members = set(sockets.values())
        answer = Verdicts(
            self.now,
            outside={pk: code for pk, code in self.outside.items() if pk in members},
            ended=self.ended & set(sockets),
            narrows={pk: date for pk, date in self.narrows.items() if pk in members},
            readers={
                topic: {pk for pk in found if (topic, pk) not in self.barred and pk not in self.outside}
                for topic, found in topics.items()
            },
        )
        await self.answering.wait()
        if self.trouble:
            raise self.trouble.pop(0)
        return answer

    async def admit(self, scope: Mapping[str, Any]) -> Admission | Close:
        key = dict(scope["headers"]).get(b"cookie", b"").decode()
        name = key.partition("-")[0]
        members = {"ada": ADA, "ben": BEN, "cleo": CLEO, "rex": REX}
        if name not in members or key in self.ended:
            return Close.SIGNED_OUT
        if members[name] in self.outside:
            return Close.ACCESS_ENDED
        admission = Admission(members[name], key, name, name.title(), expires_at=float("inf"), epoch=self.now)
        await self.answering.wait()
        return admission

    def epoch(self) -> int:
        self.read()
        return self.now

    def heads(self, topics: list[str]) -> tuple[int, dict[str, int]]:
        self.read()
        return self.now, {topic: self.revs[topic] for topic in topics if topic in self.revs}

    def store_reads(self, marks: Mapping[tuple[int, str], int]) -> dict[tuple[int, str], int]:
        self.read()
        moved = {key: seq for key, seq in marks.items() if seq > self.stored.get(key, 0)}
        self.stored |= moved
        return moved

    def small_rooms(self, topics: list[str]) -> set[str]:
        self.read()
        return set(topics) - self.big

    def quiet_readers(self, members: list[int]) -> set[int]:
        self.read()
        return self.quiet & set(members)

    def read(self) -> None:
        self.reading_threads.add(threading.get_ident())
        if self.read_trouble:
            raise self.read_trouble.pop(0)


class Line:
    """One end of a WebSocket, as the server's protocol offers it; `slow` takes nothing until it is False again."""

    def __init__(self) -> None:
        self.slow = False
        self.bytes = b""
        self.closed: tuple[int, str] | None = None
        self.drained: Callable[[], None] | None = None

    def wire_ready(self) -> bool:
        return not self.slow

    def wire_write(self, data: bytes) -> None:
        self.bytes += data

    def wire_close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def wire_on_drain(self, callback: Callable[[], None]) -> None:
        self.drained = callback

    @property
    def messages(self) -> list[Any]:
        """What the browser has received: one entry a WebSocket message."""
        reader = StreamReader()
        reader.feed_data(self.bytes)
        found = []
        while reader.buffer:
            reading = WebSocketFrame.parse(reader.read_exact, mask=False)
            try:
                next(reading)
            except StopIteration as done:
                found.append(done.value)
        assert all(frame.opcode is Opcode.TEXT for frame in found)
        return [json.loads(bytes(frame.data)) for frame in found]

    @property
    def frames(self) -> list[dict[str, Any]]:
        """The same, arrays taken apart."""
        return [frame for message in self.messages for frame in (message if isinstance(message, list) else [message])]

    @property
    def types(self) -> list[str]:
        return [frame["type"] for frame in self.frames]


def socket_of(member_id: int, *, tab: int = 1, batch: bool = False, epoch: int = 1) -> tuple[Connection, Line]:
    """A connected browser tab."""
    line = Line()
    names = {ADA: "ada", BEN: "ben", CLEO: "cleo", REX: "rex"}
    who = Connection(WireOutlet(line), member_id=member_id, session_key=f"{names[member_id]}-{tab}")
    who.batch, who.epoch = batch, epoch
    return who, line


async def turns(count: int = 10) -> None:
    """Let everything happen that needs no time."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(sure: Callable[[], bool], within: float = 5.0) -> None:
    async with asyncio.timeout(within):
        while not sure():
            await asyncio.sleep(0.002)
