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
    by: str = ""  # who it was, when that is no member


# subjects → what this person may be shown of them; what is missing is not theirs (any more) to see
Resolve = Callable[[Grants, Sequence[str]], dict[str, Shown]]
_kinds: dict[str, Resolve] = {}


def register(kind: str, resolve: Resolve) -> None:
    """Called once from AppConfig.ready()."""
    _kinds[kind] = resolve


def resolve(who: Grants, kind: str, subjects: Sequence[str]) -> dict[str, Shown]:
    return _kinds[kind](who, subjects)


def registered() -> frozenset[str]:
    return frozenset(_kinds)
