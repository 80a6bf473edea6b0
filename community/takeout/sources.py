"""Who keeps words of members. Apps register how to read one person's, and how to forget them; this app knows none.

What others wrote is never part of it, not even a title under which somebody answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the member: its name, and where its bytes lie."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Words:
    """One thing the member wrote. `html` is sanitized; `facts` go into the JSON beside it."""

    id: str
    at: datetime | None
    where: str
    title: str
    html: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is the section's, `read` yields a member's words oldest first, `forget` deletes some of them in a
    transaction of its own and says whether more are left. `drop` deletes what is nobody's without its member: it goes
    when they leave, whatever becomes of their words, in the transaction of their leaving."""

    name: str
    heading: str
    read: Callable[[int], Iterator[Words]]
    forget: Callable[[int], bool] | None = None
    drop: Callable[[int], None] | None = None


Row = TypeVar("Row", bound=Model)
PIECE = 200


def pieces(rows: QuerySet[Row], *, by: str) -> Iterator[list[Row]]:
    """Oldest first by that field, in pieces: what belongs to a piece is read in one query."""
    after = Q()
    while piece := list(rows.filter(after).order_by(by, "pk")[:PIECE]):
        last = getattr(piece[-1], by)
        after = Q(**{f"{by}__gt": last}) | Q(**{by: last}, pk__gt=piece[-1].pk)
        yield piece


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called once from AppConfig.ready()."""
    _sources[source.name] = source


def registered() -> list[Source]:
    return list(_sources.values())
