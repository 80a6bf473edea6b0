"""What a PDF says, page by page."""

from __future__ import annotations

import pypdfium2


def words_of(content: bytes) -> list[str]:
    """The text of each page, in the order in which it was drawn."""
    file = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in file]
    finally:
        file.close()
