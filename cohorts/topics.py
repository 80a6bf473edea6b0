"""What each frame about rooms does. Reads go through queries in one database snapshot; writes go to the scribe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from django.utils import timezone

from cohorts import actions, queries, wire
from cohorts.arranging import kinds
from cohorts.models import Room
from cohorts.threads import queries as threads
from cohorts.timeline import Change, Outcome
from community.db import one_moment
from community.live.hub import Connection
from community.live.process import Process
from community.live.protocol import (
    Delete,
    Edit,
    Enter,
    History,
    Leave,
    Pin,
    React,
    Read,
    Refusal,
    Say,
    Sync,
    Typing,
    encode,
)
from community.live.scribe import Scribe
from community.members import epoch
from community.members.grants import grants_at
from moderation.access import rooms as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.rooms import Beginning
from moderation.access.standing import may_enter

TYPING_EVERY_S = 3.0
READ_TOLD_UP_TO = 50  # people in a room that is told how far its members read
NO_ACCESS = "This room isn't available to you."
NOT_SAVED = "This could not be saved just now. It will be tried again."


@dataclass(frozen=True, slots=True)
class Ticket:
    """A change on its way to the scribe, and whom to answer."""

    change: Change
    who: Connection


class Rooms:
    """The room frames of one process."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.scribe: Scribe[Ticket, Outcome] = Scribe(self.commit, self.report, process.hub.loop)
        self.typed: dict[tuple[int, UUID], float] = {}
        process.on_stop.append(self.scribe.close)

    # ---- writing ----------------------------------------------------------------------------

    @staticmethod
    def commit(tickets: Sequence[Ticket]) -> Sequence[Outcome]:
        return Process.fresh(actions.commit_paced, [ticket.change for ticket in tickets])

    def report(self, tickets: Sequence[Ticket], outcomes: Sequence[Outcome] | Exception) -> None:
        """On the loop, after the commit, in commit order: answers to the senders, frames to everybody."""
        if isinstance(outcomes, Exception):
            for ticket in tickets:
                frame = ticket.change.frame
                trouble = Refusal("unavailable", NOT_SAVED, room=str(frame.room), nonce=str(frame.nonce), retry_after=3)
                ticket.who.send(trouble.frame())
            return
        for ticket, outcome in zip(tickets, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                ticket.who.send(outcome.frame())
                continue
            ticket.who.send(outcome.ack)
            if outcome.frame is not None:
                self.process.publish(outcome.topic, outcome.epoch, outcome.frame)

    async def write(self, process: Process, who: Connection, frame: Say | Edit | Delete | React | Pin) -> None:
        self.scribe.put(Ticket(Change(who.member_id, frame), who))

    # ---- reading ----------------------------------------------------------------------------

    async def enter(self, process: Process, who: Connection, frame: Enter) -> None:
        """Listen first, read after: what commits in between is in the snapshot or arrives behind it."""
        topic = wire.room_topic(frame.room)
        allowed_at = await process.run(look, who.member_id, frame.room)  # a stranger never listens
        arriving = topic not in who.topics
        await process.enter(who, topic, allowed_at)
        try:
            reset, fields = await process.run(entered, who.member_id, frame.room, frame.after)
        except Exception:
            if arriving:
                process.hub.leave(who, topic)  # nobody stays half inside
            else:
                process.hub.release(who, topic)
            raise
        if topic not in who.topics:
            return  # the door closed while we read; the hub has said so
        if reset:
            who.send(encode("reset", room=str(frame.room)))
        who.send(encode("entered", room=str(frame.room), members=sorted(process.presence.here(topic)), **fields))
        process.hub.release(who, topic)

    async def leave(self, process: Process, who: Connection, frame: Leave) -> None:
        process.hub.leave(who, wire.room_topic(frame.room))

    async def sync(self, process: Process, who: Connection, frame: Sync) -> None:
        kind, fields = await process.run(synced, who.member_id, frame.room, frame.after)
        who.send(encode(kind, room=str(frame.room), **fields))

    async def history(self, process: Process, who: Connection, frame: History) -> None:
        fields = await process.run(page, who.member_id, frame)
        who.send(encode("page", room=str(frame.room), **fields))

    async def read(self, process: Process, who: Connection, frame: Read) -> None:
        """Only for a room one is in: being in it was allowed."""
        topic = wire.room_topic(frame.room)
        if topic in who.topics:
            process.marks.note(who.member_id, topic, frame.seq)

    async def typing(self, process: Process, who: Connection, frame: Typing) -> None:
        topic = wire.room_topic(frame.room)
        now = monotonic()
        if topic not in who.topics or now - self.typed.get((who.member_id, frame.room), 0.0) < TYPING_EVERY_S:
            return
        if len(self.typed) > 10_000:
            self.typed.clear()
        self.typed[who.member_id, frame.room] = now
        process.publish(topic, 0, encode("typing", room=str(frame.room), member=who.member_id))


# ---- in a reader thread: each is one snapshot -------------------------------------------------


def door(member_id: int, room_id: UUID) -> tuple[int, Grants, Room]:
    """The epoch, what the member holds at it, and the room. Raises Refusal, the same for missing and foreign."""
    at = epoch.current()
    who = grants_at(at, [member_id]).get(member_id)
    try:
        if who is None or not may_enter(who, timezone.now()):
            raise Absent  # a socket may outlive its owner's access by a moment, and must not read on
        return at, who, queries.room_for(who, room_id)
    except Absent:
        raise Refusal("no_access", NO_ACCESS, room=str(room_id)) from None


def look(member_id: int, room_id: UUID) -> int:
    """The epoch at which this member may enter."""
    with one_moment():
        return door(member_id, room_id)[0]


def entered(member_id: int, room_id: UUID, after: int | None) -> tuple[bool, dict[str, Any]]:
    """What a client needs to stand in a room: a page or what it missed, and the rev both belong to; and whether a
    session's room is open, for whoever was away when it opened.

    The flag says that the client's cursor is ahead of the room: a backup was restored, it must begin anew.
    """
    with one_moment():
        at, who, room = door(member_id, room_id)
        beyond = rules.begins(who, room)
        rev, reset = room.rev, after is not None and after > room.rev
        if after is None or reset:
            found = queries.latest(room_id, beyond)
            rows, more, counts = found.rows, found.before, threads.begun_by(found.rows)
        else:
            rows, more = queries.since(room_id, after, beyond)
            counts = threads.answered_by(rows, beyond)
            rev = rows[-1]["rev"] if more else rev
        messages = wire.messages(at, room.cohort_id, rows)
        fields = {"rev": rev, "messages": messages, "more": more, "read": queries.read_mark(member_id, room_id)}
        if room.kind == kinds.SESSION:
            fields["when"] = rules.time_of(room, timezone.now())
        return reset, fields | told(counts)


def synced(member_id: int, room_id: UUID, after: int) -> tuple[str, dict[str, Any]]:
    with one_moment():
        at, who, room = door(member_id, room_id)
        if after > room.rev:
            return "reset", {}
        beyond = rules.begins(who, room)
        rows, more = queries.since(room_id, after, beyond)
        return "synced", {
            "messages": wire.messages(at, room.cohort_id, rows),
            "rev": rows[-1]["rev"] if more else room.rev,
            "more": more,
            **told(threads.answered_by(rows, beyond)),
        }


def page(member_id: int, frame: History) -> dict[str, Any]:
    with one_moment():
        at, who, room = door(member_id, frame.room)
        beyond = rules.begins(who, room)
        found = find_page(room, frame, beyond)
        return {
            "messages": wire.messages(at, room.cohort_id, found.rows),
            "before": found.before,
            "after": found.after,
            **told(threads.begun_by(found.rows)),
        }


def told(counts: dict[str, int]) -> dict[str, dict[str, int]]:
    """How many replies there are, where there are any."""
    return {"threads": counts} if counts else {}


def find_page(room: Room, frame: History, beyond: Beginning) -> queries.Page:
    if frame.before is not None:
        return queries.before(room.pk, frame.before, beyond, frame.limit)
    if frame.around is not None:
        seq = queries.seq_of(room.pk, frame.around, beyond)
        if seq is None:
            raise Refusal("unknown_message", "That message is not in this room.", room=str(room.pk))
    elif frame.date is not None:
        seq = queries.seq_on(room.pk, frame.date, beyond)
    if seq is None:
        return queries.latest(room.pk, beyond, frame.limit)
    return queries.around(room.pk, seq, beyond, frame.limit)


# ---- for the hub ------------------------------------------------------------------------------


def readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> dict[str, set[int]]:
    """Of the members listening to each room, those who may."""
    rooms = queries.cohorts_of_rooms([UUID(topic[5:]) for topic in topics])
    found: dict[str, set[int]] = {}
    for topic, members in topics.items():
        room = rooms.get(UUID(topic[5:]))
        found[topic] = {
            pk for pk in members if room is not None and pk in grants and rules.may_enter_room(grants[pk], room)
        }
    return found


def heads(topics: list[str]) -> tuple[int, dict[str, int]]:
    """The rev of each room, with the epoch of the same moment."""
    with one_moment():
        at = epoch.current()
        found = queries.heads([UUID(topic[5:]) for topic in topics])
    return at, {wire.room_topic(room_id): rev for room_id, rev in found.items()}


def store_reads(marks: Mapping[tuple[int, str], int]) -> dict[tuple[int, str], int]:
    """Returns the marks that moved, with the place they now stand at."""
    moved = actions.mark_read({(member_id, UUID(topic[5:])): seq for (member_id, topic), seq in marks.items()})
    return {(member_id, wire.room_topic(room_id)): seq for (member_id, room_id), seq in moved.items()}


def small_rooms(topics: list[str]) -> set[str]:
    return {wire.room_topic(pk) for pk in queries.enrolled_up_to([UUID(t[5:]) for t in topics], READ_TOLD_UP_TO)}
