"""Workbooks that look alike: a sheet that says how, a head that stays, cells to fill in that are seen at once."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from community.library import workbooks
from community.library.papers import layout, look
from community.library.papers.furniture import SHARED

START = "Start here"
INPUT, BAND, RULE, INK, QUIET, DEEP = "#FDF4E0", "#E3EFEC", "#CFC8BA", "#1F2430", "#5A6170", "#174945"
NUMBERS = {
    "money": '"$"#,##0;[Red]-"$"#,##0', "count": "#,##0", "number": "#,##0.0", "percent": "0.0%",
    "date": "mmm d, yyyy",
}  # fmt: skip
WIDTHS = {"label": 34, "text": 22, "note": 44, "choice": 14}
BY_HAND = {"text", "choice", *NUMBERS}  # columns in which what is not a formula is there to be typed over
LETTER_PAPER = 1
LINE, ROOM = 15, 5  # points: a line of 11 pt, and the air around it


def write(sheets: Sequence[dict[str, Any]], *, title: str, how: Sequence[str] = ()) -> bytes:
    """`how`: what the first sheet says, line by line; without it there is none."""
    pages = layout.pages(list(sheets))
    book: workbooks.Book = {page.name: page.values() for page in pages}
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as made:
        made.set_properties({"title": title, "author": "", "created": look.WRITTEN})
        made.formats[0].set_font_name(look.FONT)
        hand = Hand(made, title)
        if how:
            hand.explain(title, how)
        for page in pages:
            hand.draw(page, book)
    return kept.getvalue()


class Hand:
    """Writes into one workbook; the same look is one format, however often it is used."""

    def __init__(self, book: Workbook, title: str) -> None:
        self.book, self.title = book, title
        self.known: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self.known:
            plain = {"font_name": look.FONT, "font_size": 11, "font_color": INK, "valign": "top"}
            self.known[key] = self.book.add_format(plain | wanted)
        return self.known[key]

    def explain(self, title: str, how: Sequence[str]) -> None:
        sheet = self.sheet(START)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 92)
        sheet.set_row(0, 32)
        sheet.write(0, 0, title, self.style(bold=True, font_size=18, font_color=DEEP))
        sheet.set_row(1, LINE + ROOM)
        sheet.write(1, 0, "{{ school_name }}, {{ school_year }}", self.style(font_color=DEEP, bg_color=BAND))
        sheet.write_blank(1, 1, None, self.style(bg_color=BAND))
        for number, line in enumerate(how, start=1):
            sheet.set_row(number + 2, height([(line, 92)]) + ROOM)
            sheet.write(number + 2, 0, number, self.style(align="left", font_color=DEEP, bold=True))
            sheet.write(number + 2, 1, line, self.style(text_wrap=True))
        legend = len(how) + 4
        sheet.write_blank(legend, 0, None, self.style(bg_color=INPUT, border=1, border_color=RULE))
        sheet.write(
            legend, 1, "Cells of this color are yours to fill in. Everything else works itself out.", self.style()
        )

    def sheet(self, name: str) -> Any:
        made = self.book.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(LETTER_PAPER)
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.75)
        made.set_header(f"&L&9{self.title.replace('&', '&&')}")
        made.set_footer(f"&L&9{SHARED}&R&9Page &P of &N")
        return made

    def draw(self, page: layout.Page, book: workbooks.Book) -> None:
        sheet = self.sheet(page.name)
        widths = [column.get("width") or WIDTHS.get(column["as"], 13) for column in page.columns]
        sheet.set_row(0, 28)
        sheet.write(0, 0, page.title, self.style(bold=True, font_size=16, font_color=DEEP))
        if page.note:
            sheet.write(1, 0, page.note, self.style(italic=True, font_color=QUIET))
            sheet.set_row(1, LINE + ROOM)
        head = page.head - 1
        sheet.set_row(head, height(list(zip((column["head"] for column in page.columns), widths, strict=True))))
        for place, column in enumerate(page.columns):
            sheet.set_column(place, place, widths[place])
            sheet.write(head, place, column["head"], self.header(column["as"]))
            if "choices" in column and page.rows:
                allowed = {"validate": "list", "source": column["choices"]}
                sheet.data_validation(head + 1, place, head + len(page.rows), place, allowed)
        for row in page.rows:
            told = [] if row.kind in {"heading", "remark"} else list(zip(row.cells, widths, strict=True))
            sheet.set_row(row.number - 1, height(told))
            for place, given in enumerate(row.cells):
                form = row.forms[place] or page.columns[place]["as"]
                put(sheet, row.number - 1, place, given, self.cell(row.kind, form, given), book, page.name)
        sheet.freeze_panes(page.head, 1)
        sheet.repeat_rows(head)

    def header(self, form: str) -> Any:
        side = "right" if form in NUMBERS else "left"
        return self.style(
            bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=f"#{look.PINE}", align=side, indent=1
        )

    def cell(self, kind: str, form: str, given: Any) -> Any:
        if kind == "heading":
            return self.style(bold=True, bg_color=BAND, font_color=DEEP, indent=1)
        if kind == "remark":
            return self.style(italic=True, font_color=QUIET, indent=1)
        wanted: dict[str, Any] = {"text_wrap": form not in NUMBERS, "align": "left", "indent": 1}
        if form in NUMBERS:
            wanted |= {"num_format": NUMBERS[form], "align": "right"}
        if kind == "total":
            return self.style(bold=True, top=1, top_color=f"#{look.PINE}", **wanted)
        if form in BY_HAND and given is not None and not is_formula(given):
            return self.style(bg_color=INPUT, border=1, border_color=RULE, **wanted)
        if form == "note":
            return self.style(font_color=QUIET, bottom=1, bottom_color=RULE, **wanted)
        return self.style(bottom=1, bottom_color=RULE, **wanted)


def height(cells: Sequence[tuple[Any, float]]) -> float:
    """Of a row, in points: Excel finds it out by itself, others do not."""
    lines = [
        math.ceil(len(text) * 0.92 / (width - 1.5))
        for text, width in cells
        if isinstance(text, str) and text[:1] != "="
    ]
    return LINE * max([1, *lines]) + ROOM


def put(sheet: Any, row: int, column: int, given: Any, style: Any, book: workbooks.Book, name: str) -> None:
    if is_formula(given):
        sheet.write_formula(row, column, given, style, workbooks.value(book, name, given))
    elif given is None or given == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(given, date):
        sheet.write_datetime(row, column, given, style)
    else:
        sheet.write(row, column, given, style)


def is_formula(given: Any) -> bool:
    return isinstance(given, str) and given.startswith("=")
