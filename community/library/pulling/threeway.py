"""Two texts that began as one, put together again block by block; where both changed the same, somebody chooses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "ours", "theirs", "conflict"]
Blocks = Sequence[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring blocks, where they stand in each of the three, and who changed them since the base."""

    kind: Kind
    base: slice
    ours: slice
    theirs: slice


def stretches(base: Blocks, ours: Blocks, theirs: Blocks) -> list[Stretch]:
    """In reading order, all blocks of the three in them. What both changed alike is `ours`: nobody need choose."""
    found: list[Stretch] = []
    at = (0, 0, 0)
    for place, length in kept_by_both(base, ours, theirs):
        found += between(base, ours, theirs, [slice(i, j) for i, j in zip(at, place, strict=True)])
        at = (place[0] + length, place[1] + length, place[2] + length)
        if length:
            found.append(Stretch("same", *(slice(i, j) for i, j in zip(place, at, strict=True))))
    return found


def kept_by_both(base: Blocks, ours: Blocks, theirs: Blocks) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Where a run of the base stands unchanged in both others, and how long it is; the end of all three, at last."""
    mine, other = (SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks() for text in (ours, theirs))
    i = j = 0
    while i < len(mine) and j < len(other):
        a, b = mine[i], other[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield (start, a.b + start - a.a, b.b + start - b.a), end - start
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1
    yield (len(base), len(ours), len(theirs)), 0


def between(base: Blocks, ours: Blocks, theirs: Blocks, at: list[slice]) -> Iterator[Stretch]:
    """Of one gap between runs that both kept. As many blocks in all three: one by one, so that two neighbours, each
    changed by another hand, do not meet in a conflict."""
    lengths = {place.stop - place.start for place in at}
    if lengths == {0}:
        return
    parts = [at]
    if len(lengths) == 1:
        parts = [[slice(p.start + n, p.start + n + 1) for p in at] for n in range(lengths.pop())]
    for part in parts:
        was, mine, other = (list(text[place]) for text, place in zip((base, ours, theirs), part, strict=True))
        yield Stretch(who_changed(was, mine, other), *part)


def who_changed(was: Blocks, mine: Blocks, other: Blocks) -> Kind:
    if mine == other:
        return "same" if mine == was else "ours"
    if other == was:
        return "ours"
    return "theirs" if mine == was else "conflict"
