"""The live wire, composed: which frame goes where, who may listen to what, who a socket belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import parse_cookie
from django.utils import timezone

from cohorts import topics as rooms
from cohorts.questions import queries as questions
from cohorts.seen import queries as seen
from community import admission
from community.db import one_moment
from community.forum import topics as forum
from community.live.door import NEVER, Verdicts
from community.live.hub import Connection
from community.live.process import Admission, Handler, Limits, Process
from community.live.protocol import (
    Close,
    Delete,
    Edit,
    Enter,
    Follow,
    Frame,
    History,
    Leave,
    Pin,
    Ping,
    React,
    Read,
    Refusal,
    Say,
    Sync,
    Typing,
    Unfollow,
    encode,
)
from community.members import epoch
from community.members.grants import grants_of
from community.members.queries import live_sessions
from community.notifications import topics as inbox
from community.notifications.queries import inbox_topic
from moderation.access.grants import Grants
from moderation.access.standing import may_enter, may_sign_in, narrows_at

Readers = Callable[[Mapping[str, set[int]], Mapping[int, Grants]], dict[str, set[int]]]

# Every kind of topic, and the rule that says who hears it. A topic of another kind is heard by nobody.
READERS: dict[str, Readers] = {
    "room": rooms.readers,
    "thread": forum.thread_readers,
    "space": forum.space_readers,
    "session": questions.readers,
    "inbox": inbox.readers,
}
FOLLOWED = {"thread", "space", "session", "inbox"}  # rooms are entered
MOST_FOLLOWED = 50


class Door:
    """What the live wire asks of the community. Synchronous reads run in the process's reader threads."""

    process: Process  # set by compose()

    # ---- who connects -----------------------------------------------------------------------

    async def admit(self, scope: Mapping[str, Any]) -> Admission | Close:
        return await self.process.run(self.look_up, session_key_of(scope))

    def look_up(self, session_key: str) -> Admission | Close:
        identity = admission.identify(session_key)
        if identity is None or identity.member is None or identity.grants is None:
            return Close.SIGNED_OUT
        now = timezone.now()
        if not may_enter(identity.grants, now):
            return ending(identity.grants, now)
        member = identity.member
        return Admission(
            member_id=member.pk,
            session_key=session_key,
            handle=member.handle,
            name=member.name,
            expires_at=identity.expires_at.timestamp(),
            epoch=identity.epoch,
            narrows_at=when(identity.grants, now) or NEVER,
        )

    # ---- who may still listen -----------------------------------------------------------------

    async def check(self, sockets: Mapping[str, int], topics: Mapping[str, Iterable[int]]) -> Verdicts:
        return await self.process.run(self.judge, dict(sockets), {t: set(m) for t, m in topics.items()})

    def judge(self, sockets: dict[str, int], topics: dict[str, set[int]]) -> Verdicts:
        """In one moment: whose session lives, who is inside, who may hear which topic."""
        now = timezone.now()
        with one_moment():
            at = epoch.current()
            members = set(sockets.values()) | {pk for listening in topics.values() for pk in listening}
            grants = grants_of(members)
            alive = live_sessions(sockets)
            readers = self.readers(topics, inside(grants))
        outside = {pk: ending(grants.get(pk), now) for pk in members - inside(grants).keys()}
        narrows = {pk: date for pk, held in grants.items() if (date := when(held, now))}
        return Verdicts(at, outside=dict(outside), ended=set(sockets) - alive, narrows=narrows, readers=readers)

    def readers(self, topics: dict[str, set[int]], grants: dict[int, Grants]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {topic: set() for topic in topics}
        for kind, readers in READERS.items():
            of_kind = {topic: members for topic, members in topics.items() if topic.partition(":")[0] == kind}
            if of_kind:
                found.update(readers(of_kind, grants))
        return found

    # ---- following ----------------------------------------------------------------------------

    async def follow(self, process: Process, who: Connection, frame: Follow) -> None:
        topic = internal(who, frame.topic)
        at = await process.run(self.may_follow, who.member_id, topic)
        if at is None or len(who.topics) >= MOST_FOLLOWED:
            raise Refusal("no_access", "This isn't available to you.", room=frame.topic)
        await process.enter(who, topic, at)
        who.send(encode("followed", topic=frame.topic))
        process.hub.release(who, topic)

    def may_follow(self, member_id: int, topic: str) -> int | None:
        if topic.partition(":")[0] not in FOLLOWED:
            return None
        with one_moment():
            at = epoch.current()
            allowed = self.readers({topic: {member_id}}, inside(grants_of([member_id])))
        return at if member_id in allowed[topic] else None

    async def unfollow(self, process: Process, who: Connection, frame: Unfollow) -> None:
        process.hub.leave(who, internal(who, frame.topic))

    async def ping(self, process: Process, who: Connection, frame: Ping) -> None:
        who.send(encode("pong", at=frame.at))

    # ---- what the loops read ------------------------------------------------------------------

    def epoch(self) -> int:
        return epoch.current()

    def heads(self, topics: list[str]) -> tuple[int, dict[str, int]]:
        return rooms.heads(topics)

    def store_reads(self, marks: Mapping[tuple[int, str], int]) -> Mapping[tuple[int, str], int]:
        return rooms.store_reads(marks)

    def small_rooms(self, topics: list[str]) -> set[str]:
        return rooms.small_rooms(topics)

    def quiet_readers(self, members: list[int]) -> set[int]:
        return seen.quiet_readers(members)


def ending(held: Grants | None, now: datetime) -> Close:
    """Whoever still stands at the door can put it right, or has it put right for them: what they wrote is kept."""
    return Close.DOOR_WAITS if held is not None and may_sign_in(held, now) else Close.ACCESS_ENDED


def when(held: Grants, now: datetime) -> float | None:
    date = narrows_at(held, now)
    return date.timestamp() if date else None


def inside(grants: Mapping[int, Grants]) -> dict[int, Grants]:
    now = timezone.now()
    return {pk: held for pk, held in grants.items() if may_enter(held, now)}


def internal(who: Connection, topic: str) -> str:
    """ "inbox" on the wire is one's own; nobody names another's."""
    return inbox_topic(who.member_id) if topic == "inbox" else topic.removeprefix("inbox:")


def session_key_of(scope: Mapping[str, Any]) -> str:
    """Read as pages read it: what another site of this domain left in the header must keep nobody out."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(header.decode("latin1")).get(settings.SESSION_COOKIE_NAME, "")


def handlers(door: Door, process: Process) -> dict[type[Frame], Handler]:
    """Every frame a client may send, and who carries it out."""
    room = rooms.Rooms(process)
    return {
        Enter: room.enter,
        Leave: room.leave,
        Say: room.write,
        Edit: room.write,
        Delete: room.write,
        React: room.write,
        Pin: room.write,
        Sync: room.sync,
        History: room.history,
        Read: room.read,
        Typing: room.typing,
        Follow: door.follow,
        Unfollow: door.unfollow,
        Ping: door.ping,
    }


def compose() -> Process:
    """The process of this event loop, not started yet."""
    door = Door()
    table: dict[type[Frame], Handler] = {}
    process = Process(door, table, redis_url=settings.REDIS_URL, limits=Limits(**settings.LIVE))
    door.process = process
    table.update(handlers(door, process))
    return process
