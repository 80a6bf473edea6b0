"""Where drafts belong: apps register what the places of their composers are called and whether one still gets there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft can be gone on with."""

    title: str
    url: str


Finder = Callable[[Grants, Collection[str]], dict[str, Place]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`pattern` is what names of such places look like."""

    pattern: re.Pattern[str]
    find: Finder


_kinds: dict[str, Kind] = {}


def register(kind: str, pattern: str, find: Finder) -> None:
    """Called once from AppConfig.ready(). `find(who, names)` answers for those of these places that this person may
    still write at."""
    _kinds[kind] = Kind(re.compile(pattern), find)


def is_place(name: str) -> bool:
    """Whether a composer could stand there. Not whether anything is there: that is nobody's to learn here."""
    kind = _kinds.get(name.partition(":")[0])
    return kind is not None and kind.pattern.fullmatch(name) is not None


def places_of(who: Grants, names: Collection[str]) -> dict[str, Place]:
    """One question for each kind of place."""
    found: dict[str, Place] = {}
    for kind, registered in _kinds.items():
        mine = [name for name in names if name.partition(":")[0] == kind]
        if mine:
            found |= registered.find(who, mine)
    return found
