"""What the other process does with three files of one template (community/files/apart.py): it says where the original
and ours went different ways, or puts them together.

What it is given begins with a line of JSON: their kind, how long each is, and what was chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from community.files.apart import Answer
from community.files.findings import Refused
from community.library.pulling import word, writing
from community.library.pulling.threeway import Kind, Stretch, stretches, who_changed

KINDS = frozenset({"word", "text"})
MOST_CHANGES = 150
MOST_BLOCKS = 12_000
MOST_SHOWN = 6_000  # characters of one change
TOO_MUCH = "So much has changed in the original that it cannot be pulled in piece by piece."


def given(kind: str, contents: Sequence[bytes], choices: Sequence[str] = ()) -> bytes:
    """`contents`: what ours was made from, ours, the original now."""
    head = {"kind": kind, "lengths": [len(one) for one in contents], "choices": list(choices)}
    return json.dumps(head).encode() + b"\n" + b"".join(contents)


def taken(together: bytes) -> tuple[dict[str, Any], list[bytes]]:
    line, _, rest = together.partition(b"\n")
    head, contents, start = dict(json.loads(line)), [], 0
    for length in head["lengths"]:
        contents.append(rest[start : start + length])
        start += length
    return head, contents


def look(together: bytes) -> Answer:
    """Each change of the original, in reading order, and how many of ours it leaves alone."""
    head, contents = taken(together)
    files, blocks = opened(head["kind"], contents)
    found = split(blocks)
    changes = [shown(one, kind, blocks, files) for one, kind in found if kind in {"theirs", "conflict"}]
    if len(changes) > MOST_CHANGES:
        raise Refused(TOO_MUCH)
    return {"changes": changes, "kept": sum(kind == "ours" for _, kind in found)}, []


def put_together(together: bytes) -> Answer:
    """`choices`: of each change, in the order of `look`: "ours", "theirs" or "both"."""
    head, contents = taken(together)
    files, blocks = opened(head["kind"], contents)
    choices, made = iter(head["choices"]), []
    for one, kind in split(blocks):
        choice = next(choices, "ours") if kind in {"theirs", "conflict"} else "ours"
        if choice in {"ours", "both"}:
            made += [("ours", place) for place in range(one.ours.start, one.ours.stop)]
        if choice in {"theirs", "both"}:
            made += [("theirs", place) for place in range(one.theirs.start, one.theirs.stop)]
    return {}, [assembled(files, blocks, made)]


def opened(kind: str, contents: list[bytes]) -> tuple[list[word.Paper], list[list[str]]]:
    """The Word files, where they are some; and of each file its blocks."""
    if kind == "word":
        papers = [word.Paper(content) for content in contents]
        return papers, [paper.blocks for paper in papers]
    return [], [writing.lines(content) for content in contents]


def split(blocks: list[list[str]]) -> list[tuple[Stretch, Kind]]:
    """Who changed the words of each stretch: an empty line more or less is no change that anybody is asked about."""
    if max(map(len, blocks)) > MOST_BLOCKS:
        raise Refused(TOO_MUCH)
    return [(one, who_changed(*[rows(text, at) for text, at in of_each(one, blocks)])) for one in stretches(*blocks)]


def of_each(one: Stretch, blocks: list[list[str]]) -> Iterator[tuple[list[str], slice]]:
    return zip(blocks, (one.base, one.ours, one.theirs), strict=True)


def rows(text: list[str], at: slice) -> list[str]:
    return [row for row in text[at] if row.strip()]


def shown(one: Stretch, kind: Kind, blocks: list[list[str]], files: list[word.Paper]) -> dict[str, Any]:
    was, ours, theirs = ("\n".join(rows(text, at))[:MOST_SHOWN] for text, at in of_each(one, blocks))
    loses = bool(files) and word.loses(files[2].elements[one.theirs])
    return {"conflict": kind == "conflict", "was": was, "ours": ours, "theirs": theirs, "loses": loses}


def assembled(files: list[word.Paper], blocks: list[list[str]], made: list[tuple[str, int]]) -> bytes:
    if not files:
        return writing.written([blocks[1 if whose == "ours" else 2][place] for whose, place in made])
    _, ours, theirs = files
    links, own = theirs.links(), ours.links()
    return ours.of([
        ours.elements[place] if whose == "ours" else word.carried(theirs.elements[place], links, own)
        for whose, place in made
        if whose == "ours" or word.may_stand_alone(theirs.elements[place])
    ])  # fmt: skip
