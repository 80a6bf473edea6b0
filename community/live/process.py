"""Everything live in one server process: hub, bus, presence, and the loops that heal.

Composed once by routing.py; handlers of the apps get it as their first argument.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import time
from typing import Any, Protocol, TypeVar

from django.db import InterfaceError, OperationalError, connection, connections

from community.live import here, news
from community.live.bus import CONTROL, Bus, LocalBus, RedisBus
from community.live.door import NEVER, Door
from community.live.hub import Connection, Hub
from community.live.marks import Marks
from community.live.presence import EVERY_S, NAMED_UP_TO, Presence
from community.live.protocol import Close, Frame, encode

logger = logging.getLogger("community.live")

Result = TypeVar("Result")
READ_THREADS = 2
END_S = 5
DATES_S = 0.5  # how late the end of an access that has a date may be


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of the wire. Seconds and counts; see docs/realtime.md."""

    messages_per_10_s: int = 20
    frames_per_minute: int = 120
    sockets_per_member: int = 8
    beat_s: float = 15
    epoch_poll_s: float = 5


@dataclass(frozen=True, slots=True)
class Admission:
    """A browser that may connect. `expires_at` and `narrows_at` (see Connection) are Unix times."""

    member_id: int
    session_key: str
    handle: str
    name: str
    expires_at: float
    epoch: int
    narrows_at: float = NEVER


class LiveDoor(Door, Protocol):
    """What the process asks of the rest of the community."""

    async def admit(self, scope: Mapping[str, Any]) -> Admission | Close: ...
    def epoch(self) -> int: ...
    def heads(self, topics: list[str]) -> tuple[int, dict[str, int]]: ...
    def store_reads(self, marks: Mapping[tuple[int, str], int]) -> Mapping[tuple[int, str], int]: ...
    def small_rooms(self, topics: list[str]) -> set[str]: ...
    def quiet_readers(self, members: list[int]) -> set[int]: ...


Handler = Callable[["Process", Connection, Any], Awaitable[None]]


class Process:
    """One per event loop. `start()` before use, `stop()` to drain."""

    def __init__(
        self, door: LiveDoor, handlers: Mapping[type[Frame], Handler], *, redis_url: str = "", limits: Limits
    ) -> None:
        self.door = door
        self.handlers = handlers
        self.limits = limits
        self.redis_url = redis_url
        self.hub = Hub(door, self.left)
        self.presence = Presence()
        self.bus: Bus = LocalBus()
        self.name = secrets.token_hex(4)
        self.readers = ThreadPoolExecutor(READ_THREADS, "live-read")
        self.tasks: set[asyncio.Task[Any]] = set()
        self.marks = Marks(self)
        self.on_stop: list[Callable[[], None]] = []
        self.stopping = False
        self.rechecking = asyncio.Lock()

    # ---- life -------------------------------------------------------------------------------

    async def start(self) -> None:
        self.hub.verified = await self.run(self.door.epoch)
        if self.redis_url:
            self.bus = RedisBus(self.redis_url, self.hear, self.recover)
        news.connect(self.hub.loop, self.publish, self.access_moved)
        for loop in (self.beat, self.keep_dates, self.tell_presence, self.marks.keep):
            self.spawn(loop())

    async def stop(self) -> None:
        """Send everybody away with "the server restarts", then write what is still in memory."""
        self.stopping = True
        news.disconnect(self.hub.loop)
        for connection_ in list(self.hub.connections):
            connection_.outlet.close(Close.RESTART, "restart")
        for task in list(self.tasks):
            task.cancel()
        for finish in self.on_stop:
            await asyncio.to_thread(finish)
        await self.marks.save()
        await self.bus.close()
        await asyncio.to_thread(self.end_readers)

    def end_readers(self) -> None:
        """Each closes its connection to the database; they meet first, so that none does it for another."""
        everybody = threading.Barrier(READ_THREADS)

        def last_read() -> None:
            everybody.wait(END_S)
            connections.close_all()

        for _ in range(READ_THREADS):
            self.readers.submit(last_read)
        self.readers.shutdown()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.hub.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def run(self, read: Callable[..., Result], *args: Any) -> Result:
        """A read in the database, off the loop."""
        return await self.hub.loop.run_in_executor(self.readers, self.twice, read, *args)

    @staticmethod
    def twice(read: Callable[..., Result], *args: Any) -> Result:
        """The first try may find a connection that the database closed; the second, in this thread, makes a new one."""
        try:
            return Process.fresh(read, *args)
        except (OperationalError, InterfaceError):
            return Process.fresh(read, *args)

    @staticmethod
    def fresh(read: Callable[..., Result], *args: Any) -> Result:
        try:
            return read(*args)
        except (OperationalError, InterfaceError):
            connection.close()
            raise

    # ---- sockets ----------------------------------------------------------------------------

    async def enter(self, who: Connection, topic: str, epoch: int) -> None:
        """Listen to `topic`, holding back what arrives until `hub.release`. Returns once other processes are heard."""
        if topic.startswith("room:") and topic not in who.topics:
            self.presence.arrive(topic, who.member_id)
        first = self.hub.join(who, topic, epoch)
        self.hub.hold(who, topic)
        if first:
            await self.bus.subscribe(topic)

    def left(self, who: Connection, topic: str, last: bool) -> None:
        """Told by the hub, whoever ended it."""
        if topic.startswith("room:"):
            self.presence.depart(topic, who.member_id)
        if last:
            self.bus.unsubscribe(topic)

    # ---- news -------------------------------------------------------------------------------

    def publish(self, topic: str, epoch: int, frame: str) -> None:
        """Tell everybody who listens to `topic`, here and in other processes, what was committed at `epoch`."""
        self.hub.deliver(topic, epoch, frame)
        self.bus.publish(topic, epoch, frame)

    def hear(self, topic: str, epoch: int, frame: str) -> None:
        """From another process."""
        if topic != CONTROL:
            self.hub.deliver(topic, epoch, frame)
            return
        news_ = json.loads(frame)
        if news_["kind"] == "access":
            self.spawn(self.recheck(epoch))
        elif news_["kind"] == "presence":
            self.presence.hear(news_["process"], news_["topics"])

    def access_moved(self, epoch: int) -> None:
        """Somebody's access changed in this process's transaction, at `epoch`."""
        self.bus.publish(CONTROL, epoch, json.dumps({"kind": "access"}))
        self.spawn(self.recheck(epoch))

    async def recheck(self, epoch: int) -> None:
        """Every socket, unless they were all checked at `epoch` or later. One at a time: a hundred changes in a
        second need two checks, not a hundred."""
        async with self.rechecking:
            try:
                while epoch > self.hub.verified and await self.hub.recheck_everything() >= epoch:
                    pass  # once more when somebody connected meanwhile
            except Exception:
                logger.exception("Sockets could not be re-checked; trying again within %s s", self.limits.epoch_poll_s)

    def recover(self) -> None:
        """Redis is back: whatever was missed meanwhile is found by heads and by the epoch."""
        self.spawn(self.send_heads())

    # ---- loops ------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Every few seconds the epoch, every 15 s the heads: what no messenger told is found here."""
        since_heads = 0.0
        while True:
            await asyncio.sleep(self.limits.epoch_poll_s)
            since_heads += self.limits.epoch_poll_s
            try:
                await self.recheck(await self.run(self.door.epoch))
                self.close_expired()
                if since_heads >= self.limits.beat_s:
                    since_heads = 0.0
                    await self.send_heads()
            except Exception:
                logger.exception("A beat failed; the next one comes")

    async def keep_dates(self) -> None:
        """No act and no epoch announces what ends by a date: whoever has one is asked about again at it."""
        while True:
            await asyncio.sleep(DATES_S)
            try:
                await self.hub.recheck_dates(time())
            except Exception:
                logger.exception("Sockets whose date has come could not be re-checked; trying again")

    def close_expired(self) -> None:
        now = time()
        for who in [c for c in self.hub.connections if c.expires_at < now]:
            self.hub.dismiss(who, Close.SIGNED_OUT)

    async def send_heads(self) -> None:
        """One query a process; sockets that are behind will sync."""
        rooms = [topic for topic in self.hub.channels if topic.startswith("room:")]
        if not rooms:
            return
        epoch, heads = await self.run(self.door.heads, rooms)
        # The numbers are news too: whoever lost access before they were read must not get them.
        await self.recheck(epoch)
        if epoch > self.hub.verified:
            return
        told: dict[frozenset[str], str] = {}
        for who in list(self.hub.connections):
            mine = frozenset(topic for topic in who.topics if topic in heads)
            if mine:
                if mine not in told:
                    told[mine] = encode("heads", rooms={topic[5:]: heads[topic] for topic in sorted(mine)})
                who.send(told[mine])

    async def tell_presence(self) -> None:
        since_told = 0.0
        while True:
            await asyncio.sleep(EVERY_S)
            since_told += EVERY_S
            moved = bool(self.presence.changed)
            self.presence.expire()
            for topic, members in self.presence.news().items():
                people: dict[str, Any] = {"count": len(members)}
                if len(members) <= NAMED_UP_TO:
                    people["here"] = sorted(members)
                self.hub.deliver(topic, 0, encode("presence", room=topic[5:], **people))
            if moved or since_told >= self.limits.beat_s:
                since_told = 0.0
                telling = {"kind": "presence", "process": self.name, "topics": self.presence.own()}
                self.bus.publish(CONTROL, 0, json.dumps(telling))
                await asyncio.to_thread(here.note, list(self.hub.by_member))
