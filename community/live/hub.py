"""The sockets of this process: who listens to what, and the one place where a live frame is handed to them.

No frame about a change is written to a socket whose right to hear it was last verified before that change:
every publication carries the access epoch of its own commit, and a topic verified at an older one is checked
again, once, before anything is written (promise 5 of docs/realtime.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from time import monotonic

from community.live.door import NEVER, Door, Verdicts
from community.live.outlet import Outlet
from community.live.protocol import Close, encode, websocket_text

logger = logging.getLogger("community.live")

Left = Callable[["Connection", str, bool], None]  # who left which topic, and whether nobody here listens any more

TICK_S = 0.01  # frames that arrive within one tick travel in one write
HELD_FRAMES = 2_000  # while a topic is being re-checked; beyond it the beat heals what is dropped
RETRY_S = 1.0
REASONS = {
    Close.SIGNED_OUT: "signed out",
    Close.ACCESS_ENDED: "access ended",
    Close.DOOR_WAITS: "something waits at the door",
}


class Connection:
    """One socket: where its bytes go, whose it is, what it listens to. `narrows_at`: when to ask about it again."""

    __slots__ = (
        "batch", "epoch", "expires_at", "greeted", "member_id", "narrows_at", "outlet", "session_key", "topics",
    )  # fmt: skip

    def __init__(self, outlet: Outlet, *, member_id: int, session_key: str) -> None:
        self.outlet = outlet
        self.member_id = member_id
        self.session_key = session_key
        self.topics: set[str] = set()
        self.batch = False
        self.greeted = False
        self.expires_at = NEVER
        self.narrows_at = NEVER
        self.epoch = 0  # at which it was admitted

    def send(self, text: str) -> None:
        self.outlet.text(text)


class Channel:
    """The listeners of one topic in this process."""

    __slots__ = (
        "checking",
        "connections",
        "entering",
        "held",
        "pending",
        "quiet_until",
        "scheduled",
        "topic",
        "verified",
    )

    def __init__(self, topic: str, epoch: int) -> None:
        self.topic = topic
        self.connections: set[Connection] = set()
        self.verified = epoch
        self.checking: asyncio.Task[None] | None = None
        self.entering: dict[Connection, list[str]] = {}  # frames for whoever still waits for their first page
        self.held: deque[tuple[int, str]] = deque()  # (epoch, frame) waiting for the check
        self.pending: list[str] = []
        self.quiet_until = 0.0
        self.scheduled = False


class Hub:
    """All sockets and channels of this process. Lives on the event loop; nothing here blocks."""

    def __init__(self, door: Door, left: Left = lambda connection, topic, last: None) -> None:
        self.door = door
        self.left = left
        self.connections: set[Connection] = set()
        self.by_member: dict[int, set[Connection]] = {}
        self.channels: dict[str, Channel] = {}
        self.loop = asyncio.get_running_loop()
        self.verified = 0  # the epoch at which every connection was last checked

    # ---- listening --------------------------------------------------------------------------

    def add(self, connection: Connection, *, limit: int) -> bool:
        """Count a socket in; False when its member already has `limit` of them here."""
        own = self.by_member.setdefault(connection.member_id, set())
        if len(own) >= limit:
            return False
        own.add(connection)
        self.connections.add(connection)
        return True

    def remove(self, connection: Connection) -> None:
        """Forget a socket."""
        for topic in list(connection.topics):
            self.leave(connection, topic)
        self.connections.discard(connection)
        own = self.by_member.get(connection.member_id)
        if own is not None:
            own.discard(connection)
            if not own:
                del self.by_member[connection.member_id]

    def join(self, connection: Connection, topic: str, epoch: int) -> bool:
        """Listen to `topic`, allowed at `epoch`. True when this is the first listener here.

        The topic is only as freshly verified as its least freshly verified listener.
        """
        channel = self.channels.get(topic)
        first = channel is None
        if channel is None:
            channel = self.channels[topic] = Channel(topic, epoch)
        if channel.pending:
            self.flush(channel)  # what was verified before is for those who were here before
        channel.verified = min(channel.verified, epoch)
        channel.connections.add(connection)
        connection.topics.add(topic)
        return first

    def hold(self, connection: Connection, topic: str) -> None:
        """Keep what is delivered until `release`: nothing live may arrive before the page it continues."""
        self.channels[topic].entering.setdefault(connection, [])

    def release(self, connection: Connection, topic: str) -> None:
        channel = self.channels.get(topic)
        for frame in channel.entering.pop(connection, []) if channel else ():
            connection.send(frame)

    def leave(self, connection: Connection, topic: str) -> None:
        """Stop listening, whoever ends it: the member, the door, or the end of the socket."""
        channel = self.channels.get(topic)
        if channel is None or connection not in channel.connections:
            return
        connection.topics.discard(topic)
        channel.connections.discard(connection)
        channel.entering.pop(connection, None)
        last = not channel.connections
        if last:
            if channel.checking is not None:
                channel.checking.cancel()
            del self.channels[topic]
        self.left(connection, topic, last)

    # ---- delivering -------------------------------------------------------------------------

    def deliver(self, topic: str, epoch: int, frame: str) -> None:
        """Hand one frame to everybody here who listens to `topic` and may hear what was committed at `epoch`."""
        channel = self.channels.get(topic)
        if channel is None:
            return
        if channel.checking is None and epoch <= channel.verified:
            self.push(channel, frame)
            return
        if len(channel.held) < HELD_FRAMES:
            channel.held.append((epoch, frame))
        self.recheck(channel)

    def recheck(self, channel: Channel) -> None:
        if channel.checking is None:
            channel.checking = self.loop.create_task(self.verify(channel))

    async def verify(self, channel: Channel) -> None:
        """Ask the door about this channel until what is held may go out; `leave` ends it with the last listener."""
        try:
            while True:
                asked = {channel.topic: set(channel.connections)}
                try:
                    here = set(channel.connections)
                    verdicts = await self.ask(here, asked)
                except Exception:
                    logger.exception("The door could not be asked about %s; nothing is sent there", channel.topic)
                    await asyncio.sleep(RETRY_S)
                    continue
                self.carry_out(verdicts, asked, here)
                while channel.held and channel.held[0][0] <= channel.verified:
                    self.push(channel, channel.held.popleft()[1])
                if not channel.held:
                    return
                if channel.held[0][0] > verdicts.epoch:  # told of a moment that this database does not know
                    await asyncio.sleep(RETRY_S)
        finally:
            channel.checking = None

    async def ask(self, connections: Iterable[Connection], listening: Mapping[str, set[Connection]]) -> Verdicts:
        sockets = {c.session_key: c.member_id for c in connections}
        topics = {topic: {c.member_id for c in found} for topic, found in listening.items()}
        return await self.door.check(sockets, topics)

    def carry_out(
        self, verdicts: Verdicts, asked: Mapping[str, set[Connection]], connections: Iterable[Connection]
    ) -> None:
        """Close who is outside, and take away what is no longer theirs.

        Whoever connected or joined while the door was being asked is not judged by an answer that does not speak of
        them: they were checked when they came, perhaps at an older epoch.
        """
        for member_id, code in verdicts.outside.items():
            for connection in list(self.by_member.get(member_id, ())):
                if connection.epoch <= verdicts.epoch:
                    self.dismiss(connection, code)
        for connection in connections:
            connection.narrows_at = verdicts.narrows.get(connection.member_id, NEVER)
        if verdicts.ended:
            for connection in list(self.connections):
                if connection.session_key in verdicts.ended:
                    self.dismiss(connection, Close.SIGNED_OUT)
        for topic, readers in verdicts.readers.items():
            channel = self.channels.get(topic)
            listening = channel.connections if channel else set()
            for connection in asked[topic] & listening:
                if connection.member_id not in readers:
                    self.take_away(connection, topic)
            if channel is not None and channel.connections <= asked[topic]:
                channel.verified = max(channel.verified, verdicts.epoch)

    def dismiss(self, connection: Connection, code: int) -> None:
        """End a socket now: it leaves every topic before its close frame is written."""
        for topic in list(connection.topics):
            self.leave(connection, topic)
        connection.outlet.close(code, REASONS[Close(code)])

    def take_away(self, connection: Connection, topic: str) -> None:
        self.leave(connection, topic)
        kind, _, key = topic.partition(":")
        if kind == "room":
            connection.send(encode("gone", room=key))
        else:
            connection.send(encode("update", topic=topic, kind="gone", data={}))

    async def recheck_everything(self) -> int:
        """After the access epoch moved: every socket, every topic. One question to the door for all of them.

        Returns the epoch it was answered at; `verified` stays behind it when somebody came meanwhile.
        """
        everybody = set(self.connections)
        asked = {topic: set(channel.connections) for topic, channel in self.channels.items()}
        verdicts = await self.ask(everybody, asked)
        self.carry_out(verdicts, asked, everybody)
        newcomers = [connection.epoch for connection in self.connections - everybody]
        self.verified = min([verdicts.epoch, *newcomers])
        return verdicts.epoch

    async def recheck_dates(self, now: float) -> None:
        """Those whose access had a date that has come. Whoever may stay gets the next one."""
        due = {connection for connection in self.connections if connection.narrows_at <= now}
        if due:
            self.carry_out(await self.ask(due, {}), {}, due)

    # ---- writing ----------------------------------------------------------------------------

    def push(self, channel: Channel, frame: str) -> None:
        """Write now after a quiet tick; else with whatever else arrives within the tick."""
        channel.pending.append(frame)
        if channel.scheduled:
            return
        channel.scheduled = True
        wait = channel.quiet_until - monotonic()
        if wait <= 0:
            # Not at once: what one commit published together shall travel together.
            self.loop.call_soon(self.flush, channel)
        else:
            self.loop.call_later(wait, self.flush, channel)

    def flush(self, channel: Channel) -> None:
        channel.scheduled = False
        channel.quiet_until = monotonic() + TICK_S
        frames, channel.pending = channel.pending, []
        if not frames:
            return
        array = frames if len(frames) == 1 else ["[" + ",".join(frames) + "]"]
        batched = websocket_text(array[0])
        single = batched if len(frames) == 1 else b""
        entering = channel.entering
        for connection in list(channel.connections):
            if entering and connection in entering:
                entering[connection].extend(frames)
            elif connection.batch:
                connection.outlet.frames(array, batched)
            else:
                single = single or b"".join(map(websocket_text, frames))
                connection.outlet.frames(frames, single)
