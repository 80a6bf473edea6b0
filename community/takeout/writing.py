"""The archive itself: one page to read, one JSON file a section for programs, and the files. Written to disk as it is
read, so that it costs no memory however much somebody wrote."""

from __future__ import annotations

import html
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils import timezone

from community.files import names
from community.takeout.sources import Source, Words
from moderation.access.standing import in_words

MOST_FILE_BYTES = 2 * 2**30  # of one archive: beyond it files are listed, not packed

STYLE = """
body { font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { padding: 1rem 0; border-top: 1px solid #ddd6ca; } h1 { line-height: 1.2; } h3 { margin: 0; font-size: 1rem; }
.meta { color: #616876; font-size: .9375rem; margin: 0; }
blockquote { border-left: 3px solid #ddd6ca; padding-left: 1rem; }
pre { white-space: pre-wrap; } img { max-width: 100%; } nav a { margin-right: 1rem; }
"""


class Writer:
    """Into one ZIP file at `target`."""

    def __init__(self, target: IO[bytes], title: str) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.title = title
        self.packed = 0
        self.left_out: list[str] = []

    def write(self, sources: list[Source], member_id: int) -> None:
        with self.zip, tempfile.TemporaryFile("w+", encoding="utf-8") as page:
            page.write(self.head(sources))
            for source in sources:
                page.write(f'<h2 id="{source.name}">{html.escape(source.heading)}</h2>')
                self.section(source, source.read(member_id), page)
            page.write(self.foot())
            self.copy(page, "index.html")

    def section(self, source: Source, words: Iterator[Words], page: IO[str]) -> None:
        count = 0
        with tempfile.TemporaryFile("w+", encoding="utf-8") as data:
            data.write("[")
            for one in words:
                files = [self.pack(source.name, one.id, f.name, f.path) for f in one.files]
                data.write(("," if count else "") + "\n" + self.as_json(one, files))
                page.write(self.as_html(one, files))
                count += 1
            data.write("\n]\n")
            self.copy(data, f"{source.name}.json")
        if not count:
            page.write("<p>Nothing.</p>")

    def pack(self, section: str, owner: str, name: str, path: Path) -> str:
        """Its place in the archive; empty when it had to be left out."""
        place = f"files/{section}/{owner}/{names.tidy(name, names.ending(name))}"
        size = path.stat().st_size if path.is_file() else None
        if size is None or self.packed + size > MOST_FILE_BYTES:
            self.left_out.append(name)
            return ""
        self.packed += size
        self.zip.write(path, place, compress_type=zipfile.ZIP_STORED)
        return place

    def copy(self, source: IO[str], place: str) -> None:
        source.seek(0)
        with self.zip.open(place, "w") as target:
            while piece := source.read(256 * 1024):
                target.write(piece.encode())

    def head(self, sources: list[Source]) -> str:
        links = "".join(f'<a href="#{s.name}">{html.escape(s.heading)}</a>' for s in sources)
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(self.title)}</title>'
            f"<style>{STYLE}</style><h1>{html.escape(self.title)}</h1>"
            f'<p class="meta">Everything you wrote, as of {in_words(timezone.now())}. What others wrote stays '
            f"with them. The same for programs lies beside this page as JSON.</p><nav>{links}</nav>"
        )

    def foot(self) -> str:
        if not self.left_out:
            return ""
        lines = "".join(f"<li>{html.escape(name)}</li>" for name in self.left_out)
        return f"<h2>Files that are not in here</h2><p>They were too large together, or are gone.</p><ul>{lines}</ul>"

    @staticmethod
    def as_json(one: Words, files: list[str]) -> str:
        kept = {"id": one.id, "at": one.at.isoformat() if one.at else None, "where": one.where, "title": one.title}
        facts = {**kept, "text": one.text, "html": one.html, "files": [f for f in files if f], **one.facts}
        return json.dumps(facts, ensure_ascii=False)

    @staticmethod
    def as_html(one: Words, files: list[str]) -> str:
        at = f"{timezone.localtime(one.at):%B %d, %Y, %H:%M}" if one.at else ""
        links = "".join(
            f'<li><a href="{html.escape(f)}">{html.escape(f.rpartition("/")[2])}</a></li>' for f in files if f
        )
        title = f"<h3>{html.escape(one.title)}</h3>" if one.title else ""
        meta = " · ".join(html.escape(part) for part in (one.where, at) if part)
        return f'<article>{title}<p class="meta">{meta}</p>{one.html}{f"<ul>{links}</ul>" if links else ""}</article>'
