"""What changed between two texts, in whole words, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "taken", "skipped"]

NEAR = 3  # lines that stay beside what changed
MOST_WORDS = 20_000  # beyond it two texts are compared by paragraph only: difflib takes quadratic time
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_PARAGRAPHS = re.compile(r"\n+|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    kind: Kind
    text: str


def between(before: str, after: str) -> list[Piece]:
    """The pieces in reading order. Those that are not `taken`, joined, are `after`; not `added`: `before`."""
    short = len(before.split()) + len(after.split()) <= MOST_WORDS
    pattern = _WORDS if short else _PARAGRAPHS
    old, new = pattern.findall(before), pattern.findall(after)
    pieces: list[Piece] = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=not short).get_opcodes():
        if how == "equal":
            add(pieces, "same", old[i:j])
        else:
            add(pieces, "taken", old[i:j])
            add(pieces, "added", new[k:m])
    return pieces


def add(pieces: list[Piece], kind: Kind, words: list[str]) -> None:
    if words:
        pieces.append(Piece(kind, "".join(words)))


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The same without long stretches in which nothing changed; a `skipped` piece says how many lines there were."""
    short: list[Piece] = []
    for place, piece in enumerate(pieces):
        lines = piece.text.split("\n")
        first, last = (0 if place == 0 else NEAR), (0 if place == len(pieces) - 1 else NEAR)
        left = len(lines) - first - last
        if piece.kind != "same" or left <= NEAR:
            short.append(piece)
            continue
        if first:
            short.append(Piece("same", "\n".join(lines[:first]) + "\n"))
        short.append(Piece("skipped", str(left)))
        if last:
            short.append(Piece("same", "\n".join(lines[-last:])))
    return short
