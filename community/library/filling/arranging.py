"""What an answer does to whole lines: rows come as often as there are entries, parts stay or go.

Documents and texts have the same rules and different lines, which are found before anything is put in: an answer that
looks like one of these marks is a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from community.library.filling.marks import Mark
from community.library.filling.names import Value, entries

Line = TypeVar("Line")

KEEPS = {("if", "yes"): True, ("if", "no"): False, ("unless", "yes"): False, ("unless", "no"): True}


def group_of(marks: Iterable[Mark], values: Mapping[str, Value]) -> str:
    """The rows these marks belong to, if they were answered: the first ones, where a line mixes two."""
    return next((m.field.name for m in marks if m.column >= 0 and entries_of(values, m.field.name)), "")


def entries_of(values: Mapping[str, Value], name: str) -> list[list[str]]:
    return entries(values[name].text) if name in values else []


def plain(marks: Iterable[Mark], values: Mapping[str, Value]) -> Iterator[tuple[Mark, Value]]:
    """What is put in where nothing repeats."""
    for mark in marks:
        if mark.column < 0 and not mark.role and mark.field.name in values:
            yield mark, values[mark.field.name]


def of_entry(
    marks: Iterable[Mark], values: Mapping[str, Value], group: str, entry: Sequence[str]
) -> Iterator[tuple[Mark, Value]]:
    """What is put in into one row of many. What an entry does not say is left empty."""
    for mark in marks:
        if mark.column >= 0 and mark.field.name == group:
            yield mark, Value(entry[mark.column] if mark.column < len(entry) else "")
        elif mark.column < 0:
            yield from plain([mark], values)


def parts(
    lines: Iterable[tuple[Line, Sequence[Mark]]], values: Mapping[str, Value]
) -> Iterator[tuple[bool, list[Line]]]:
    """(stays, lines) of each answered part with its two ends. Parts lie behind each other: one that is never closed, or
    has another one in it, is no part."""
    opened: str | None = None
    name, inside = "", list[Line]()
    for line, marks in lines:
        role = marks[0].role if marks else ""
        if role in ("if", "unless"):
            opened, name, inside = (role, marks[0].field.name, [line]) if opened is None else (None, "", [])
        elif opened is not None:
            inside.append(line)
            if role == "end":
                said = values[name].text if name in values else ""
                if (opened, said) in KEEPS:
                    yield KEEPS[opened, said], inside
                opened = None
