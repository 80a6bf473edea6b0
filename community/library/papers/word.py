"""Markdown as a Word document that looks like one: for the starter library and the demo.

Beside Markdown: `{{ a_field }}`, `- [ ]` a box to check, `____` a line to write on, a paragraph all in italics is
advice, `>` a callout, `<!-- widths: 1 3 2 -->` above a table says how wide its columns are, and `<!-- new page -->`
what it says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from docx import Document as WordFile
from docx.shared import Inches
from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.library.papers import furniture, inline, look, numbering, tables

WIDTHS = re.compile(r"<!-- widths: ([\d. ]+) -->")
NEW_PAGE = "<!-- new page -->"
_markdown = MarkdownIt("commonmark").enable("table")


def write(source: str, *, title: str, landscape: bool = False) -> bytes:
    document = WordFile()
    wide = look.dress(document, landscape=landscape)
    numbering.prepare(document)
    about(document, title)
    tokens = _markdown.parse(source)
    writer = Writer(document, wide)
    for token in tokens:
        writer.take(token)
    furniture.write(document, heading(tokens), wide=wide)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def about(document: Any, title: str) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.comments, facts.language = title[:255], "", "", "en-US"
    facts.created = facts.modified = look.WRITTEN


def heading(tokens: list[Token]) -> list[Token]:
    return next((after.children or [] for token, after in pairwise(tokens) if token.type == "heading_open"), [])


class Writer:
    """Takes one token after the other and remembers where it is: in which list, in a quotation, in a table."""

    def __init__(self, document: Any, wide: float) -> None:
        self.document, self.wide = document, wide
        self.style = ""  # of a heading
        self.lists: list[int] = []  # the numbers of the lists we are in, outermost first
        self.fresh = False  # at the beginning of a list's item
        self.quoted = False
        self.rows: list[list[tables.Cell]] | None = None
        self.widths: list[float] | None = None
        self.turns = False  # what comes next stands on a page of its own

    def take(self, token: Token) -> None:
        act = getattr(self, token.type, None)
        if act is not None:
            act(token)

    def heading_open(self, token: Token) -> None:
        self.style = f"Heading {min(int(token.tag[1]), 3)}"

    def heading_close(self, _token: Token) -> None:
        self.style = ""

    def bullet_list_open(self, _token: Token) -> None:
        self.lists.append(numbering.begin(self.document, numbering.BULLETS))

    def ordered_list_open(self, token: Token) -> None:
        start = int(token.attrs.get("start", 1))
        self.lists.append(numbering.begin(self.document, numbering.NUMBERS, start=start))

    def bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()

    ordered_list_close = bullet_list_close

    def list_item_open(self, _token: Token) -> None:
        self.fresh = True

    def blockquote_open(self, _token: Token) -> None:
        self.quoted = True

    def blockquote_close(self, _token: Token) -> None:
        self.quoted = False

    def html_block(self, token: Token) -> None:
        self.turns = token.content.startswith(NEW_PAGE)
        found = WIDTHS.match(token.content)
        self.widths = [float(share) for share in found[1].split()] if found else None

    def table_open(self, _token: Token) -> None:
        self.rows = []

    def table_close(self, _token: Token) -> None:
        tables.write(self.document, self.rows or [], wide=self.wide, widths=self.widths)
        self.rows = self.widths = None

    def tr_open(self, _token: Token) -> None:
        if self.rows is not None:
            self.rows.append([])

    def inline(self, token: Token) -> None:
        children = token.children or []
        if self.rows is not None:
            self.rows[-1].append(children)
        elif self.lists:
            self.item(children)
        else:
            inline.write(self.paragraph(self.plain(children)), children, margin=self.wide)

    def paragraph(self, style: str) -> Any:
        made = look.wear(self.document.add_paragraph(), style)
        if self.turns:
            made.paragraph_format.page_break_before = True
            self.turns = False
        return made

    def plain(self, children: list[Token]) -> str:
        if self.style:
            return self.style
        if self.quoted:
            return "Callout"
        return "Advice" if all_italic(children) else "Normal"

    def item(self, children: list[Token]) -> None:
        boxed = children and children[0].content.startswith("[ ] ")
        if boxed:
            paragraph = self.paragraph("Check")
            look.wear(paragraph.add_run(inline.BOX), "Box")
            paragraph.add_run("\t")
            children = [children[0].copy(content=children[0].content[4:]), *children[1:]]
        elif self.fresh:
            paragraph = self.paragraph("List Bullet")
            numbering.belong(paragraph, self.lists[-1], len(self.lists) - 1)
        else:  # a second paragraph of the same item
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = Inches(0.25 * len(self.lists))
        self.fresh = False
        inline.write(paragraph, children, margin=self.wide)

    def hr(self, _token: Token) -> None:
        """Three dashes: a line to write on."""
        inline.line(self.paragraph("Writing Line"), self.wide)


def all_italic(children: list[Token]) -> bool:
    said = [child for child in children if child.type != "text" or child.content]
    marks = [place for place, child in enumerate(said) if child.type in {"em_open", "em_close"}]
    return marks == [0, len(said) - 1]


def fields(source: str) -> Iterator[str]:
    """The fields of a source, in order."""
    return (found[0][3:-3] for found in inline.FIELD.finditer(source))
