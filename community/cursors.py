"""Where the next page of a list begins, as an address says it: `2026-11-25T09:00:00+00:00~7`, a moment and a key.

A cursor that somebody bent is none: the list begins at the top.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

Key = TypeVar("Key", UUID, int)

LONGEST_NUMBER = 18  # digits that every database takes as a key


def number(text: str) -> int:
    """Raises ValueError."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def read(text: str, key: Callable[[str], Key]) -> tuple[datetime, Key] | None:
    """`key`: UUID or `number`."""
    at, _, pk = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), key(pk)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def after(field: str, cursor: tuple[object, object]) -> Q:
    """What stands behind it in a list ordered by that field and the key, both upwards."""
    at, pk = cursor
    return Q(**{f"{field}__gt": at}) | Q(**{field: at}, pk__gt=pk)


def before(field: str, cursor: tuple[object, object]) -> Q:
    """The same for a list ordered by both downwards, such as the newest first."""
    at, pk = cursor
    return Q(**{f"{field}__lt": at}) | Q(**{field: at}, pk__lt=pk)


def written(at: datetime, key: object) -> str:
    return f"{at.isoformat()}~{key}"
