"""What the formulas of our own workbooks come to, so that a preview and a phone show their values, too.

A workbook keeps each formula with its last value; openpyxl writes only the formula. What is calculated here is what
our own sheets use: arithmetic, comparisons and the few functions below. `papers/sheets.py` writes the files.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl.utils.cell import range_boundaries
from xlsxwriter.utility import xl_cell_to_rowcol

Rows = Sequence[Sequence[Any]]
Book = dict[str, Rows]
Value = float | str
SIGNS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
COMPARED: dict[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., float]] = {
    "SUM": lambda *given: math.fsum(numbers(given)),
    "MIN": lambda *given: min(numbers(given), default=0),
    "MAX": lambda *given: max(numbers(given), default=0),
    "ROUND": lambda number, places: round(number, int(places)),
    "ROUNDUP": lambda number, places: math.ceil(number * 10**places) / 10**places,
    "COUNTA": lambda *given: sum(value != "" for value in flat(given)),
    "COUNTIF": lambda cells, wanted: sum(value == wanted for value in cells),
}
ELSEWHERE = r"(?:(?:'([^']+)'|(\w+))!)?"
CELL = re.compile(ELSEWHERE + r"\$?([A-Z]{1,2})\$?(\d+)\b")
RANGE = re.compile(rf"{ELSEWHERE}\$?([A-Z]{{1,2}})\$?(\d+):\$?([A-Z]{{1,2}})\$?(\d+)")
QUOTED = re.compile(r'("[^"]*")')
EQUAL = re.compile(r"(?<![<>=!])=(?!=)")
FIRST_DAY = date(1899, 12, 30)  # Excel counts days from here


def value(book: Book, sheet: str, formula: str) -> Value:
    """What this formula of this sheet comes to. Raises ValueError for what is not one of ours, or comes to nothing."""
    pieces = QUOTED.split(formula.removeprefix("="))
    plain = "".join(piece if piece.startswith('"') else filled(book, sheet, piece) for piece in pieces)
    found = calculated(ast.parse(plain.strip(), mode="eval").body)
    return 0 if found == "" and CELL.fullmatch(formula[1:]) else found  # an empty cell, asked for by itself, is zero


def filled(book: Book, sheet: str, piece: str) -> str:
    """With values where cells are named."""
    piece = EQUAL.sub("==", piece.replace("<>", "!="))
    piece = RANGE.sub(lambda found: repr(block(book, found[1] or found[2] or sheet, found)), piece)
    return CELL.sub(lambda found: f"({at(book, found[1] or found[2] or sheet, found[3] + found[4])!r})", piece)


def block(book: Book, sheet: str, found: re.Match[str]) -> list[Value]:
    left, top, right, bottom = range_boundaries(f"{found[3]}{found[4]}:{found[5]}{found[6]}")
    columns = range(left - 1, right)
    return [cell(book, sheet, row, column) for row in range(top - 1, bottom) for column in columns]


def at(book: Book, sheet: str, name: str) -> Value:
    return cell(book, sheet, *xl_cell_to_rowcol(name))


def cell(book: Book, sheet: str, row: int, column: int) -> Value:
    """A number, a word, or an empty word where nothing stands."""
    rows = book[sheet]
    given = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    if isinstance(given, str) and given.startswith("="):
        return value(book, sheet, given)
    if isinstance(given, date):
        return (given - FIRST_DAY).days
    return "" if given is None else given


def calculated(node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=int() | float() | str() as given):
            return given
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            return SIGNS[type(op)](number(left), number(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -number(operand)
        case ast.Call(func=ast.Name(id="IF"), args=[test, then, otherwise]):
            return calculated(then if calculated(test) else otherwise)
        case ast.Call(func=ast.Name(id=name), args=given) if name in FUNCTIONS:
            return FUNCTIONS[name](*map(argument, given))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARED:
            return COMPARED[type(op)](*alike(calculated(left), calculated(right)))
        case _:
            raise ValueError(f"Not one of our formulas: {ast.unparse(node)}")


def argument(node: ast.expr) -> Any:
    return [calculated(piece) for piece in node.elts] if isinstance(node, ast.List) else calculated(node)


def number(node: ast.expr) -> float:
    """Nothing counts as zero; Excel shows an error where a word is reckoned with."""
    found = calculated(node)
    if isinstance(found, str):
        if found:
            raise ValueError(f"{found!r} is no number")
        return 0
    return found


def alike(left: Value, right: Value) -> tuple[Value, Value]:
    """An empty cell equals nothing and zero."""
    if isinstance(left, str) != isinstance(right, str):
        return (0 if left == "" else left), (0 if right == "" else right)
    return left, right


def flat(given: Sequence[Any]) -> list[Value]:
    return [piece for value in given for piece in (value if isinstance(value, list) else [value])]


def numbers(given: Sequence[Any]) -> list[float]:
    return [piece for piece in flat(given) if not isinstance(piece, str)]
