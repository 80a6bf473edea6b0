"""Markdown, CSV and other plain texts."""

from __future__ import annotations

import csv
import html
import io

from community.files import texts
from community.files.apart import Answer
from community.library.drawings import extents, tables
from community.text import documents, plain

MAX_CHARACTERS = 200_000


def markdown(content: bytes) -> Answer:
    text = texts.decoded(content, MAX_CHARACTERS)
    return {"html": documents.from_markdown(text), "extent": length(text)}, []


def plain_text(content: bytes) -> Answer:
    text = texts.decoded(content, MAX_CHARACTERS)
    return {"html": f"<pre>{html.escape(plain.clean(text))}</pre>", "extent": length(text)}, []


def csv_table(content: bytes) -> Answer:
    text = plain.clean(texts.decoded(content, MAX_CHARACTERS))
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)  # Excel writes semicolons wherever the comma is decimal
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    drawn = [[cell[: tables.MAX_CELL] for cell in row[: tables.MAX_COLUMNS]] for row in rows[: tables.MAX_ROWS]]
    return {
        "html": tables.table(drawn, heading=1),
        "extent": extents.counted(len(rows), "row") if whole(text) else f"more than {len(rows):,} rows",
    }, []


def length(text: str) -> str:
    pages = extents.about_pages(text)
    return pages if whole(text) else pages.replace("about", "more than")


def whole(text: str) -> bool:
    return len(text) < MAX_CHARACTERS
