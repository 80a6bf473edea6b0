"""Where the cells of a declared sheet stand: rows get their numbers, and formulas say rows by name.

In a formula `{here}` is its own row, `{prev}` the one above, `D{section}` the column from the last heading or total
to the row above, and `{rent}` the row whose first cell ends in `@rent`, in whichever sheet that is. A plain row that
is shorter than the columns is filled up with the formulas of the columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

NAMED = re.compile(r" ?@(\w+)$")
SECTION = re.compile(r"([A-Z]+)\{section\}")
NAME = re.compile(r"\{(\w+)\}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
HEADING, TOTAL = "# ", "= "


@dataclass(slots=True)
class Row:
    """One row below the head. `kind`: heading, total, remark (one sentence across the sheet) or plain."""

    kind: str
    number: int
    cells: list[Any]  # values, formulas, or None where nothing is to be written
    forms: list[str]  # how each cell is shown, where it differs from its column


@dataclass(slots=True)
class Page:
    """One sheet, ready to be written."""

    name: str
    title: str
    note: str
    columns: list[dict[str, Any]]
    rows: list[Row]

    @property
    def head(self) -> int:
        """The number of the row that says what the columns are."""
        return 3 if self.note else 2

    def values(self) -> list[list[Any]]:
        """As the formulas see it."""
        above = [[self.title], *([[self.note]] if self.note else []), [column["head"] for column in self.columns]]
        return above + [row.cells for row in self.rows]


def pages(sheets: list[dict[str, Any]]) -> list[Page]:
    names: dict[str, int] = {}
    laid = [page(sheet, names) for sheet in sheets]
    for one in laid:
        begin = one.head + 1
        for row in one.rows:
            row.cells = [formula(cell, names, row.number, begin) for cell in row.cells]
            if row.kind in {"heading", "total"}:
                begin = row.number + 1
    return laid


def page(sheet: dict[str, Any], names: dict[str, int]) -> Page:
    made = Page(sheet["name"], sheet.get("title", sheet["name"]), sheet.get("note", ""), sheet["columns"], [])
    for given in sheet["rows"]:
        again = given.get("repeat", 1) if isinstance(given, dict) else 1
        for _ in range(again):
            made.rows.append(row(given["row"] if isinstance(given, dict) else given, made, names))
    return made


def row(given: list[Any], page: Page, names: dict[str, int]) -> Row:
    number = page.head + 1 + len(page.rows)
    label, *others = given
    kind = "plain"
    if isinstance(label, str):
        named = NAMED.search(label)
        if named:
            names[named[1]] = number
            label = label[: named.start()]
        kind = {HEADING: "heading", TOTAL: "total"}.get(label[:2], "plain")
        label = label.removeprefix(HEADING).removeprefix(TOTAL)
    rest = page.columns[len(given) :]
    cells = [label, *others, *(column.get("formula") if kind == "plain" else None for column in rest)]
    if kind == "plain" and all(cell is None for cell in cells[1:]):
        kind = "remark"
    forms = [cell["as"] if isinstance(cell, dict) else "" for cell in cells]
    return Row(kind, number, [day(cell["is"] if isinstance(cell, dict) else cell) for cell in cells], forms)


def day(cell: Any) -> Any:
    return date.fromisoformat(cell) if isinstance(cell, str) and DAY.fullmatch(cell) else cell


def formula(cell: Any, names: dict[str, int], here: int, begin: int) -> Any:
    if not isinstance(cell, str) or not cell.startswith("="):
        return cell
    known = {**names, "here": here, "prev": here - 1}
    cell = SECTION.sub(lambda found: f"{found[1]}{begin}:{found[1]}{here - 1}", cell)
    return NAME.sub(lambda found: str(known[found[1]]), cell)
