"""File names: what a stranger's computer called a file, made fit to show and to save under."""

from __future__ import annotations

import re
import unicodedata

from community.text import plain

MAX_LENGTH = 120  # characters
MAX_BYTES = 240  # file systems allow 255, and browsers add " (1)" before the ending

_FORBIDDEN = re.compile(r'(?:[\\/:*?"<>|`]|%(?=[0-9A-Fa-f]{2}))+')
_ENDING = re.compile(r"\.(?=\d*[A-Za-z])[A-Za-z0-9]{1,12}$")  # "Plan 1.2" has none
# Where Windows opens a device instead of a file, whatever follows the first dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# An ending inside the name is either a leftover ("Handbook.docx.pdf") or a disguise ("photo.html.jpg").
_INNER = re.compile(
    r"\.(?:jpe?g|png|webp|gif|svg|pdf|docx?|xlsx?|pptx?|docm|xlsm|pptm|txt|md|csv|zip|x?html?|xml|m?js|css|php\d?|"
    r"aspx?|jsp|cgi|exe|com|bat|cmd|msi|scr|ps1|vbs|hta|lnk|sh|py|pl|jar|swf|eml)$",
    re.IGNORECASE,
)
_JOINER = "\u200d"  # holds emoji together


def ending(name: str) -> str:
    """The ending in small letters with its dot, or nothing. `.htaccess` is a name, not an ending."""
    return _ending(name).lower()


def _ending(name: str) -> str:
    match = _ENDING.search(last_piece(name).lstrip("."))
    return match.group() if match else ""


def tidy(name: str, proper_ending: str) -> str:
    """A name that is safe in a header, on a disk and in a list, and ends as its content deserves."""
    stem = last_piece(name).lstrip(".").removesuffix(_ending(name)).rstrip(". ")
    while match := _INNER.search(stem):
        stem = stem[: match.start()].rstrip(". ")
    stem = _FORBIDDEN.sub("-", stem).strip("-=+@~. ") or "file"
    if _DEVICE.match(stem):
        stem = f"file-{stem}"
    return cut(stem, MAX_LENGTH - len(proper_ending), MAX_BYTES - len(proper_ending)) + proper_ending


def last_piece(name: str) -> str:
    """Without folders (some browsers and archives send them), controls and invisible marks."""
    pieces = re.split(r"[\\/]+", plain.clean_line(name))
    visible = "".join(c for c in pieces[-1] if c == _JOINER or unicodedata.category(c)[0] != "C")
    return visible.strip().rstrip(". ")


def cut(stem: str, most: int, most_bytes: int) -> str:
    """Between characters, never inside one."""
    return stem[:most].encode()[:most_bytes].decode(errors="ignore").rstrip("-. ")
