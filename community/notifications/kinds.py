"""Kinds of notices. Apps register theirs; this app knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice in words. `sentence` follows the actor's name."""

    sentence: str
    url: str
    excerpt: str
    place_name: str
    hue: str
    by: str = ""  # who it was, when that is no member, or not to be told
    named: bool = True  # a mail with words may say whose they are
    quotable: bool = True  # may leave the community by mail, to whoever wants mails with words in them


# subjects → what this person may be shown of them; what is missing is not theirs (any more) to see
Resolve = Callable[[Grants, Sequence[str]], dict[str, Shown]]


# kind → subjects, of all the kinds that are looked up in one go → kind → what this person may be shown
Together = Callable[[Grants, Mapping[str, Sequence[str]]], dict[str, dict[str, Shown]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`counted`: one of it and many, as a mail without words says. `mailed`: unless mail of its own tells of it."""

    together: Together
    counted: tuple[str, str]
    mailed: bool


_kinds: dict[str, Kind] = {}


def register(
    kind: str, resolve: Resolve, *, counted: tuple[str, str] = ("notice", "notices"), mailed: bool = True
) -> None:
    """Called once from AppConfig.ready()."""
    register_together(kind, lambda who, wanted: {kind: resolve(who, wanted[kind])}, counted=counted, mailed=mailed)


def register_together(kind: str, together: Together, *, counted: tuple[str, str], mailed: bool = True) -> None:
    """For kinds whose subjects are rows of one table: all with the same function are looked up in one go."""
    _kinds[kind] = Kind(together, counted, mailed)


def resolve(who: Grants, wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Shown]]:
    """By kind and subject: one look for each kind, or for all that are looked up together."""
    groups: dict[Together, dict[str, Sequence[str]]] = {}
    for kind, subjects in wanted.items():
        groups.setdefault(_kinds[kind].together, {})[kind] = subjects
    found: dict[str, dict[str, Shown]] = {}
    for together, some in groups.items():
        found |= together(who, some)
    return found


def counted(kind: str) -> tuple[str, str]:
    return _kinds[kind].counted


def is_mailed(kind: str) -> bool:
    return _kinds[kind].mailed


def registered() -> frozenset[str]:
    return frozenset(_kinds)
