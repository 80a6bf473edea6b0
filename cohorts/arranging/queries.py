"""What rooms keep no longer. Pinned messages stay as long as they are pinned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cohorts.arranging.keeping import GRACE, Keeps
from cohorts.models import Message, Room


def keeping_for_a_time(now: datetime) -> list[tuple[UUID, int]]:
    """Rooms that delete what is old, each with how many batches it deleted. Talks have no such choice."""
    chosen = Room.objects.filter(cohort__isnull=False, keeps_days__isnull=False, keeps_changed_at__lte=now - GRACE)
    return list(chosen.order_by("pk").values_list("pk", "keeps_step"))


def too_old(room: Room, now: datetime, most: int) -> list[Message]:
    """The oldest of those that go now."""
    keeps = room.keeps
    if keeps is None or keeps.waits(now):
        return []
    return list(older_than(room, keeps.goes_before(now)).order_by("seq")[:most])


def going_of(room: Room, wanted: Keeps) -> int:
    """How many messages go on the first day if that is chosen, of those that were said by now."""
    return older_than(room, wanted.goes_before(wanted.begins_at)).count()


def older_than(room: Room, moment: datetime) -> QuerySet[Message]:
    return Message.objects.filter(room=room, at__lt=moment, deleted_at=None, pinned_at=None)
