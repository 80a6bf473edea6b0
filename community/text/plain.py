"""Plain text: what may be stored at all, and short summaries of what was written."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<(?:/p|/li|/h[1-6]|/blockquote|/pre|/t[hdr]|br|hr)\b[^>]*>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
# Controls that a database refuses (NUL) or that only make text lie about itself.
_CONTROLS = dict.fromkeys((*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0xFEFF), None)
# In names even the legitimate direction overrides are only good for impostors (Unicode TR 36).
_OVERRIDES = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), None)

# Fillers and selectors that Unicode counts as letters, marks or symbols, and nobody sees.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0")


def clean(text: str) -> str:
    """Storable text: Unicode NFC, \\n line ends, no control characters, no half surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    text = text.encode("utf-8", "replace").decode() if not text.isascii() else text
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line, without direction overrides: for names and titles."""
    return _SPACE.sub(" ", clean(text).translate(_OVERRIDES)).strip()


def is_blank(text: str) -> bool:
    """True for nothing at all and for what only looks like something: spaces, zero-width characters."""
    return all(unicodedata.category(c)[0] in "ZC" or c in _UNSEEN for c in text)


def from_html(markup: str) -> str:
    """The words of sanitized HTML, on one line."""
    spaced = _BREAK.sub(" ", markup)
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", spaced))).strip()


def lines_from_html(markup: str) -> str:
    """The words of sanitized HTML, a line for each paragraph."""
    broken = _BREAK.sub("\n", markup.replace("\n", " "))
    lines = (_SPACE.sub(" ", line).strip() for line in html.unescape(_TAG.sub("", broken)).split("\n"))
    return "\n".join(line for line in lines if line)


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut between words where there are any."""
    text = _SPACE.sub(" ", text).strip()
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 0.6 else cut).rstrip(" ,;:.-–—") + "…"
