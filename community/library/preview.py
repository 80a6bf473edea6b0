"""Previews of documents, made once, when a version is shared. A file without one is just as welcome."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from pathlib import PurePath

from community.files import apart
from community.files.findings import Refused
from community.text import documents, plain

MAX_HTML = 500_000  # characters; about 150 printed pages
MAX_WORDS = 100_000
SECONDS = 6

_log = logging.getLogger(__name__)
_TASKS = {
    "word": "word:draw",
    "excel": "excel:draw",
    "slides": "slides:draw",
    "pdf": "pdf:draw",
    "text": "writing:plain_text",
}
_TEXT_TASKS = {".md": "writing:markdown", ".csv": "writing:csv_table"}
# Inside a document these lead to its other pages; here they would lead to ours.
_INNER_LINK = re.compile(r'<a href="(?!https?:|mailto:)[^"]*"[^>]*>', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a document page shows of a file before it is opened."""

    html: str = ""  # sanitized
    pages: list[bytes] = field(default_factory=list)  # PNG
    extent: str = ""  # "12 pages", "4 sheets", "about 3 pages"
    words: str = ""  # of what shows as pictures


def make(kind: str, content: bytes, *, name: str = "", task: str = "") -> Preview:
    """Never raises: when anything goes wrong there is no preview. `name` tells Markdown from other texts."""
    task = task or _TASKS.get(kind, "")
    if kind == "text":
        task = _TEXT_TASKS.get(PurePath(name).suffix.lower(), task)
    if not task:
        return Preview()
    try:
        facts, pages = apart.run(f"community.library.drawings.{task}", content, seconds=SECONDS)
    except (apart.Failed, Refused) as reason:
        _log.info("no preview of a %s file: %s", kind, reason)
        return Preview()
    return Preview(
        html=safe(str(facts.get("html", ""))),
        pages=list(pages),
        extent=str(facts.get("extent", ""))[:40],
        words=plain.clean(str(facts.get("words", "")))[:MAX_WORDS],
    )


def words_of(kind: str, content: bytes, name: str) -> str:
    """As many of its words as a preview would show, without drawing anything. Never raises."""
    task = "pdf:read" if kind == "pdf" else ""
    made = make(kind, content, name=name, task=task)
    return made.words or plain.lines_from_html(made.html)


def safe(markup: str) -> str:
    return _INNER_LINK.sub("<a>", documents.clean(markup[:MAX_HTML]))
