"""Workbooks that we write: with the values of their formulas, so that a preview and a phone show them, too.

A workbook keeps each formula with its last value; openpyxl writes only the formula. What is calculated here is what
our own sheets use: sums, differences, products and quotients of cells, and SUM over a range.
"""

from __future__ import annotations

import ast
import io
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.utils.cell import range_boundaries
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_cell_to_rowcol

Rows = Sequence[Sequence[Any]]
Book = dict[str, Rows]
SIGNS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
ELSEWHERE = r"(?:(?:'([^']+)'|(\w+))!)?"
CELL = re.compile(ELSEWHERE + r"\$?([A-Z]{1,2})\$?(\d+)")
SUM = re.compile(rf"SUM\({ELSEWHERE}\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\)")


def write(book: Book) -> bytes:
    """Plain sheets, the first row in bold."""
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as made:
        bold = made.add_format({"bold": True})
        for name, rows in book.items():
            page = made.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                for column, given in enumerate(row):
                    style = bold if number == 0 else None
                    if isinstance(given, str) and given.startswith("="):
                        page.write_formula(number, column, given, style, value(book, name, given))
                    else:
                        page.write(number, column, given, style)
    return kept.getvalue()


def value(book: Book, sheet: str, formula: str) -> float:
    """What this formula of this sheet comes to. Raises ValueError for what is not one of ours."""
    plain = SUM.sub(lambda found: repr(total(book, sheet, found)), formula.removeprefix("="))
    plain = CELL.sub(lambda found: f"({at(book, found[1] or found[2] or sheet, found[3] + found[4])!r})", plain)
    return calculated(ast.parse(plain, mode="eval").body)


def total(book: Book, sheet: str, found: re.Match[str]) -> float:
    left, top, right, bottom = range_boundaries(f"{found[3]}{found[4]}:{found[5]}{found[6]}")
    place = found[1] or found[2] or sheet
    columns = range(left - 1, right)
    return sum(cell(book, place, row, column) for row in range(top - 1, bottom) for column in columns)


def at(book: Book, sheet: str, name: str) -> float:
    return cell(book, sheet, *xl_cell_to_rowcol(name))


def cell(book: Book, sheet: str, row: int, column: int) -> float:
    """Empty cells and words count nothing, as in a SUM."""
    rows = book[sheet]
    given = rows[row][column] if row < len(rows) and column < len(rows[row]) else 0
    if isinstance(given, str):
        return value(book, sheet, given) if given.startswith("=") else 0
    return given or 0


def calculated(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            return SIGNS[type(op)](calculated(left), calculated(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -calculated(operand)
        case _:
            raise ValueError(f"Not one of our formulas: {ast.unparse(node)}")
