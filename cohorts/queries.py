"""Doors and reads of cohorts and rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cohorts.arranging import kinds
from cohorts.attendance.queries import begun_at
from cohorts.levels.queries import is_hushed
from cohorts.models import Cohort, Enrollment, Message, ReadMark, Room, RoomLevel, Stage
from community.composed import Composed
from community.live.protocol import PAGE, SYNC_LIMIT
from community.members.grants import Enrollments
from moderation.access import rooms as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import present
from moderation.access.rooms import Beginning

# What a message needs to be shown; authors come from people.py, which remembers them.
FIELDS = (
    "id", "seq", "rev", "nonce", "author_id", "at", "edited_at", "deleted_at", "body", "html",
    "reply_to_id", "reply_to__author_id", "reply_to__body", "reply_to__deleted_at", "reply_to__seq", "reply_to__at",
    "root_id", "reactions", "files", "pinned_at", "ordinal",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Messages in the order asked for, and whether there are more on either side."""

    rows: list[Row]
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """How somebody stands to a room: the seq they have read up to, what they want to hear of it, and whether a session
    of its cohort may be on."""

    read: int
    level: str
    on: bool


def enrollments_of(member_ids: list[int]) -> Enrollments:
    """For members.grants: which cohorts are open to these people, which they facilitate, which are archived.

    What is still a draft is open to its facilitators only.
    """
    found: Enrollments = {}
    rows = Enrollment.objects.filter(member_id__in=member_ids)
    facts = rows.values_list("member_id", "cohort_id", "role", "cohort__state", "since")
    for member_id, cohort_id, role, state, joined in facts:
        enrolled, facilitated, sealed = found.setdefault(member_id, ({}, set(), set()))
        if state == Stage.DRAFT and role != Enrollment.Role.FACILITATOR:
            continue
        enrolled[cohort_id] = joined
        if state == Stage.ARCHIVED:
            sealed.add(cohort_id)
        if role == Enrollment.Role.FACILITATOR:
            facilitated.add(cohort_id)
    return found


# ---- doors ----------------------------------------------------------------------------------


def room_for(who: Grants, room_id: UUID) -> Room:
    """The room, or Absent, which says nothing about why."""
    room = Room.objects.select_related("cohort").filter(pk=room_id).first()
    if room is None:
        raise Absent
    rules.may_enter_room(who, room).require_sight()
    return room


def cohort_for(who: Grants, slug: str) -> Cohort:
    cohort = Cohort.objects.filter(slug=slug).first()
    if cohort is None:
        raise Absent
    rules.may_see_cohort(who, cohort).require_sight()
    return cohort


def rooms_for(who: Grants, *, archived: bool = False, now: datetime | None = None) -> QuerySet[Room]:
    """Own cohorts' rooms with `read_ordinal` and `hushed`; what is new is a difference of two counters.

    Rooms of archived cohorts, and of sessions that are not near, stand in no list, but can be searched in: `archived`.
    """
    mark = ReadMark.objects.filter(member_id=who.member_id, room_id=OuterRef("pk")).values("ordinal")[:1]
    visible = Room.objects.filter(rules.of_cohorts(who), archived_at=None)
    if not archived:
        visible = visible.exclude(stage=Stage.ARCHIVED).filter(rules.listed(now or timezone.now()))
    return (
        visible.select_related("cohort")
        .annotate(read_ordinal=Coalesce(Subquery(mark), 0), hushed=is_hushed(who.member_id))
        .order_by("cohort__name", "position", "name")
    )


ROOM_LINE: tuple[str, ...] = (
    "id", "name", "kind", "cohort_id", "cohort__hue", "message_count", "read_ordinal", "hushed", "cohort__name",
    "position",
)  # fmt: skip
SIDEBAR_ROOMS = 12


def room_lines(who: Grants) -> list[Row]:
    """The rooms of this person's own cohorts that were spoken in last, for the sidebar, in the order of the page of
    rooms; one more than are shown. A moderator's does not list everybody's."""
    if not who.cohort_ids:
        return []
    lines = _room_lines.rows(who, now=timezone.now())
    return [*sorted(lines[:SIDEBAR_ROOMS], key=in_order), *lines[SIDEBAR_ROOMS:]]


def in_order(line: Row) -> tuple[str, int, str]:
    return line["cohort__name"], line["position"], line["name"]


def lively_rooms(who: Grants, now: datetime) -> QuerySet[Room, Row]:
    """That a session's room opened counts as something said there."""
    own = rooms_for(who, now=now).filter(cohort_id__in=sorted(who.cohort_ids))
    last = Coalesce("said_at", "opens_at").desc(nulls_last=True)
    lively: QuerySet[Room] = own.order_by(last, "cohort__name", "position", "name")
    lines: QuerySet[Room, Row] = lively.values(*ROOM_LINE)[: SIDEBAR_ROOMS + 1]
    return lines


_room_lines = Composed(lively_rooms)


def unread_in(who: Grants, room: Room) -> int:
    """How many messages of a room from `rooms_for` are new. Somebody who only moderates has nothing unread there,
    and nobody who wants to hear nothing of it."""
    if getattr(room, "hushed", False) or (room.cohort_id is not None and room.cohort_id not in who.cohort_ids):
        return 0
    return max(0, room.message_count - int(room.read_ordinal))  # type: ignore[attr-defined]


def people_of(cohort: Cohort) -> QuerySet[Enrollment]:
    """Who is enrolled, facilitators first."""
    return (
        cohort.enrollments.filter(present("member__"))
        .select_related("member", "member__organization")
        .order_by(Case(When(role=Enrollment.Role.FACILITATOR, then=0), default=1), "member__name")
    )


# ---- timelines ------------------------------------------------------------------------------


def rows_of(messages: QuerySet[Message], beyond: Beginning, *more: str) -> list[Row]:
    """As this reader sees them: of what was answered, nothing that was not said to them."""
    rows: list[Row] = list(messages.values(*FIELDS, *more))
    for row in rows:
        if row["reply_to__seq"] is not None and not beyond.reaches(row["reply_to__seq"], row["reply_to__at"]):
            row["reply_to__body"] = ""
    return rows


def with_replies(messages: QuerySet[Message], beyond: Beginning) -> list[Row]:
    """With how many replies each began; counted in the same statement, by an index that knows only of replies."""
    answers = Message.objects.filter(root_id=OuterRef("pk"), deleted_at=None).order_by()
    counted = answers.values("root_id").annotate(kept=Count("pk")).values("kept")
    return rows_of(messages.annotate(replies=Subquery(counted)), beyond, "replies")


def said_in(room_id: UUID, beyond: Beginning) -> QuerySet[Message]:
    """`beyond`: where this reader begins to read (`rules.begins`)."""
    return Message.objects.filter(beyond.within(), room_id=room_id)


def joined_later(room_id: UUID, beyond: Beginning) -> datetime | None:
    """When this reader joined, if anything was said before that they do not read."""
    since = beyond.since
    earlier = since is not None and Message.objects.filter(room_id=room_id, at__lt=since, deleted_at=None).exists()
    return since if earlier else None


def since(room_id: UUID, after: int, beyond: Beginning, limit: int = SYNC_LIMIT) -> tuple[list[Row], bool]:
    """Every message changed after that rev, by rev; True when there are more."""
    rows = rows_of(said_in(room_id, beyond).filter(rev__gt=after).order_by("rev")[: limit + 1], beyond)
    return rows[:limit], len(rows) > limit


def latest(room_id: UUID, beyond: Beginning, limit: int = PAGE) -> Page:
    """The newest messages, oldest of them first."""
    rows = with_replies(said_in(room_id, beyond).order_by("-seq")[: limit + 1], beyond)
    return Page(rows[:limit][::-1], before=len(rows) > limit, after=False)


def before(room_id: UUID, seq: int, beyond: Beginning, limit: int) -> Page:
    rows = with_replies(said_in(room_id, beyond).filter(seq__lt=seq).order_by("-seq")[: limit + 1], beyond)
    newer = said_in(room_id, beyond).filter(seq__gte=seq).exists()
    return Page(rows[:limit][::-1], before=len(rows) > limit, after=newer)


def around(room_id: UUID, seq: int, beyond: Beginning, limit: int) -> Page:
    """A page with that place in its middle."""
    half = limit // 2
    older = with_replies(said_in(room_id, beyond).filter(seq__lt=seq).order_by("-seq")[: half + 1], beyond)
    newer = with_replies(said_in(room_id, beyond).filter(seq__gte=seq).order_by("seq")[: limit - half + 1], beyond)
    rows = older[:half][::-1] + newer[: limit - half]
    return Page(rows, before=len(older) > half, after=len(newer) > limit - half)


def seq_of(room_id: UUID, message_id: UUID, beyond: Beginning) -> int | None:
    return said_in(room_id, beyond).filter(pk=message_id).values_list("seq", flat=True).first()


def seq_on(room_id: UUID, day: date, beyond: Beginning) -> int | None:
    """The first message of that day (UTC), or of that moment, or later."""
    start = day if isinstance(day, datetime) else datetime.combine(day, time.min, UTC)
    found = said_in(room_id, beyond).filter(at__gte=start).order_by("seq")
    return found.values_list("seq", flat=True).first()


def pinned(room_id: UUID, beyond: Beginning, limit: int = 20) -> list[Row]:
    """Newest pin first."""
    pins = said_in(room_id, beyond).filter(pinned_at__isnull=False, deleted_at=None)
    return rows_of(pins.order_by("-pinned_at")[:limit], beyond)


def read_mark(member_id: int, room_id: UUID) -> int:
    """The seq up to which this person has read; 0 before the first visit."""
    mark = ReadMark.objects.filter(member_id=member_id, room_id=room_id).values_list("seq", flat=True).first()
    return mark or 0


def stand_in(member_id: int, room_id: UUID, now: datetime) -> Stand:
    """One query for the room's page."""
    mark = ReadMark.objects.filter(member_id=member_id, room_id=OuterRef("pk")).values("seq")[:1]
    level = RoomLevel.objects.filter(member_id=member_id, room_id=OuterRef("pk")).values("level")[:1]
    begun = Exists(begun_at(now).filter(cohort_id=OuterRef("cohort_id")))
    rows = Room.objects.filter(pk=room_id).values_list(Subquery(mark), Subquery(level), begun)
    seq, chosen, on = rows.first() or (None, None, False)
    return Stand(seq or 0, chosen or RoomLevel.Level.MENTIONS, on)


def heads(room_ids: Iterable[UUID]) -> dict[UUID, int]:
    return dict(Room.objects.filter(pk__in=list(room_ids)).values_list("pk", "rev"))


def cohorts_of_rooms(room_ids: Iterable[UUID]) -> dict[UUID, Room]:
    """Enough of each room to ask the rules about it."""
    return Room.objects.only(*FOR_RULES).in_bulk(list(room_ids))


FOR_RULES = (
    "id", "cohort_id", "pair", "floor", "locked_at", "archived_at", "stage", "kind", "opens_at", "closes_at",
    "since_joining",
)  # fmt: skip


def room_topic(room_id: UUID) -> str:
    """Under which its news travel."""
    return f"room:{room_id}"


def enrolled_up_to(room_ids: Sequence[UUID], most: int) -> set[UUID]:
    """Those rooms that are for at most that many people of their cohort."""
    inside = ~Q(kind=kinds.LEADERS) | Q(cohort__enrollments__role=Enrollment.Role.FACILITATOR)
    found = Room.objects.filter(pk__in=room_ids)
    counted = found.annotate(people=Count("cohort__enrollments", filter=inside))  # talks are small
    return set(counted.filter(people__lte=most).values_list("pk", flat=True))


def last_words(who: Grants, rooms: Iterable[Room]) -> dict[UUID, Row]:
    """The newest message of each of these rooms, if it was said to this person: all before it was said earlier."""
    begins = {room.pk: rules.begins(who, room) for room in rooms}
    newest = Message.objects.filter(room_id=OuterRef("pk"), deleted_at=None).order_by("-seq").values("pk")[:1]
    ids = Room.objects.filter(pk__in=list(begins)).annotate(newest=Subquery(newest)).values_list("newest", flat=True)
    rows = Message.objects.filter(pk__in=[pk for pk in ids if pk])
    found = rows.values("room_id", "html", "author__name", "seq", "at")
    return {row["room_id"]: dict(row) for row in found if begins[row["room_id"]].reaches(row["seq"], row["at"])}


def rooms_in(who: Grants, cohort: Cohort, now: datetime) -> QuerySet[Room]:
    """For whoever was let onto a page of the cohort."""
    named = Room.objects.filter(rules.named_of(who, cohort.pk), rules.listed(now), archived_at=None)
    return named.order_by("position", "name")
