"""Rows of an Excel workbook. Runs apart (community/files/apart.py): the file is a stranger's."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl

from community.files import packages
from community.files.apart import Answer
from community.files.findings import Refused

MAX_ROWS = 20_100
MAX_COLUMNS = 60
MAX_CELL = 2_000


def rows(content: bytes) -> Answer:
    """Of the first visible sheet that has any. Formulas are not calculated: what was last seen in the cell counts."""
    facts, _ = packages.examine(content)
    if facts["kind"] != "excel":
        raise Refused("This is not a spreadsheet. Save it as .xlsx or .csv and try again.")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    notes: list[str] = []
    hidden = sum(sheet.sheet_state != "visible" for sheet in book.worksheets)
    if hidden:
        notes.append(f"{counted(hidden, 'hidden sheet')} {'was' if hidden == 1 else 'were'} left out.")
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found: list[tuple[int, list[str]]] = []
    for number, sheet in enumerate(visible):
        found = sheet_rows(sheet)
        if found:
            others = len(visible) - number - 1
            if others:
                notes.append(f"Only the sheet “{sheet.title}” was read; {counted(others, 'sheet')} after it not.")
            break
    return {"rows": found, "notes": notes}, []


def sheet_rows(sheet: Any) -> list[tuple[int, list[str]]]:
    cells = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    read = ((line, [shown(value) for value in row]) for line, row in enumerate(cells, start=1))
    return [(line, row) for line, row in read if any(row)]


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:MAX_CELL]
