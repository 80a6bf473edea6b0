"""Plain texts: whether bytes are one, and in which of the three encodings people's programs write."""

from __future__ import annotations

import codecs
import re

from community.files.findings import Refused

NOT_TEXT = (
    "This does not look like a plain text file inside. "
    "Open it in the program it came from, save it as text (UTF-8) and try again."
)
MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".csv": "text/csv"}
PROPER_ENDING = {".text": ".txt", ".markdown": ".md"}

# Tabs and line ends are text, and old DOS programs end a file with 0x1A; the rest steers terminals.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_PIECE = 2**20


def examine(content: bytes) -> str:
    """The charset. Raises Refused."""
    charset = charset_of(content)
    if charset is None:
        raise Refused(NOT_TEXT)
    return charset


def charset_of(content: bytes) -> str | None:
    """UTF-16 only with its mark: without one, every second byte is NUL and any guess is a risk."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8", "windows-1252")
    return next((charset for charset in candidates if reads_as(content, charset)), None)


def reads_as(content: bytes, charset: str) -> bool:
    """Piece by piece: one emoji would make a whole string of 25 MB take 100."""
    decoder = codecs.getincrementaldecoder(charset)()
    try:
        for start in range(0, len(content), _PIECE):
            last = start + _PIECE >= len(content)
            if _CONTROL.search(decoder.decode(content[start : start + _PIECE], last)):
                return False
    except UnicodeDecodeError:
        return False
    return True


def decoded(content: bytes, most: int) -> str:
    """The beginning of a text that was examined."""
    charset = charset_of(content) or "windows-1252"
    return content[: 4 * most].decode(charset, "replace").removeprefix("\ufeff")[:most]
