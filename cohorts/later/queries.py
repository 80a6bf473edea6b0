"""A member's own messages that wait; and whichever are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cohorts.later.models import LaterMessage
from cohorts.models import Message, ReadMark, Room
from cohorts.talks import queries as talks
from moderation.access import rooms as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST = 50
TAKEN_FOR = timedelta(minutes=5)  # a worker that was killed meanwhile has said it or not; said again, it is said once
NO_ROOM = "A room you are not in any more"


def of_member(who: Grants) -> QuerySet[LaterMessage]:
    """At most MOST, the next one first."""
    found = LaterMessage.objects.filter(member_id=who.member_id).select_related("room__cohort")
    return found.order_by("at", "pk")


def own(who: Grants, pk: UUID) -> LaterMessage:
    """Raises Absent."""
    found = of_member(who).filter(pk=pk).first()
    if found is None:
        raise Absent
    return found


def due(now: datetime, most: int) -> QuerySet[LaterMessage]:
    free = Q(taken_at=None) | Q(taken_at__lt=now - TAKEN_FOR)
    return LaterMessage.objects.filter(free, at__lte=now, why="").order_by("at", "pk")[:most]


def names(who: Grants, rooms: Sequence[Room]) -> dict[UUID, str]:
    """What each is called, for whoever may still enter it. One statement if a talk is among them, else none."""
    open_now = [room for room in rooms if rules.may_enter_room(who, room)]
    people = talks.people_in(room.pk for room in open_now if room.cohort_id is None)
    found = dict.fromkeys((room.pk for room in rooms), NO_ROOM)
    for room in open_now:
        found[room.pk] = room.name if room.cohort_id else talks.title_of(room, people.get(room.pk, []), who.member_id)
    return found


def read_on(message_ids: Sequence[UUID]) -> dict[tuple[int, UUID], int]:
    """(writer, room) → seq of what they said. Only for who had read all before it: to others it stays where news
    begins, for they were not looking."""
    said = list(Message.objects.filter(pk__in=message_ids).order_by("ordinal")) if message_ids else []
    whose = {"member__in": {one.author_id for one in said}, "room__in": {one.room_id for one in said}}
    marks = ReadMark.objects.filter(**whose).values_list("member_id", "room_id", "ordinal") if said else []
    read = {(member_id, room_id): ordinal for member_id, room_id, ordinal in marks}
    moved: dict[tuple[int, UUID], int] = {}
    for one in said:
        key = one.author_id, one.room_id
        if read.get(key, 0) == one.ordinal - 1:
            read[key], moved[key] = one.ordinal, one.seq
    return moved


def all_of(member_id: int) -> QuerySet[LaterMessage, Any]:
    """For this member's archive."""
    return LaterMessage.objects.filter(member_id=member_id)
