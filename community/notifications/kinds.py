"""Kinds of notices. Apps register theirs; this app knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class Kind:
    """`counted`: one of it and many, as a mail without words says. `mailed`: unless mail of its own tells of it."""

    resolve: Resolve
    counted: tuple[str, str]
    mailed: bool


_kinds: dict[str, Kind] = {}


def register(
    kind: str, resolve: Resolve, *, counted: tuple[str, str] = ("notice", "notices"), mailed: bool = True
) -> None:
    """Called once from AppConfig.ready()."""
    _kinds[kind] = Kind(resolve, counted, mailed)


def resolve(who: Grants, kind: str, subjects: Sequence[str]) -> dict[str, Shown]:
    return _kinds[kind].resolve(who, subjects)


def counted(kind: str) -> tuple[str, str]:
    return _kinds[kind].counted


def is_mailed(kind: str) -> bool:
    return _kinds[kind].mailed


def registered() -> frozenset[str]:
    return frozenset(_kinds)
