"""The first pages of a PDF as pictures."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdfium2

from community.files.apart import Answer
from community.library.drawings import extents

MAX_PAGES = 10
MAX_WORDS = 20_000  # of one page
PAGE_WIDTH = 1000  # px
MAX_PAGE_HEIGHT = 3000  # px: some PDFs are one endless page
DRAWING_SECONDS = 3.0  # then the pages drawn so far have to do


def draw(content: bytes) -> Answer:
    document = pypdfium2.PdfDocument(content)
    until = time.monotonic() + DRAWING_SECONDS
    pages: list[bytes] = []
    words: list[str] = []
    for index in range(min(len(document), MAX_PAGES)):
        if time.monotonic() > until:
            break
        page = document[index]
        pages.append(page_picture(page))
        words.append(page.get_textpage().get_text_bounded(errors="replace")[:MAX_WORDS])
    return {"extent": extents.counted(len(document), "page"), "words": "\n".join(words)}, pages


def read(content: bytes) -> Answer:
    """The words of the same pages, without their pictures."""
    document = pypdfium2.PdfDocument(content)
    pages = (document[index] for index in range(min(len(document), MAX_PAGES)))
    return {
        "words": "\n".join(page.get_textpage().get_text_bounded(errors="replace")[:MAX_WORDS] for page in pages)
    }, []


def page_picture(page: Any) -> bytes:
    width, height = page.get_size()
    picture = page.render(scale=min(PAGE_WIDTH / width, MAX_PAGE_HEIGHT / height)).to_pil()
    target = io.BytesIO()
    picture.save(target, format="PNG")
    return target.getvalue()
