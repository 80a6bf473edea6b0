"""The kinds of traces a file can hold, in words, and what can be done about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

LONGEST = 80  # characters of what is shown of a trace
TRACKED, UNREAD = "tracked", "unread"
# kind → what it is called
NAMES = {
    "author": "Written by",
    "editor": "Last changed by",
    "company": "School or company",
    "manager": "Manager",
    "template": "Where its template lies",
    "path": "Where it lay on a computer",
    "about": "Keywords and remarks",
    "title": "The name it had on a computer",
    "custom": "Further properties",
    "thumbnail": "A picture of how it looked before",
    "comments": "Comments",
    TRACKED: "Tracked changes",
    "hidden_text": "Hidden text",
    "kept_data": "Data kept beside the text",
    "notes": "Speaker notes",
    "hidden_sheets": "Hidden sheets",
    "hidden_rows": "Hidden rows or columns",
    "hidden_slides": "Hidden slides",
    "photo_place": "Where a photo was taken",
    "camera": "The camera, and who took a photo",
    "shares": "Links into somebody’s file storage",
    UNREAD: "Not looked through",
}
# What we cannot take out without breaking the file → what the person can do.
BY_HAND = {
    "hidden_sheets": "Unhide them in Excel, delete what nobody should see, and bring the file again.",
    "hidden_rows": "Unhide them in Excel, delete what nobody should see, and bring the file again.",
    "hidden_slides": "Delete them in PowerPoint if nobody should see them, and bring the file again.",
    "shares": "They show whose storage it is. Take the links out in the program it was written in if that matters.",
    UNREAD: "This file is too long or too unusual to be looked through here. Look at its properties yourself.",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """One kind of trace in one file. `gone`: pictures lose it when they come in."""

    kind: str
    count: int = 1
    words: str = ""
    gone: bool = False

    @property
    def name(self) -> str:
        return NAMES[self.kind]

    @property
    def advice(self) -> str:
        return BY_HAND.get(self.kind, "")

    @property
    def can_go(self) -> bool:
        return not self.gone and self.kind not in BY_HAND


class Found:
    """Gathers traces while a file is read: each kind once, with the first words and how many there are."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.words: dict[str, str] = {}

    def add(self, kind: str, words: str | None = "", count: int = 1) -> None:
        if count < 1:
            return
        self.counts[kind] = self.counts.get(kind, 0) + count
        said = " ".join((words or "").split())
        if said and not self.words.get(kind):
            self.words[kind] = said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"

    def value(self, kind: str, words: str | None) -> None:
        """Something that is only a trace when it says anything."""
        if words and words.strip():
            self.add(kind, words)

    def facts(self, *, gone: bool = False) -> list[dict[str, Any]]:
        ordered = [kind for kind in NAMES if kind in self.counts]
        return [asdict(Trace(kind, self.counts[kind], self.words.get(kind, ""), gone)) for kind in ordered]


def read(facts: Iterable[Mapping[str, Any]]) -> Iterator[Trace]:
    """As they were kept."""
    for fact in facts:
        if fact.get("kind") in NAMES:
            words = str(fact.get("words", ""))[:LONGEST]
            yield Trace(fact["kind"], int(fact.get("count", 1)), words, bool(fact.get("gone")))
