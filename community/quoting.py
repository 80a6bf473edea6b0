"""What is said elsewhere can begin a thread. The forum says how, whoever quotes says for which threads its promise
holds; neither knows the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from moderation.access.grants import Grants
from moderation.access.labels import Label


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may begin a thread, the promise that holds there, and how many can read it."""

    slug: str
    name: str
    label: Label
    readers: int


class Forum(Protocol):
    """`begin` raises Denied, Absent, Refused; the same nonce twice begins one thread."""

    def places(self, who: Grants) -> list[Place]: ...

    def begin(self, who: Grants, place: str, *, title: str, html: str, label: Label, nonce: UUID) -> UUID: ...


_forum: list[Forum] = []
_promises: list[Callable[[UUID], bool]] = []


def register(forum: Forum) -> None:
    """Called once from AppConfig.ready()."""
    _forum[:] = [forum]


def register_promise(holds: Callable[[UUID], bool]) -> None:
    """Called once from AppConfig.ready(). `holds`: is the thread with this key made of words said under a promise?"""
    if holds not in _promises:
        _promises.append(holds)


def places(who: Grants) -> list[Place]:
    return _forum[0].places(who)


def begin(who: Grants, place: str, *, title: str, html: str, label: Label, nonce: UUID) -> UUID:
    """The key of the thread."""
    return _forum[0].begin(who, place, title=title, html=html, label=label, nonce=nonce)


def promised(key: UUID) -> bool:
    return any(holds(key) for holds in _promises)
