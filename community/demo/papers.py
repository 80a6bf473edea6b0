"""The demo's documents: Markdown and JSON turned into real Word, Excel and PDF files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from docx import Document as WordFile
from markdown_it import MarkdownIt
from PIL import Image, ImageDraw, ImageFont

from community.library import workbooks

PAGE = (1240, 1754)  # A4 at 150 dpi
FONT = ImageFont.load_default


@dataclass(frozen=True, slots=True)
class Paper:
    """One document with its file."""

    title: str
    category: str
    summary: str
    by: str
    versions: int
    note: str
    hours_ago: float
    file_name: str
    content: bytes

    @property
    def kept(self) -> int:
        """At most two versions lie in the demo; the earlier ones are history."""
        return min(self.versions, 2)


def all_of(folder: Path) -> Iterator[Paper]:
    for path in sorted(folder.glob("*.md")):
        yield from_markdown(path.read_text(encoding="utf-8"))
    for path in sorted(folder.glob("*.json")):
        yield from_sheets(json.loads(path.read_text(encoding="utf-8")))


def from_markdown(text: str) -> Paper:
    _, front, body = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    about = dict(line.split(":", 1) for line in front.strip().splitlines() if ":" in line)
    about = {key.strip(): value.strip().strip('"') for key, value in about.items()}
    makers: dict[str, Callable[[str], bytes]] = {"docx": word, "pdf": pdf, "md": plainly}
    return paper(about, about["format"], makers[about["format"]](body))


def plainly(source: str) -> bytes:
    return source.strip().encode()


def from_sheets(about: dict[str, Any]) -> Paper:
    return paper(about, "xlsx", workbooks.write({sheet["name"]: sheet["rows"] for sheet in about["sheets"]}))


def paper(about: dict[str, Any], ending: str, content: bytes) -> Paper:
    return Paper(
        title=about["title"],
        category=CATEGORIES.get(about["category"], about["category"]),
        summary=about["summary"],
        by=about["by"],
        versions=int(about["versions"]),
        note=about["note"],
        hours_ago=float(about["hours_ago"]),
        file_name=f"{slugify(about['title'])}.{ending}",
        content=content,
    )


CATEGORIES = {"family letters": "letters"}


def word(source: str) -> bytes:
    """Headings, paragraphs, lists and tables; inline marks as Word runs."""
    document = WordFile()
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    style = "Normal"
    row: list[list[str]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            style = f"Heading {token.tag[1]}"
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            style = "List Bullet" if token.type.startswith("bullet") else "List Number"
        elif token.type in {"heading_close", "bullet_list_close", "ordered_list_close"}:
            style = "Normal"
        elif token.type == "table_open":
            row = []
        elif token.type == "table_close":
            table(document, row or [])
            row = None
        elif token.type == "tr_open" and row is not None:
            row.append([])
        elif token.type == "inline":
            if row is not None:
                row[-1].append(token.content)
            else:
                runs(document.add_paragraph(style=style), token.children or [])
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def runs(paragraph: Any, children: list[Any]) -> None:
    bold = italic = False
    for child in children:
        if child.type in {"strong_open", "strong_close"}:
            bold = child.type == "strong_open"
        elif child.type in {"em_open", "em_close"}:
            italic = child.type == "em_open"
        elif child.type in {"softbreak", "hardbreak"}:
            paragraph.add_run(" ")
        elif child.content:
            run = paragraph.add_run(child.content)
            run.bold, run.italic = bold, italic


def table(document: Any, rows: list[list[str]]) -> None:
    drawn = document.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
    for row in rows:
        cells = drawn.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text


def pdf(source: str) -> bytes:
    """Plain pages drawn as pictures: enough for a preview, and no other library."""
    pages: list[Image.Image] = []
    lines = [line for block in source.strip().splitlines() for line in wrapped(block)]
    for start in range(0, len(lines), 52):
        page = Image.new("RGB", PAGE, "white")
        pen = ImageDraw.Draw(page)
        for number, (text, size) in enumerate(lines[start : start + 52]):
            pen.text((130, 120 + number * 29), text, fill="#1f2430", font=FONT(size))
        pages.append(page)
    kept = io.BytesIO()
    pages[0].save(kept, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return kept.getvalue()


def wrapped(block: str) -> list[tuple[str, float]]:
    size = 34.0 if block.startswith("# ") else 27.0 if block.startswith("#") else 21.0
    text = re.sub(r"^#+ |\*\*", "", block)
    width = int(1900 / size)
    words, lines, line = text.split(), [], ""
    for word_ in words:
        if len(line) + len(word_) + 1 > width:
            lines.append(line)
            line = word_
        else:
            line = f"{line} {word_}".strip()
    return [(part, size) for part in [*lines, line]]
