"""JSON read element by element, so that each has its line and one that is broken costs only itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DECODER = json.JSONDecoder(strict=False)  # a raw line break inside a string is bad manners, not a lost message
GAP = re.compile(r"[\s,]*")
NEXT_LINE = re.compile(r"\n([ \t]*)\{")
NEXT_OBJECT = re.compile(r"[\]}]\s*,\s*\{")
LISTS = ("messages", "zerver_message")
LIST_START = re.compile(r'"(?:messages|zerver_message)"\s*:\s*\[')
NOT_JSON = "not JSON"


@dataclass(frozen=True, slots=True)
class Found:
    """One element and the line it begins in; or what is wrong there."""

    line: int
    value: Any = None
    problem: str = ""


class Document:
    """One JSON text: what stands around its list of messages (`head`), and the elements of that list.

    Without a list the head is the whole text. Raises ValueError for what is no JSON at all.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.head: dict[str, Any] = {}
        self.list_at: int | None = None
        self.lines = False
        start = GAP.match(text).end()  # type: ignore[union-attr]
        if text.startswith("[", start):
            self.list_at = start
        elif not text.startswith("{", start):
            raise ValueError(NOT_JSON)
        elif self.is_lines(start):
            self.lines = True
        else:
            self.walk(start)

    def is_lines(self, start: int) -> bool:
        """JSON Lines: the first line is an object of its own, and another one follows."""
        end = self.text.find("\n", start)
        return end > 0 and self.text[start:end].rstrip().endswith("}") and self.text[end:].lstrip().startswith("{")

    def walk(self, at: int) -> None:
        """Key by key through the outer object, up to the list."""
        try:
            while True:
                at = GAP.match(self.text, at + 1).end()  # type: ignore[union-attr]
                if self.text.startswith("}", at):
                    return
                key, at = DECODER.raw_decode(self.text, at)
                at = GAP.match(self.text, self.text.index(":", at) + 1).end()  # type: ignore[union-attr]
                if key in LISTS and self.text.startswith("[", at):
                    self.list_at = at
                    return
                self.head[key], at = DECODER.raw_decode(self.text, at)
                at -= 1
        except (ValueError, RecursionError):
            found = LIST_START.search(self.text)
            if found is None:
                raise ValueError(NOT_JSON) from None
            self.list_at = found.end() - 1

    def elements(self) -> Iterator[Found]:
        if self.lines:
            return self.of_lines()
        if self.list_at is None:
            return iter([Found(1, self.head)])
        return elements(self.text, self.list_at)

    def of_lines(self) -> Iterator[Found]:
        for number, line in enumerate(self.text.split("\n"), 1):
            if line.strip():
                try:
                    yield Found(number, DECODER.decode(line))
                except (ValueError, RecursionError):
                    yield Found(number, problem=NOT_JSON)


def elements(text: str, at: int) -> Iterator[Found]:
    """Of the list that opens at this place."""
    at, counted, line = at + 1, 0, 1
    while True:
        at = GAP.match(text, at).end()  # type: ignore[union-attr]
        line, counted = line + text.count("\n", counted, at), at
        if at >= len(text):
            yield Found(line, problem="the file ends in the middle")
            return
        if text[at] == "]":
            return
        try:
            value, end = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield Found(line, problem=NOT_JSON)
            end = after_the_broken(text, at)
            if end is None:
                return
            at = end
            continue
        yield Found(line, value)
        at = end


def after_the_broken(text: str, at: int) -> int | None:
    """Where the next element begins: a brace on a line of its own as far in as this one, or one after a comma."""
    indent = text[text.rfind("\n", 0, at) + 1 : at]
    if not indent.strip():
        for found in NEXT_LINE.finditer(text, at):
            if found[1] == indent:
                return found.end() - 1
        return None
    found_ = NEXT_OBJECT.search(text, at)
    return found_.end() - 1 if found_ else None
