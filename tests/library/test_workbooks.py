"""Workbooks of ours show their sums wherever they are looked at, not only in Excel."""

from __future__ import annotations

import io

import openpyxl
import pytest

from community.library import workbooks
from community.library.drawings import excel

BOOK: workbooks.Book = {
    "Money in": [["Item", "Children", "Each", "Amount"], ["Tuition", 7, 10_800, "=B2*C2"], ["Fee", 12, "", "=B3*C3"]],
    "The year": [["In", "=SUM('Money in'!D2:D3)"], ["Out", 1_000.5], ["Left", "=$B$1-B2"], ["Share", "=-B2/(B1+2*B2)"]],
}


@pytest.mark.parametrize(
    ("sheet", "formula", "value"),
    [
        ("Money in", "=B2*C2", 75_600), ("Money in", "=B3*C3", 0), ("Money in", "=SUM(B2:B3)", 19),
        ("Money in", "=SUM(A1:D9)+1", 86_420), ("The year", "=SUM('Money in'!D2:D3)", 75_600),
        ("The year", "=B1-B2", 74_599.5), ("The year", "=B9", 0), ("The year", "=-B2/2", -500.25),
    ],
)  # fmt: skip
def test_what_a_formula_comes_to(sheet: str, formula: str, value: float) -> None:
    assert workbooks.value(BOOK, sheet, formula) == value


@pytest.mark.parametrize("formula", ["=IF(B2>1,1,2)", "=B2^2", "=NOW()", "=B2&C2", "=__import__", "="])
def test_what_is_not_one_of_ours_is_said_so(formula: str) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        workbooks.value(BOOK, "Money in", formula)


def test_a_workbook_keeps_its_formulas_and_shows_their_values() -> None:
    written = workbooks.write(BOOK)
    formulas = openpyxl.load_workbook(io.BytesIO(written))
    values = openpyxl.load_workbook(io.BytesIO(written), data_only=True)
    assert formulas["The year"]["B1"].value == "=SUM('Money in'!D2:D3)"
    assert values["The year"]["B3"].value == 74_599.5
    assert formulas["Money in"]["A1"].font.bold
    assert not formulas["Money in"]["A2"].font.bold
    drawn, _ = excel.draw(written)
    assert "75600" in drawn["html"]
