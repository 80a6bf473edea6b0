"""Blocks of a document on pages. Runs apart (files/apart.py): what is drawn came from a stranger's file."""

from __future__ import annotations

import json
import string
import unicodedata
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.errors import FPDFException
from fpdf.fonts import FontFace

from community.files.apart import Answer
from community.files.findings import Refused
from community.library.onpaper.reading import Block, Cell, Run, blocks
from community.text.typeface import FACES, INK, LINE, PINE, SLANTED_FACES, SOFT, Color, known, lay_in, use

MARGIN, BELOW = 22.0, 20.0  # millimeters
SIZE, STEP = 10.5, 5.2  # points, and millimeters from line to line
INDENT = 6.0
SIZES = {1: 19.0, 2: 14.0, 3: 11.5, 4: 10.5}
MOST_COLUMNS = 12
MOST_IN_CELL = 1_500  # characters: a row must fit on a page
DEEPEST = 8  # list in list, until they stop moving in
TINT: Color = (238, 243, 239)
# What the font has no sign for, said with those it has.
INSTEAD = {
    "☐": "[  ]", "☑": "[x]", "☒": "[x]", "✓": "x", "✔": "x", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "†": "*",
    "‑": "-", "№": "No.", "\u00ad": "", "\u200b": "", "\ufeff": "", "\t": "    ", "\u2028": "\n",
}  # fmt: skip
_ALWAYS = string.ascii_letters + string.digits + string.punctuation + " •…–"
_TABLE = str.maketrans(INSTEAD)

STRANGE = (
    "Your copy has signs that our PDF cannot show: {signs} "
    "Download your copy as it is, and save it as PDF in your own program."
)


def draw(given: bytes) -> Answer:
    """`given`: {"html", "title"}. Raises Refused when it holds signs that would be missing."""
    told: dict[str, str] = json.loads(given)
    read = blocks(plainly(told["html"]))
    title = plainly(told["title"])
    page = Paper(title)
    page.set_title(title)
    lay_in(page, (*FACES, *SLANTED_FACES), "".join(sorted(set(title + told["html"]) & known() | set(_ALWAYS))))
    page.add_page()
    for number, block in enumerate(read):
        put(page, block, first=number == 0)
    return {"pages": page.page}, [bytes(page.output())]


def plainly(text: str) -> str:
    """In signs the font has. Raises Refused for letters it has not: a name must not come out with holes."""
    said = unicodedata.normalize("NFC", text).translate(_TABLE)
    missing = sorted({sign for sign in said if sign not in known() and sign not in "\n\r"})
    if missing:
        raise Refused(STRANGE.format(signs=" ".join(missing[:5]) + "."))
    return said


class Paper(FPDF):
    """US letter, with the title and the number of the page below."""

    def __init__(self, title: str) -> None:
        super().__init__(orientation="portrait", unit="mm", format="letter")
        self.name = title
        self.set_margins(MARGIN, 20, MARGIN)
        self.set_auto_page_break(True, BELOW)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_text_color(*SOFT)
        use(self, "text", 8.5)
        self.cell(self.epw - 24, 5, shortened(self, self.name, self.epw - 26))
        self.cell(24, 5, f"{self.page_no()} of {{nb}}", align="R")

    @property
    def left_on_page(self) -> float:
        return float(self.page_break_trigger - self.get_y())


def shortened(page: FPDF, text: str, width: float) -> str:
    while page.get_string_width(text) > width:
        text = text[:-2].rstrip() + "…"
    return text


def put(page: Paper, block: Block, *, first: bool) -> None:
    page.set_text_color(*INK)
    if block.kind == "heading":
        heading(page, block, first=first)
    elif block.kind == "table":
        table(page, block.rows)
    elif block.kind == "rule":
        page.set_draw_color(*LINE)
        page.line(MARGIN, page.get_y() + 2, MARGIN + page.epw, page.get_y() + 2)
        page.ln(5)
    else:
        paragraph(page, block)


def heading(page: Paper, block: Block, *, first: bool) -> None:
    """Never alone at the end of a page."""
    size = SIZES[block.level]
    if page.left_on_page < size * 0.8 + 4 * STEP:
        page.add_page()
    elif not first:
        page.ln(3.5 if block.level < 3 else 2)
    page.set_text_color(*(PINE if block.level < 3 else INK))
    use(page, "strong", size)
    page.multi_cell(0, size * 0.46, block.text.strip(), align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(1.5)


def paragraph(page: Paper, block: Block) -> None:
    inset = INDENT * min(block.level, DEEPEST) + (INDENT if block.quoted else 0)
    if page.left_on_page < STEP:
        page.add_page()
    if block.mark:
        use(page, "text", SIZE)
        page.set_x(MARGIN + inset - INDENT)
        page.cell(INDENT, STEP, block.mark)
    page.set_left_margin(MARGIN + inset)
    page.set_x(MARGIN + inset)
    for run in block.runs:
        write(page, run, SOFT if block.quoted else INK)
    page.set_left_margin(MARGIN)
    page.ln(STEP)
    page.ln(0.8 if block.kind == "item" else 2.2)


def write(page: Paper, run: Run, color: Color) -> None:
    page.set_text_color(*(PINE if run.link else color))
    use(page, run.face, SIZE, run.line)
    page.write(STEP, run.text, run.link)


def table(page: Paper, rows: list[list[Cell]]) -> None:
    """Its first row again on each page. What no table can be made of is told as lines."""
    columns = max(sum(cell.wide for cell in row) for row in rows) if rows else 0
    longest = max((len(cell.text) for row in rows for cell in row), default=0)
    if not 0 < columns <= MOST_COLUMNS or longest > MOST_IN_CELL:
        lines(page, rows)
        return
    if page.left_on_page < 5 * STEP:
        page.add_page()
    page.ln(1)
    size = SIZE - 1 if columns < 6 else 8.0
    page.set_draw_color(*LINE)
    use(page, "text", size)
    try:
        drawn_table(page, rows, columns, size)
    except (FPDFException, ValueError, IndexError, TypeError, AttributeError):
        lines(page, rows)
    page.ln(3)


def drawn_table(page: Any, rows: list[list[Cell]], columns: int, size: float) -> None:
    head = FontFace(family="strong", fill_color=TINT, color=INK)
    with page.table(
        width=page.epw, col_widths=widths(rows, columns), line_height=size * 0.46, padding=1.4, align="L",
        text_align="L", borders_layout=TableBordersLayout.ALL, headings_style=head, first_row_as_headings=is_head(rows),
    ) as made:  # fmt: skip
        for left, row in zip(range(len(rows), 0, -1), rows, strict=True):
            line = made.row()
            for cell in row:
                style = head if cell.head else None
                line.cell(cell.text.strip(), colspan=cell.wide, rowspan=min(cell.high, left), style=style)


def is_head(rows: list[list[Cell]]) -> bool:
    return len(rows) > 1 and bool(rows[0]) and all(cell.head for cell in rows[0])


def widths(rows: list[list[Cell]], columns: int) -> tuple[float, ...]:
    """By the longest words of each column, within bounds: none is a sliver, none eats the page."""
    longest = [0] * columns
    for row in rows:
        at = 0
        for cell in row:
            if cell.wide == 1 and at < columns:
                longest[at] = max(longest[at], len(cell.text))
            at += cell.wide
    return tuple(float(min(max(length, 10), 60)) for length in longest)


def lines(page: Paper, rows: list[list[Cell]]) -> None:
    for row in rows:
        text = " | ".join(cell.text.strip().replace("\n", " ") for cell in row if cell.text.strip())
        if text:
            paragraph(page, Block("paragraph", runs=[Run(text)]))
