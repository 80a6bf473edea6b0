"""Lines of a plain text or of Markdown, and a text made of lines of two."""

from __future__ import annotations

from community.files import texts
from community.files.findings import Refused
from community.library.filling.package import TOO_LONG

MOST = 400_000  # characters


def lines(content: bytes) -> list[str]:
    """Raises Refused."""
    text = texts.decoded(content, MOST + 1)
    if len(text) > MOST:
        raise Refused(TOO_LONG)
    return text.replace("\r\n", "\n").split("\n")


def written(rows: list[str]) -> bytes:
    return "\n".join(rows).encode()
