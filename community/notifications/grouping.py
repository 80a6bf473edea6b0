"""Notices of one place and one kind are one row: "Ana Ruiz and 2 others replied to …"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from community.composed import Row
from community.members.models import initials
from community.notifications import kinds
from community.notifications.kinds import Shown

COLUMNS = ("id", "kind", "subject", "place", "at", "read_at", "actor_id", "actor__name", "actor__hue")
SOMEBODY = "Somebody"
Group = list[Row]  # never empty, the newest first


@dataclass(frozen=True, slots=True)
class Item:
    """One row of an inbox, ready to show. `shown` is the newest; `url` leads to the first one that is not read."""

    actor: str  # who it was last
    actors: str  # everybody, in words
    actor_hue: str
    actor_initials: str
    at: datetime
    unread: bool
    shown: Shown
    url: str
    count: int
    people: int
    kind: str
    place: str
    newest: int  # up to this id it was seen by whoever marks it read

    @property
    def counted(self) -> tuple[str, str]:
        return kinds.counted(self.kind)


def grouped(rows: Iterable[Row]) -> list[Group]:
    """In the order of the newest of each. What is read and what is not stand apart."""
    groups: dict[tuple[str, str, bool], Group] = {}
    for row in rows:
        groups.setdefault((row["place"], row["kind"], row["read_at"] is None), []).append(row)
    return list(groups.values())


def item(group: Group, known: Mapping[str, Shown]) -> Item | None:
    """None when nothing of it can be shown. What cannot is not counted either."""
    seen = [row for row in group if row["subject"] in known]
    if not seen:
        return None
    newest, shown = seen[0], known[seen[0]["subject"]]
    unread = newest["read_at"] is None
    names = names_of(seen, known)
    return Item(
        actor=names[0],
        actors=in_words(names),
        actor_hue="slate" if shown.by else newest["actor__hue"] or "slate",
        actor_initials=initials(names[0]),
        at=newest["at"],
        unread=unread,
        shown=shown,
        url=known[seen[-1]["subject"]].url if unread else shown.url,
        count=len(seen),
        people=len(names),
        kind=newest["kind"],
        place=newest["place"],
        newest=max(row["id"] for row in seen),
    )


def names_of(rows: Group, known: Mapping[str, Shown]) -> list[str]:
    """Each once, whoever came last first. Two people may have one name; whom the kind names itself is known by it."""
    people: dict[object, str] = {}
    for row in rows:
        by = known[row["subject"]].by
        people.setdefault(by or row["actor_id"], by or row["actor__name"] or SOMEBODY)
    return list(people.values())


def in_words(names: list[str]) -> str:
    first, *others = names
    if not others:
        return first
    return f"{first} and {others[0] if len(others) == 1 else f'{len(others)} others'}"
