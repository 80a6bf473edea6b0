"""Who wrote a PDF, with what names and remarks, and the same PDF without them.

PDFium reads these facts and writes the file, but changes none of them. So the file is written plainly once, and what
names people is written over with blanks of the same length: every place in the file stays where it was.
"""

from __future__ import annotations

import io
import re

import pypdfium2
from pypdfium2 import raw

from community.library.revealing.traces import Found

FACTS = {
    "Author": "author", "LastModifiedBy": "editor", "Company": "company", "Manager": "manager", "Keywords": "about",
    "Subject": "about", "Comments": "about", "SourceModified": "about",
}  # fmt: skip
_FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pptx?|pages|odt|rtf|indd)\b|[\\/]", re.IGNORECASE)
_REMARKS = {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE,
            raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_CARET}  # fmt: skip
_OBJECT = re.compile(rb"(?:^|[\r\n])\d+ \d+ obj\b(.*?)\bendobj\b", re.DOTALL)
_INFO = re.compile(rb"/Info\s+(\d+)\s+(\d+)\s+R")
_METADATA = re.compile(rb"/Metadata\s+\d+\s+\d+\s+R")
_XMP = re.compile(rb"/Type\s*/Metadata\b")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_REMARK = re.compile(rb"/Subtype\s*/(?:Text|Popup|Highlight|Underline|Squiggly|StrikeOut|Caret)\b")
_KEPT_KEYS = (b"Producer", b"Creator", b"CreationDate", b"ModDate", b"Trapped")
_ENTRY = re.compile(rb"/([A-Za-z]+)\s*(?=[(<])")
MOST_PAGES = 500


def look(content: bytes, found: Found) -> None:
    with pypdfium2.PdfDocument(content) as pdf:
        for key, kind in FACTS.items():
            found.value(kind, pdf.get_metadata_value(key))
        title = pdf.get_metadata_value("Title")
        if _FILE_NAME.search(title):
            found.add("title", title)
        for number in range(min(len(pdf), MOST_PAGES)):
            page = pdf[number]
            for mark, words in remarks(page):
                if mark != raw.FPDF_ANNOT_POPUP:
                    found.add("comments", words)
            page.close()
    if _XMP.search(content) or _METADATA.search(content):
        found.add("kept_data")


def remarks(page: pypdfium2.PdfPage) -> list[tuple[int, str]]:
    said = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind in _REMARKS:
            said.append((kind, ": ".join(filter(None, (value(note, b"T"), value(note, b"Contents"))))))
        raw.FPDFPage_CloseAnnot(note)
    return said


def value(note: raw.FPDF_ANNOTATION, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    space = (raw.FPDF_WCHAR * (length // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(note, key, space, length)
    return bytes(space)[: max(0, length - 2)].decode("utf-16-le", "replace")


def clean(content: bytes) -> bytes:
    target = io.BytesIO()
    with pypdfium2.PdfDocument(content) as pdf:
        for page in pdf:
            for number in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
                note = raw.FPDFPage_GetAnnot(page, number)
                kind = raw.FPDFAnnot_GetSubtype(note)
                raw.FPDFPage_CloseAnnot(note)
                if kind in _REMARKS:
                    raw.FPDFPage_RemoveAnnot(page, number)
            page.close()
        pdf.save(target, flags=raw.FPDF_REMOVE_SECURITY)
    return blanked(target.getvalue())


def blanked(content: bytes) -> bytes:
    made = bytearray(content)
    for match in _METADATA.finditer(content):
        over(made, *match.span())
    info = {(found[1], found[2]) for found in _INFO.finditer(content)}
    for match in _OBJECT.finditer(content):
        number = match[0].split(None, 2)[:2]
        body = match[1]
        if (number[0], number[1]) in info:
            blank_strings(made, match.start(1), body, kept=_KEPT_KEYS)
        elif _XMP.search(body.partition(b"stream")[0]):
            for stream in _STREAM.finditer(body):
                over(made, match.start(1) + stream.start(1), match.start(1) + stream.end(1))
            for kind in _XMP.finditer(body):
                over(made, match.start(1) + kind.start(), match.start(1) + kind.end())
        elif _REMARK.search(body.partition(b"stream")[0]):
            blank_strings(made, match.start(1), body, kept=())
    return bytes(made)


def blank_strings(made: bytearray, begin: int, body: bytes, *, kept: tuple[bytes, ...]) -> None:
    """Every string of a dictionary that stands behind a key, in both of PDF's notations."""
    place = 0
    while entry := _ENTRY.search(body, place):
        end = end_of_string(body, entry.end())
        if entry[1] not in kept and end > entry.end() + 1:
            over(made, begin + entry.end() + 1, begin + end - 1)
        place = max(end, entry.end() + 1)


def end_of_string(body: bytes, place: int) -> int:
    """Just behind it; `place` itself, where a dictionary begins."""
    if body[place : place + 1] == b"<":
        return place if body[place : place + 2] == b"<<" else body.find(b">", place) + 1
    depth = 0
    while place < len(body):
        sign = body[place : place + 1]
        depth += (sign == b"(") - (sign == b")")
        place += 2 if sign == b"\\" else 1
        if not depth:
            return place
    return place


def over(made: bytearray, begin: int, end: int) -> None:
    made[begin:end] = b" " * (end - begin)
