"""What people want to hear of rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from cohorts.levels.models import RoomLevel

Level = RoomLevel.Level
TOLD_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu."""

    level: str
    words: str
    hint: str


CHOICES = (
    Choice(Level.EVERYTHING, "Tell me about every message", "In your inbox, and by mail while you are away."),
    Choice(Level.MENTIONS, "Mentions and answers to me", "A dot shows when anything is new."),
    Choice(Level.NOTHING, "Nothing", "No notice, no mail and no dot. It is there when you open it."),
)


def is_hushed(member_id: int) -> Exists:
    """Of a query of rooms: does this person want to hear nothing of it?"""
    return Exists(RoomLevel.objects.filter(member_id=member_id, room_id=OuterRef("pk"), level=Level.NOTHING))


def hushed_in(room_ids: Iterable[UUID]) -> set[tuple[int, UUID]]:
    """Who wants to hear nothing of which of these rooms."""
    found = RoomLevel.objects.filter(room_id__in=list(room_ids), level=Level.NOTHING)
    return set(found.values_list("member_id", "room_id"))


def listeners_of(room_id: UUID, *, after: int) -> list[int]:
    """Who wants to hear everything, some at a time."""
    found = RoomLevel.objects.filter(room_id=room_id, level=Level.EVERYTHING, member_id__gt=after)
    return list(found.order_by("member_id").values_list("member_id", flat=True)[:TOLD_AT_ONCE])


def levels_of(member_id: int) -> QuerySet[RoomLevel, Any]:
    """For this member's archive."""
    found = RoomLevel.objects.filter(member_id=member_id).order_by("room__cohort__name", "room__name")
    return found.values("level", name=F("room__name"), cohort=F("room__cohort__name"))
