"""Where drafts belong: apps register what the places of their composers are called and whether one still gets there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft can be gone on with."""

    title: str
    url: str


Finder = Callable[[Grants, Collection[str]], dict[str, Place]]
finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """`finder(who, places)` answers for those of these places that this person may still write at."""
    finders[kind] = finder


def places_of(who: Grants, names: Collection[str]) -> dict[str, Place]:
    """One question for each kind of place."""
    found: dict[str, Place] = {}
    for kind, finder in finders.items():
        mine = [name for name in names if name.partition(":")[0] == kind]
        if mine:
            found |= finder(who, mine)
    return found
