"""A message and the replies it began: how many there are, and the page of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from cohorts.models import Message, Room
from cohorts.queries import Row, rows_of
from moderation.access import rooms as rules
from moderation.access.decision import Absent
from moderation.access.rooms import Beginning

MOST = 100  # replies on a page


@dataclass(frozen=True, slots=True)
class Thread:
    """`first` is missing where it was said before this reader came. `answers`: what a reply from here would answer."""

    root: UUID
    first: Row | None
    replies: list[Row]
    before: int | None  # the seq before which there are more
    count: int
    answers: UUID | None


def begun_by(page: Iterable[Row]) -> dict[str, int]:
    """Of a page of messages: how many replies each began, if any."""
    return {str(row["id"]): row["replies"] for row in page if row["replies"]}


def answered_by(changed: Iterable[Row], beyond: Beginning) -> dict[str, int]:
    """Of what changed: how many replies there are in each thread of which one did. Asks nothing without one."""
    return counted({row["root_id"] for row in changed if row["root_id"]}, beyond)


def counted(roots: Collection[UUID], beyond: Beginning) -> dict[str, int]:
    """How many replies this reader can read in these threads."""
    if not roots:
        return {}
    kept = Count("pk", filter=beyond.within() & Q(deleted_at=None))  # not in the WHERE: the index of threads is enough
    found = Message.objects.filter(root_id__in=roots).values_list("root_id").annotate(kept=kept)
    return {str(root): number for root, number in found}


def thread_of(room: Room, message_id: UUID, beyond: Beginning, before: int | None = None) -> Thread:
    """Whatever message of it is named. Raises Absent where this reader cannot read that one."""
    named = one(beyond, pk=message_id, room=room)
    if named is None:
        raise Absent
    root = named["root_id"] or named["id"]
    first = named if root == named["id"] else one(beyond, pk=root)
    earlier = Q() if before is None else Q(seq__lt=before)
    found = Message.objects.filter(beyond.within(), earlier, root_id=root).order_by("-seq")
    rows = rows_of(found[: MOST + 1], beyond)
    replies = rows[:MOST][::-1]
    return Thread(
        root=root,
        first=first,
        replies=replies,
        before=replies[0]["seq"] if len(rows) > MOST else None,
        count=counted([root], beyond).get(str(root), 0),
        answers=answerable(room, [row for row in (first, *replies[::-1]) if row is not None]),
    )


def one(beyond: Beginning, **where: Any) -> Row | None:
    return next(iter(rows_of(Message.objects.filter(beyond.within(), **where), beyond)), None)


def answerable(room: Room, rows: list[Row]) -> UUID | None:
    """What began it, or the newest that was said to everybody who is there now."""
    return next((row["id"] for row in rows if not rules.stays_from(room, row["seq"])), None)
