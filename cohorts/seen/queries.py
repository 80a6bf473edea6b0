"""Who has read a message of a small room, from the read marks there are. Looked up when it is asked, never told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cohorts.models import Enrollment, Message, ReadMark, Room, TalkPerson
from community.members.models import Member
from moderation.access.members import nameable


def heard_by(room: Room, message: Message) -> QuerySet[Member]:
    """Who it was said to, except its writer: those enrolled; in a talk those who had come. `seen`: have they read on
    to it?"""
    ids: QuerySet[Any, Any]
    if room.cohort_id is None:
        ids = TalkPerson.objects.filter(room=room, left_at=None, since__lt=message.seq).values("member_id")
    else:
        ids = Enrollment.objects.filter(cohort_id=room.cohort_id).values("member_id")
    mark = ReadMark.objects.filter(room=room, member_id=OuterRef("pk"), seq__gte=message.seq)
    people = nameable(Member.objects.filter(pk__in=ids).exclude(pk=message.author_id))
    return people.annotate(seen=Exists(mark)).order_by("name", "pk")


def quiet_readers(members: Sequence[int]) -> set[int]:
    """Of these, who shows nobody what they have read."""
    return set(Member.objects.filter(pk__in=members, shows_reading=False).values_list("pk", flat=True))
