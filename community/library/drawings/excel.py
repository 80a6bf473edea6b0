"""Workbooks as tables."""

from __future__ import annotations

import datetime
import html
import io
import re
from typing import Any

import openpyxl

from community.files.apart import Answer
from community.library.drawings import extents, tables

MAX_SHEETS = 8

_CURRENCY = re.compile(r"\[\$([^\]-]*)|\$")


def draw(content: bytes) -> Answer:
    """Values as they were last calculated: nothing is calculated here."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    drawn = [f"<h2>{html.escape(sheet.title)}</h2>{tables.table(sheet_rows(sheet))}" for sheet in sheets[:MAX_SHEETS]]
    return {"html": "".join(drawn), "extent": extents.counted(len(sheets), "sheet")}, []


def sheet_rows(sheet: Any) -> list[list[str]]:
    rows = sheet.iter_rows(max_row=tables.MAX_ROWS, max_col=tables.MAX_COLUMNS)
    return [[shown(cell.value, cell.number_format or "") for cell in row] for row in rows]


def shown(value: object, number_format: str) -> str:
    """A cell as a person would write it; the exact look is Excel's business."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return number(value, number_format)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return str(value)[: tables.MAX_CELL]


def number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value:.1%}".replace(".0%", "%")
    decimals = 2 if ".0" in number_format or value % 1 else 0
    grouped = "," if "," in number_format else ""
    sign, amount = ("-" if value < 0 else ""), format(abs(value), f"{grouped}.{decimals}f")
    return f"{sign}{currency(number_format)}{amount}"


def currency(number_format: str) -> str:
    """Written as `"$"#,##0`, or with a language as `[$€-407]`."""
    match = _CURRENCY.search(number_format)
    return (match[1] or "$") if match else ""
