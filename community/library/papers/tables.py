"""Tables: as wide as the text, columns as wide as what stands in them, a first row that comes again on each page."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches
from markdown_it.token import Token

from community.library.papers import inline, look

Cell = list[Token]
INCH_A_LETTER = 0.073  # of 9.5 pt
PADDING = 0.2
FOR_HANDS = 16  # letters' worth of room in a column that is filled in by hand
MOST = 60  # longer than this a cell is read in lines anyway
SMALL = 6  # rows
LONGEST_WORD = 20  # what is longer may break


def write(document: Any, rows: list[list[Cell]], *, wide: float, widths: list[float] | None = None) -> None:
    """The first row is the head; when it is empty there is none, and the first column says what is what."""
    headed = any(cell for cell in rows[0])
    shown = rows if headed else rows[1:]
    columns = max(map(len, rows))
    labelled = not any(text(row[0]) for row in rows[:1])
    inches = given(widths, wide) if widths and len(widths) == columns else fitted(rows, wide)
    table = document.add_table(rows=0, cols=columns)
    table._tbl.tblStyle_val = "SharedTable"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    mark(table, headed=headed, labelled=labelled)
    for column, width in zip(table.columns, inches, strict=True):
        column.width = Inches(width)
    for place, row in enumerate(shown):
        line(table, row, inches, head=headed and place == 0, labelled=labelled)
    if len(shown) <= SMALL:  # a place to sign is not torn in two
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    look.wear(document.add_paragraph(), "Gap")


def line(table: Any, row: list[Cell], inches: list[float], *, head: bool, labelled: bool) -> None:
    made = table.add_row()
    properties = made._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    elif any(not cell for cell in row):  # somebody will write here
        made.height, made.height_rule = Inches(0.28), WD_ROW_HEIGHT_RULE.AT_LEAST
    for place, (cell, content, width) in enumerate(zip(made.cells, row, inches, strict=False)):
        cell.width = Inches(width)
        paragraph = cell.paragraphs[0]
        look.wear(paragraph, "Cell Head" if head or (labelled and place == 0) else "Cell")
        inline.write(paragraph, content)


def mark(table: Any, *, headed: bool, labelled: bool) -> None:
    shown = table._tbl.tblPr.find(qn("w:tblLook"))
    for name, on in {"firstRow": headed, "firstColumn": labelled, "noHBand": True, "noVBand": True}.items():
        shown.set(qn(f"w:{name}"), str(int(on)))
    for name in ("lastRow", "lastColumn"):
        shown.set(qn(f"w:{name}"), "0")
    shown.set(qn("w:val"), f"{0x0600 + 0x20 * headed + 0x80 * labelled:04X}")


def given(widths: list[float], wide: float) -> list[float]:
    return [wide * share / sum(widths) for share in widths]


def fitted(rows: list[list[Cell]], wide: float) -> list[float]:
    """In inches. Each column holds its longest word; what is left goes to those with most to say."""
    columns = [[text(row[n]) if n < len(row) else "" for row in rows] for n in range(max(map(len, rows)))]
    least = [longest_word(column) * INCH_A_LETTER + PADDING for column in columns]
    spare = wide - sum(least)
    if spare <= 0:
        return given(least, wide)
    more = [max(0.1, asked(column) * INCH_A_LETTER + PADDING - low) for column, low in zip(columns, least, strict=True)]
    return [low + spare * wish / sum(more) for low, wish in zip(least, more, strict=True)]


def longest_word(column: list[str]) -> int:
    return max((min(len(word), LONGEST_WORD) for cell in column for word in cell.split()), default=4)


def asked(column: list[str]) -> float:
    """In letters: long texts get less than they would like."""
    filled = [cell for cell in column[1:] if cell]
    if filled and all(cell == "[ ]" for cell in filled):
        return 6
    if not filled:
        return FOR_HANDS
    return float(max(min(max(map(len, filled)), MOST) ** 0.9, len(column[0]) / 2))


def text(cell: Cell) -> str:
    """As it stands there; a field is one word, however many it is made of."""
    whole = "".join(piece for kind, piece in inline.flat(cell) if kind == "text")
    return inline.FIELD.sub(lambda found: found[0].replace(" ", "_"), whole).strip()
