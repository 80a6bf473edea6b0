"""Fields in Markdown and plain text, line by line. Runs apart (files/apart.py)."""

from __future__ import annotations

from collections.abc import Mapping

from community.files import texts
from community.files.findings import Refused
from community.library.filling.marks import Reader, put_in
from community.library.filling.names import Value
from community.library.filling.package import TOO_LONG

MOST_BYTES = 4 * 2**20


def find(content: bytes, reader: Reader) -> None:
    for line in lines(content):
        reader.marks(line)


def fill(content: bytes, reader: Reader, values: Mapping[str, Value]) -> bytes:
    """As UTF-8, with the line ends it came with."""
    return "".join(filled(line, reader, values) for line in lines(content)).encode()


def lines(content: bytes) -> list[str]:
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LONG)
    return texts.decoded(content, MOST_BYTES).splitlines(keepends=True)


def filled(line: str, reader: Reader, values: Mapping[str, Value]) -> str:
    marks = [mark for mark in reader.marks(line) if mark.field.name in values]
    return put_in([line], [(m.start, m.end, values[m.field.name].after(line[: m.start])) for m in marks])[0]
