"""What a look inside a file can end with: a finding, or a refusal fit to show the person who brought it."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """The file is not taken. The text is one plain sentence or two: what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A file as it will be kept."""

    name: str
    kind: str  # image, word, excel, slides, pdf, text
    media_type: str  # ready for a Content-Type header: texts name their charset
    content: bytes
    thumb: bytes | None = None  # WEBP
    width: int | None = None
    height: int | None = None
