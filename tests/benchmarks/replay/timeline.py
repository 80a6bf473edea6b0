"""What one client holds of one room: a cursor, and everything it was told, in the order in which it took it.

The rules are those of static/js/live/timeline.js. States are shared between clients; each keeps only a list of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Shown:
    """One state of one message."""

    id: str
    seq: int
    rev: int
    mark: str


class Heard(Enum):
    NEW = "new"
    REPEAT = "repeat"
    GAP = "gap"


class Timeline:
    """Complete from the first message on: it begins at 0, before anything was said."""

    __slots__ = ("ahead", "cursor", "held", "room")

    def __init__(self, room: str) -> None:
        self.room = room
        self.forget()

    def forget(self) -> None:
        self.cursor = 0
        self.held: list[Shown] = []
        self.ahead: dict[int, Shown] = {}

    def hear(self, shown: Shown) -> Heard:
        """One live frame."""
        if shown.rev <= self.cursor or shown.rev in self.ahead:
            return Heard.REPEAT
        if shown.rev > self.cursor + 1:
            self.ahead[shown.rev] = shown
            return Heard.GAP
        self.held.append(shown)
        self.move_to(shown.rev)
        return Heard.NEW

    def catch_up(self, states: Iterable[Shown], rev: int) -> int:
        """Everything after the cursor as the server read it at one moment; returns how many were not heard before."""
        fresh = [shown for shown in states if shown.rev > self.cursor]
        first_heard = sum(1 for shown in fresh if shown.rev not in self.ahead)
        self.held += fresh
        self.move_to(max(rev, self.cursor))
        return first_heard

    def move_to(self, rev: int) -> None:
        self.cursor = rev
        for known in sorted(self.ahead):
            if known > self.cursor + 1:
                return
            self.held.append(self.ahead.pop(known))
            self.cursor = max(self.cursor, known)

    def view(self) -> list[Shown]:
        """As it is drawn: each message in its newest state, in the order in which they were said."""
        newest: dict[str, Shown] = {}
        for shown in self.held:
            known = newest.get(shown.id)
            if known is None or shown.rev > known.rev:
                newest[shown.id] = shown
        return sorted(newest.values(), key=lambda shown: shown.seq)
