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
from PIL import Image, ImageDraw, ImageFont

from community.library.papers import front, sheets, word

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
    earlier: bytes  # of the version before, where there is one

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
    about, body = front.split(text)
    makers: dict[str, Callable[[str], bytes]] = {
        "docx": lambda source: word.write(source, title=about["title"]), "pdf": pdf, "md": plainly,
    }  # fmt: skip
    make = makers[about["format"]]
    return paper(about, about["format"], make(body), earlier=make(before(body)))


def before(body: str) -> str:
    """The version before: its last section was not written yet."""
    head, mark, _ = body.rpartition("\n## ")
    return head if mark else body


def plainly(source: str) -> bytes:
    return source.strip().encode()


def from_sheets(about: dict[str, Any]) -> Paper:
    return paper(about, "xlsx", sheets.write(about["sheets"], title=about["title"]))


def paper(about: dict[str, Any], ending: str, content: bytes, *, earlier: bytes = b"") -> Paper:
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
        earlier=earlier or content,
    )


CATEGORIES = {"family letters": "letters"}


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
    for piece in words:
        if len(line) + len(piece) + 1 > width:
            lines.append(line)
            line = piece
        else:
            line = f"{line} {piece}".strip()
    return [(part, size) for part in [*lines, line]]
