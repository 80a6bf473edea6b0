"""Workbooks of ours show their sums wherever they are looked at, not only in Excel."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from community.library import workbooks
from community.library.drawings import excel
from community.library.papers import sheets

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
        ("The year", "=MIN(B1:B4)", -1_000.5 / 77_601), ("The year", "=MAX(0,B2)", 1_000.5),
        ("The year", "=IF(B2>1000,\"Yes\",\"No\")", "Yes"), ("The year", "=IF(B9=0,\"\",1/B9)", ""),
        ("The year", "=IF(A1<>\"In\",1,2)", 2), ("The year", "=ROUND(B2/3,0)", 334),
        ("The year", "=ROUNDUP(B2,0)", 1_001),
        ("Money in", "=COUNTIF(A1:A3,\"Fee\")", 1), ("Money in", "=COUNTA(C1:C3)", 2), ("Money in", "=A3", "Fee"),
    ],
)  # fmt: skip
def test_what_a_formula_comes_to(sheet: str, formula: str, value: float) -> None:
    assert workbooks.value(BOOK, sheet, formula) == value


@pytest.mark.parametrize(
    "formula", ["=VLOOKUP(B2,1)", "=B2^2", "=NOW()", "=B2&C2", "=__import__", "=", "=A2*2", "=B2.real"]
)
def test_what_is_not_one_of_ours_is_said_so(formula: str) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        workbooks.value(BOOK, "Money in", formula)


def test_what_has_no_value_stops_the_writing() -> None:
    with pytest.raises(ZeroDivisionError):
        workbooks.value(BOOK, "The year", "=B1/B9")


# ---- sheets ----------------------------------------------------------------------------------

COLUMNS = [
    {"head": "Item", "as": "label"}, {"head": "Children", "as": "count"}, {"head": "Each", "as": "money"},
    {"head": "Amount", "as": "money", "formula": "=B{here}*C{here}"},
]  # fmt: skip
SHEETS = [
    {
        "name": "Money in", "note": "An example.", "columns": COLUMNS,
        "rows": [["# Families"], ["Tuition @tuition", 7, 10_800], {"repeat": 2, "row": ["Fee", 1, 50]},
                 ["= All @all", None, None, "=SUM(D{section})"]],
    },
    {
        "name": "The year",
        "columns": [{"head": "What", "as": "label"}, {"head": "Value", "as": "count"}],
        "rows": [["First day @first", {"is": "2027-08-16", "as": "date"}],
                 ["A week before", {"is": "=B{prev}-7", "as": "date"}],
                 ["In", "='Money in'!D{all}"], ["Only a remark, as long as it likes to be."]],
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def written() -> bytes:
    return sheets.write(SHEETS, title="Fish & money", how=["Begin here."])


def test_rows_are_called_by_name_and_formulas_keep_their_values(written: bytes) -> None:
    formulas = openpyxl.load_workbook(io.BytesIO(written))
    values = openpyxl.load_workbook(io.BytesIO(written), data_only=True)
    assert formulas["Money in"]["D5"].value == "=B5*C5"
    assert formulas["Money in"]["D8"].value == "=SUM(D5:D7)"
    assert formulas["The year"]["B5"].value == "='Money in'!D8"
    assert (values["Money in"]["D8"].value, values["The year"]["B5"].value) == (75_700, 75_700)
    assert values["The year"]["B4"].value == datetime(2027, 8, 9)  # noqa: DTZ001 - Excel knows no zones
    assert "75700" in excel.draw(written)[0]["html"].replace(",", "")


def test_what_is_to_be_filled_in_is_seen_and_what_works_itself_out_is_not(written: bytes) -> None:
    page = openpyxl.load_workbook(io.BytesIO(written))["Money in"]
    colors = {name: page[name].fill.fgColor.rgb for name in ("B5", "C5", "D5", "D8")}
    assert colors["B5"] == colors["C5"] == f"FF{sheets.INPUT[1:]}"
    assert f"FF{sheets.INPUT[1:]}" not in (colors["D5"], colors["D8"])
    assert page["D5"].number_format.startswith('"$"')


def test_the_head_stays_and_the_first_sheet_says_how(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["Start here", "Money in", "The year"]
    assert "Begin here." in [cell.value for row in book["Start here"].iter_rows() for cell in row]
    assert (book["Money in"].freeze_panes, book["Money in"].print_title_rows) == ("B4", "$3:$3")
    assert book["Money in"]["A3"].font.bold
    assert book.properties.title == "Fish & money"
