"""What a file can be attached to. Apps register how to ask whether somebody may read it; the files app knows none."""

from __future__ import annotations

from collections.abc import Callable

from moderation.access.grants import Grants

Readable = Callable[[Grants, str], bool]
_subjects: dict[str, Readable] = {}


def register(kind: str, readable: Readable) -> None:
    """Called once from AppConfig.ready()."""
    _subjects[kind] = readable


def may_read(who: Grants, kind: str, subject: str) -> bool:
    """An unknown kind is for nobody."""
    readable = _subjects.get(kind)
    return readable is not None and readable(who, subject)


def registered() -> frozenset[str]:
    return frozenset(_subjects)
