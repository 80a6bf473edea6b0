"""Fields in Markdown and plain text, line by line. Runs apart (files/apart.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from community.files import texts
from community.files.findings import Refused
from community.library.filling.arranging import entries_of, group_of, of_entry, parts, plain
from community.library.filling.marks import Mark, Reader, put_in
from community.library.filling.names import Value
from community.library.filling.package import TOO_LONG

MOST_BYTES = 4 * 2**20


def find(content: bytes, reader: Reader) -> None:
    for line in lines(content):
        reader.marks(line)


def fill(content: bytes, reader: Reader, values: Mapping[str, Value]) -> bytes:
    """As UTF-8, with the line ends it came with."""
    found = [(line, reader.marks(line)) for line in lines(content)]
    gone: set[int] = set()
    for stays, inside in parts([(number, marks) for number, (_, marks) in enumerate(found)], values):
        gone |= {inside[0], inside[-1]} if stays else set(inside)
    kept = [one for number, one in enumerate(found) if number not in gone]
    return "".join(filled(line, marks, values) for line, marks in kept).encode()


def lines(content: bytes) -> list[str]:
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LONG)
    return texts.decoded(content, MOST_BYTES).splitlines(keepends=True)


def filled(line: str, marks: list[Mark], values: Mapping[str, Value]) -> str:
    """The line; or as many as its rows have entries."""
    group = group_of(marks, values)
    if not group:
        return with_answers(line, plain(marks, values))
    return "".join(
        with_answers(line if line.endswith(("\n", "\r")) else line + "\n", of_entry(marks, values, group, entry))
        for entry in entries_of(values, group)
    )


def with_answers(line: str, given: Iterable[tuple[Mark, Value]]) -> str:
    return put_in([line], [(mark.start, mark.end, value.after(line[: mark.start])) for mark, value in given])[0]
