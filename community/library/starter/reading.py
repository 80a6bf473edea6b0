"""The sources beside this file, made into documents: `*.md` become Word, `*.json` become Excel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from community.library.papers import front, sheets, word

FOLDER = Path(__file__).parent
STAGES = ("exploring", "designing", "launching", "running")


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: what its source says of it, and the source."""

    key: str
    about: dict[str, Any]
    body: Any

    @property
    def file_name(self) -> str:
        return f"{slugify(self.about['title'])[:90].strip('-')}.{self.about['format']}"

    @property
    def review_by(self) -> date:
        return date.fromisoformat(self.about["review_by"])

    def content(self) -> bytes:
        title = self.about["title"]
        if self.about["format"] == "xlsx":
            return sheets.write(self.body, title=title, how=self.about["how"])
        return word.write(self.body, title=title, landscape=self.about.get("page") == "landscape")


def papers() -> list[Paper]:
    """In the order of the shelf: what one needs first stands first."""
    return sorted(read(), key=lambda paper: (STAGES.index(paper.about["stage"]), paper.about["title"]))


def read() -> Iterator[Paper]:
    for path in FOLDER.glob("*.md"):
        about, body = front.split(path.read_text(encoding="utf-8"))
        yield Paper(path.stem, about, body)
    for path in FOLDER.glob("*.json"):
        about = json.loads(path.read_text(encoding="utf-8"))
        yield Paper(path.stem, about, about["sheets"])
