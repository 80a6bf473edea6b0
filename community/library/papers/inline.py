"""The runs of a paragraph: bold, italic, fields, boxes to check and lines to write on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Inches
from markdown_it.token import Token

from community.library.papers import look

FIELD = re.compile(r"\{\{ (?:[a-z][a-z0-9_]*|each [a-z ]+: [a-z ]+|if [a-z ]+|end if) \}\}")
PIECES = re.compile(rf"({FIELD.pattern}|_{{4,}}|\[ \])")
BOX = "☐"
LONG = 16  # underscores; a last line of at least so many goes on to the margin
NO_BREAK = "\u00a0"


def write(paragraph: Any, children: list[Token], *, margin: float | None = None) -> None:
    """`margin`: where, in inches, a last line to write on ends; none inside a table."""
    bold = italic = False
    pieces = list(flat(children))
    for place, (kind, text) in enumerate(pieces):
        if kind == "strong":
            bold = text == "open"
        elif kind == "em":
            italic = text == "open"
        elif kind == "break":
            paragraph.add_run().add_break()
        elif margin is not None and place == len(pieces) - 1 and len(text) >= LONG and not text.strip("_"):
            line(paragraph, margin)
        else:
            add(paragraph, text, bold=bold, italic=italic)


def line(paragraph: Any, margin: float) -> None:
    """From here to the margin, to write on."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(margin), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    paragraph.add_run("\t")


def add(paragraph: Any, text: str, *, bold: bool, italic: bool) -> None:
    if FIELD.fullmatch(text):
        run = look.wear(paragraph.add_run(text), "Field")
    elif text == "[ ]":
        run = look.wear(paragraph.add_run(BOX), "Box")
    elif text.startswith("____"):
        run = look.wear(paragraph.add_run(NO_BREAK * 2 * len(text)), "Blank")
    else:
        run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None


def flat(children: list[Token]) -> Iterator[tuple[str, str]]:
    """(kind, text) in order; kind is strong, em, break or text."""
    for child in children:
        name, _, side = child.type.partition("_")
        if name in {"strong", "em"}:
            yield name, side
        elif child.type == "hardbreak":
            yield "break", ""
        elif child.type == "softbreak":
            yield "text", " "
        elif child.content:
            for piece in PIECES.split(child.content):
                if piece:
                    yield "text", piece
