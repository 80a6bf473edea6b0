"""Rules of the rooms: entering, saying, and what may be done with a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q

from moderation.access import talks
from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cohorts.models import Cohort, Message, Room
    from moderation.access.grants import Grants

EDIT_WINDOW = timedelta(hours=24)  # SCREENS.md S10: long enough to mend, short enough to trust what was said

NOT_YOURS = no("not_yours", "Only the person who wrote this can change it.")
TOO_LATE = no("too_late", "A message can be edited for 24 hours after it was said.")
GONE = no("unknown_message", "This message was deleted.")
LOCKED = no("locked", "The room is closed for writing at the moment.")
SLOW = timedelta(minutes=10)  # between two messages of one person in a room of alumni
SEALED = no("archived", "This cohort is archived: everything stays to read, and nothing is added.")
BEFORE = no("before_them", "This was said before somebody came, who cannot read it. It stays, or can be deleted.")
ANNOUNCED = no("announcements", "Facilitators and moderators write here. You can read everything, and react to it.")
LEADERS = no("not_yours", "The cohort's facilitators and moderators decide this.")
NOT_OPEN = no("locked", "This room opens 15 minutes before the session.")
IS_OVER = no("locked", "The session is over, and its room is closed for writing. Everything stays to read.")
CANCELLED = no("locked", "The session was cancelled, and its room is closed for writing. Everything stays to read.")
SHUT = {"before": NOT_OPEN, "over": IS_OVER, "cancelled": CANCELLED}
OF_SESSION = no("not_yours", "This room belongs to its session, and stays the kind of room it is.")
ARCHIVED = no("archived", "The room is archived: it can be read, but not written to.")


def may_enter_room(who: Grants, room: Room) -> Decision:
    """A talk is entered by its people alone, whoever moderates."""
    if room.cohort_id is None:
        return YES if talks.is_in(who, room) else ABSENT
    if is_moderator(who):
        return YES
    inside = who.facilitated_ids if room.kind == "leaders" else who.cohort_ids
    return YES if room.cohort_id in inside else ABSENT


def visible_rooms(who: Grants, rooms: QuerySet[Room]) -> QuerySet[Room]:
    return rooms.filter(of_cohorts(who) | talks.own_talks(who))


def of_cohorts(who: Grants) -> Q:
    """Rooms of cohorts; a moderator's are all of them."""
    if is_moderator(who):
        return Q(cohort__isnull=False)
    for_all = Q(cohort_id__in=sorted(who.cohort_ids)) & ~Q(kind="leaders")
    return for_all | Q(cohort_id__in=sorted(who.facilitated_ids))


def named_of(who: Grants, cohort_id: int) -> Q:
    """Of one cohort's rooms, those that whoever was let onto a page of the cohort finds named there."""
    of_cohort = Q(cohort_id=cohort_id)
    leading = is_moderator(who) or cohort_id in who.facilitated_ids
    return of_cohort if leading else of_cohort & ~Q(kind="leaders")


def audience_of(room: Room) -> str:
    """Who can read a room of a cohort, as an audience is named (members.audience_members)."""
    return "leaders" if room.kind == "leaders" else "cohort"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where somebody begins to read a room: after that place, from that moment on. All that reads messages asks it."""

    seq: int = 0
    since: datetime | None = None

    def reaches(self, seq: int, at: datetime) -> bool:
        return seq > self.seq and (self.since is None or at >= self.since)

    def within(self) -> Q:
        """The same, over messages of that room."""
        after = Q(seq__gt=self.seq)
        return after if self.since is None else after & Q(at__gte=self.since)


EVERYTHING = Beginning()
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def begins(who: Grants, room: Room) -> Beginning:
    """A talk begins when one came to it; a room of a cohort too, where those who lead it say so. They read all."""
    if room.cohort_id is None:
        return Beginning(seq=talks.begins_after(who, room))
    if not room.since_joining or leads(who, room):
        return EVERYTHING
    return Beginning(since=who.joined.get(room.cohort_id, NEVER))


def may_read_message(who: Grants, room: Room, message: Message) -> Decision:
    """What was said before one came may not have been said to one."""
    return may_enter_room(who, room) if begins(who, room).reaches(message.seq, message.at) else ABSENT


def visible_messages(who: Grants, messages: QuerySet[Message], rooms: QuerySet[Room]) -> QuerySet[Message]:
    """The same in SQL. `rooms`: all there are, each bound to the message it is asked for."""
    own = rooms.filter(talks.own_talks(who), talkers__since__lt=OuterRef("seq"))
    if is_moderator(who):
        return messages.filter(Exists(rooms.filter(of_cohorts(who))) | Exists(own))
    open_to = Q(since_joining=False) | Q(cohort_id__in=sorted(who.facilitated_ids))
    for cohort_id, joined in sorted(who.joined.items()):
        open_to |= Q(cohort_id=cohort_id, said__gte=joined)
    said = ExpressionWrapper(OuterRef("at"), output_field=DateTimeField())
    cohorts = rooms.annotate(said=said).filter(of_cohorts(who)).filter(open_to)
    return messages.filter(Exists(cohorts) | Exists(own))


def visible_cohorts(who: Grants, cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    if is_moderator(who):
        return cohorts
    return cohorts.filter(Q(id__in=sorted(who.cohort_ids)))


def may_see_cohort(who: Grants, cohort: Cohort) -> Decision:
    if is_moderator(who) or cohort.id in who.cohort_ids:
        return YES
    return ABSENT


def may_say(who: Grants, room: Room, now: datetime) -> Decision:
    acting = acts_in(who, room, now)
    if not acting or leads(who, room):
        return acting
    if room.kind == "announcements":
        return ANNOUNCED
    return SHUT.get(time_of(room, now), YES)


def time_of(room: Room, now: datetime) -> str:
    """Of a session's room: before, open, over or cancelled. Every other is open."""
    if room.kind != "session":
        return "open"
    if room.opens_at is None or room.closes_at is None:
        return "cancelled"
    if now >= room.closes_at or room.stage == "archived":
        return "over"
    return "before" if now < room.opens_at else "open"


def listed(now: datetime) -> Q:
    """Rooms that stand in lists: a session's only while it is open. Before and after it leads there."""
    return ~Q(kind="session") | Q(opens_at__lte=now, closes_at__gt=now)


def acts_in(who: Grants, room: Room, now: datetime) -> Decision:
    """May they do anything at all there: what holds for saying, whatever the kind of room."""
    entering = may_enter_room(who, room)
    if not entering:
        return entering
    writing = may_write(who, now)
    if not writing:
        return no("muted", writing.sentence)
    if room.stage == "archived":
        return SEALED
    if room.archived_at is not None:
        return ARCHIVED
    if room.locked_at is not None and not leads(who, room):
        return LOCKED
    return YES if room.cohort_id is not None else talks.speaks(who, room, now)


def may_say_more(who: Grants, room: Room, last: datetime | None, now: datetime) -> Decision:
    """The next message after one's last there. Once its year is over a cohort talks slowly; who leads it need not."""
    saying = may_say(who, room, now)
    if not saying:
        return saying
    wait = slow_for(room, last, now)
    if wait and not leads(who, room):
        minutes = ceil(wait / timedelta(minutes=1))
        soon = "a minute" if minutes == 1 else f"{minutes} minutes"
        return no("slow_mode", f"The year is over: one message in 10 minutes. You can send your next one in {soon}.")
    return YES


def slow_for(room: Room, last: datetime | None, now: datetime) -> timedelta:
    """How long somebody who spoke last at that moment waits."""
    if room.stage != "alumni" or last is None:
        return timedelta(0)
    return max(timedelta(0), last + SLOW - now)


def may_edit_message(who: Grants, room: Room, message: Message, now: datetime) -> Decision:
    """Having written it never replaces being allowed in today."""
    saying = may_say(who, room, now)
    if not saying:
        return saying
    if message.deleted_at is not None:
        return GONE
    if message.author_id != who.member_id:
        return NOT_YOURS
    if now - message.at > EDIT_WINDOW:
        return TOO_LATE
    return BEFORE if stays(room, message) else YES


def stays(room: Room, message: Message) -> bool:
    """Was it said before the newest person came, who cannot read it? Whatever showed it anew would do so to them."""
    return stays_from(room, message.seq)


def stays_from(room: Room, seq: int) -> bool:
    """The same of what was said at that place."""
    return seq <= room.floor and (room.cohort_id is None or room.since_joining)


def may_delete_message(who: Grants, room: Room, message: Message, now: datetime) -> Decision:
    """The author at any time; facilitators and moderators what others wrote. In a talk one's own."""
    acting = acts_in(who, room, now)
    withdrawing = room.cohort_id is None and acting.code in {"blocked", "cannot_write", "not_here"}
    if not acting and not withdrawing:
        return acting
    if message.author_id != who.member_id and not leads(who, room):
        return NOT_YOURS
    return YES


def may_react_to_message(who: Grants, room: Room, message: Message, now: datetime) -> Decision:
    """Among announcements, too."""
    acting = acts_in(who, room, now)
    if not acting:
        return acting
    if message.deleted_at is not None:
        return GONE
    return BEFORE if stays(room, message) else YES


def may_pin(who: Grants, room: Room, message: Message, now: datetime) -> Decision:
    saying = may_say(who, room, now)
    if not saying:
        return saying
    if message.deleted_at is not None:
        return GONE
    if not leads(who, room):
        return no("not_yours", "Facilitators and moderators pin messages.")
    return BEFORE if stays(room, message) else YES


def may_set_room(who: Grants, room: Room, now: datetime) -> Decision:
    """What kind of room it is, what those who come later read, how long its words are kept. A talk has no settings."""
    entering = may_enter_room(who, room) if room.cohort_id is not None else ABSENT
    if not entering:
        return entering
    writing = may_write(who, now)
    if not writing:
        return writing
    if not leads(who, room):
        return LEADERS
    return SEALED if room.stage == "archived" else YES


def may_set_kind(who: Grants, room: Room, now: datetime) -> Decision:
    """A session's room is made with it, and becomes no other."""
    setting = may_set_room(who, room, now)
    if not setting:
        return setting
    return OF_SESSION if room.kind == "session" else YES


def leads(who: Grants, room: Room) -> bool:
    """Facilitates this cohort, or moderates the community. Nobody leads a talk."""
    return room.cohort_id is not None and (is_moderator(who) or room.cohort_id in who.facilitated_ids)
