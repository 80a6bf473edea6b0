"""From bytes to a table, whatever program wrote them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from community.files import apart, names
from community.files.findings import Refused
from community.text import plain
from moderation.lists.headings import is_heading

MAX_BYTES = 8 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 500
XLSX_SECONDS = 20

EMPTY = "This file has no rows. Check that it was saved, and try again."
TOO_LARGE = "A list can be up to 8 MB. Split it, and bring the parts one by one."
TOO_LONG = f"A list can have up to {MAX_ROWS:,} rows. Split it, and bring the parts one by one."
NOT_A_LIST = "This is not a list we can read. Save it as .csv or .xlsx, or paste the addresses into a .txt file."
NO_ADDRESS = "There is no email address in this file."

# Name <address>, or an address, or whatever else stands between two commas.
_PERSON = re.compile(r"""([^<>,;]*)<([^<>]*)>|([^<>,;]+)""")
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+\.[^\s<>()\[\],;:\"]+")
Row = tuple[int, list[str]]  # the line in the file, as a spreadsheet counts it, and its cells


@dataclass(slots=True)
class Table:
    """`rows` are what stands below the header; `notes` say in sentences what was left out or guessed."""

    header: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        return {"header": self.header, "rows": [[line, *cells] for line, cells in self.rows], "notes": self.notes}

    @classmethod
    def from_stored(cls, stored: dict[str, Any]) -> Table:
        rows = [(int(row[0]), [str(cell) for cell in row[1:]]) for row in stored["rows"]]
        return cls(list(stored["header"]), rows, list(stored["notes"]))


def read(name: str, content: bytes) -> Table:
    """Raises Refused with a sentence."""
    if len(content) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    if not content.strip():
        raise Refused(EMPTY)
    ending = names.ending(name)
    if ending in {".xlsx", ".xls"} or content.startswith(b"PK\x03\x04"):
        return from_workbook(content)
    if ending not in {".csv", ".txt", ".tsv", ""}:
        raise Refused(NOT_A_LIST)
    notes: list[str] = []
    text = decoded(content, notes)
    lines = list(pasted(text) if is_pasted(text) else separated(text))
    return table(lines, notes)


# ---- text -----------------------------------------------------------------------------------------


def decoded(content: bytes, notes: list[str]) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("The file was read as one that Excel on Windows wrote. Check names with accents.")
        return content.decode("cp1252", "replace")


def is_pasted(text: str) -> bool:
    """Addresses one after the other, as mail programs copy them, rather than rows and columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    many = sum(len(ADDRESS.findall(line)) > 2 for line in lines[:50])
    named = "@" in lines[0] and sum("<" in line and "@" in line for line in lines[:50])
    single = all(re.fullmatch(rf"\s*{ADDRESS.pattern}[\s,;]*", line) for line in lines[:50])
    return many > 0 or single or named > len(lines[:50]) / 2


def pasted(text: str) -> Iterator[Row]:
    yield 1, ["Name", "Email"]
    for number, line in enumerate(text.splitlines(), start=1):
        before = ""  # a piece without an address: of "Last, First <address>", or nothing we can use
        for name, wrapped, bare in _PERSON.findall(line):
            if wrapped:
                yield number, [" ".join(f"{name} {before}".replace('"', " ").split()), wrapped.strip()]
                before = ""
            elif bare.strip() and "@" in bare:
                yield number, ["", bare.strip()]
            elif bare.strip():
                before = bare.strip()
        if before:
            yield number, ["", before]


def separated(text: str) -> Iterator[Row]:
    """CSV in whichever dialect: the separator is the one under which most rows have equally many cells."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise Refused(NOT_A_LIST) from error


def separator_of(text: str) -> str:
    sample = text[:100_000]

    def regularity(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
        widths.pop(0, None)
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        return (count if width > 1 else 0), width

    return max(",;\t|", key=regularity)


# ---- workbooks --------------------------------------------------------------------------------------


def from_workbook(content: bytes) -> Table:
    """In a process of its own, after the same look inside that every uploaded file gets."""
    try:
        facts, _ = apart.run("moderation.lists.workbooks:rows", content, seconds=XLSX_SECONDS)
    except apart.Failed as failed:
        raise Refused(NOT_A_LIST) from failed
    lines = [(int(line), [str(cell) for cell in cells]) for line, cells in facts["rows"]]
    return table(lines, [str(note) for note in facts["notes"]])


# ---- tables -----------------------------------------------------------------------------------------


def table(lines: Iterable[Row], notes: list[str]) -> Table:
    """Finds the header: a row that names columns above the first address, or else the row right above it."""
    rows = [(line, tidy(cells)) for line, cells in lines]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if not rows:
        raise Refused(EMPTY)
    if len(rows) > MAX_ROWS + 50:
        raise Refused(TOO_LONG)
    first = next((n for n, (_, cells) in enumerate(rows) if any(ADDRESS.search(cell) for cell in cells)), None)
    if first is None:
        raise Refused(NO_ADDRESS)
    width = max(len(cells) for _, cells in rows)
    if first == 0:
        notes.append("The list has no line with the names of its columns.")
        return Table([f"Column {n}" for n in range(1, width + 1)], padded(rows, width), notes)
    head = next((n for n in range(first) if is_heading(rows[n][1])), first - 1)
    if head:
        notes.append(f"{'One line' if head == 1 else f'{head} lines'} above the names of the columns were left out.")
    header = [cell or f"Column {n}" for n, cell in enumerate(padded([rows[head]], width)[0][1], start=1)]
    return Table(header, padded(rows[head + 1 :], width), notes)


def tidy(cells: list[str]) -> list[str]:
    found = [plain.clean_line(cell[: 4 * MAX_CELL])[:MAX_CELL] for cell in cells[:MAX_COLUMNS]]
    while found and not found[-1]:
        found.pop()
    return found


def padded(rows: list[Row], width: int) -> list[Row]:
    return [(line, cells + [""] * (width - len(cells))) for line, cells in rows]
