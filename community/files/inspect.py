"""What a file really is, whatever it calls itself. Every file from outside passes here before it is kept."""

from __future__ import annotations

import logging
from typing import Protocol

from community.files import apart, endings, names, texts
from community.files.findings import Finding, Refused

__all__ = ["MAX_BYTES", "Finding", "Refused", "inspect"]

MAX_BYTES = 25 * 2**20

EMPTY = "This file is empty. Check that it was saved, and try again."
TOO_LARGE = "Files can be up to 25 MB. Save this one smaller, or split it, and try again."
UNREADABLE = "This file cannot be opened safely here. Open it on your computer, save it under a new name and try again."
MISNAMED = "The name of this file ends in {ending}, but inside it is {article}. Give it the right ending and try again."
ARTICLES = {"image": "a picture", "package": "an Office file", "ole": "an Office file", "pdf": "a PDF"}

# And seconds of processor time: an honest photo of 50 million dots needs up to five, no honest document two.
PARSERS = {"image": ("images", 6), "package": ("packages", 4), "pdf": ("pdfs", 4)}

_log = logging.getLogger(__name__)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_KINDS = {
    "WordDocument": endings.WORD,
    "Workbook": endings.EXCEL,
    "Book": endings.EXCEL,
    "PowerPoint Document": endings.SLIDES,
}


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def inspect(name: str, given: Readable) -> Finding:
    """What to keep of the file and as what. Raises Refused and nothing else."""
    content = given.read(MAX_BYTES + 1)
    if not content:
        raise Refused(EMPTY)
    if len(content) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    ending = names.ending(name)
    if ending and ending not in endings.FAMILY:
        raise Refused(endings.refusal(ending))
    family = family_of(ending, content)
    if family == "text":
        return text(name, ending, content)
    return examined(name, family, content)


def family_of(ending: str, content: bytes) -> str:
    """Name and content must agree; without an ending the content speaks alone, where it speaks clearly."""
    named, looks = endings.FAMILY.get(ending, ""), looks_of(content)
    if looks == "ole" and named in ("package", ""):
        raise Refused(old_office(ending, content))
    if looks and named in (looks, ""):
        return looks
    if looks:
        raise Refused(MISNAMED.format(ending=ending, article=ARTICLES[looks]))
    if named == "text":
        return named
    raise Refused(endings.PRETENDS.get(named, endings.NAMELESS))


def looks_of(content: bytes) -> str:
    """By the first bytes, which only choose the parser; the parser decides."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")):
        return "image"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image"
    beginnings = {b"PK\x03\x04": "package", b"%PDF-": "pdf", _OLE: "ole"}
    return next((looks for beginning, looks in beginnings.items() if content.startswith(beginning)), "")


def old_office(ending: str, content: bytes) -> str:
    """The container of Office before 2007, which is also the one around today's files with a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return endings.LOCKED
    by_stream = (sentence for stream, sentence in _OLD_KINDS.items() if stream.encode("utf-16-le") in content)
    by_name = {".doc": endings.WORD, ".xls": endings.EXCEL, ".ppt": endings.SLIDES}
    return by_name.get(ending) or next(by_stream, endings.ANY_OTHER)


def text(name: str, ending: str, content: bytes) -> Finding:
    proper = texts.PROPER_ENDING.get(ending, ending)
    charset = texts.examine(content)
    media_type = f"{texts.MEDIA_TYPES[proper]}; charset={charset}"
    return Finding(name=names.tidy(name, proper), kind="text", media_type=media_type, content=content)


def examined(name: str, family: str, content: bytes) -> Finding:
    """By the real parser, in a process of its own."""
    task, seconds = PARSERS[family]
    try:
        facts, blobs = apart.run(f"community.files.{task}:examine", content, seconds=seconds)
    except apart.Failed as failed:
        _log.info("a file was refused: %s", failed)
        raise Refused(UNREADABLE) from failed
    kept, thumb = blobs if family == "image" else (content, None)
    return Finding(
        name=names.tidy(name, facts["ending"]),
        kind=facts.get("kind", "image"),
        media_type=facts["media_type"],
        content=kept,
        thumb=thumb,
        width=facts.get("width"),
        height=facts.get("height"),
    )
