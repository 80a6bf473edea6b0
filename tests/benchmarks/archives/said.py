"""What readers make of an archive, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

MALFORMED = "malformed"
NOTICE = "a join, a call or another notice"
NO_WORDS = "no words"
REPEATED = "the same message again"


class NotSaid(Exception):
    """An element of an archive that is well made and nothing anybody said; the reason."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """Who reacted: `people` by key, or only how many."""

    emoji: str
    people: tuple[str, ...] = ()
    count: int = 0


@dataclass(slots=True)
class Said:
    """One message. Keys are the archive's own: `key` and `answers` within the room, `author` within the archive."""

    room: str
    author: str
    name: str
    body: str
    where: str = ""  # file:line
    key: str = ""
    answers: str = ""
    at: float = 0.0
    edited: bool = False
    first: str = ""  # the wording before it was edited, where the archive kept it
    deleted: bool = False
    reactions: tuple[Reaction, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """What an archive holds and nobody can say, with the place where it stands."""

    reason: str
    where: str


Entry = Said | Skipped
