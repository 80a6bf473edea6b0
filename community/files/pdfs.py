"""PDF files: opened by PDFium, and free of everything that acts by itself. Runs apart (see apart.py)."""

from __future__ import annotations

import io
import re

import pypdfium2
from pypdfium2 import raw

from community.files import endings
from community.files.apart import Answer
from community.files.findings import Refused

DAMAGED = "This PDF cannot be opened: it is damaged. Open it on your computer, print it to a new PDF and try again."
ACTIVE = (
    "This PDF contains small programs or starts others when opened, as some fill-in forms do. "
    "Print it to a new PDF and try again."
)
ATTACHED = (
    "This PDF has other files attached inside it. Print it to a new PDF, add those files one by one and try again."
)

# PDF lets any letter of a name be written as its number: /J#61vaScript.
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME_END = rb"(?=[\s\x00()<>\[\]{}/%]|$)"
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|RichMedia|Rendition|ImportData|OnInstantiate)"
    + _NAME_END
    + rb"|/XFA\s*(?:\[|\d+\s+\d+\s+R)"
)
_ATTACHED = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment|GoToE)" + _NAME_END + rb"|/EF\s*(?:<<|\d+\s+\d+\s+R)")


def examine(content: bytes) -> Answer:
    """The names are looked for twice: as the bytes lie there, and as PDFium understands them, unpacked."""
    refuse_active(_ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content))
    with opened(content) as pdf:
        if raw.FPDFDoc_GetAttachmentCount(pdf) > 0:
            raise Refused(ATTACHED)
        refuse_active(plainly(pdf))
    return {"kind": "pdf", "ending": ".pdf", "media_type": "application/pdf"}, []


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """Raises Refused."""
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == raw.FPDF_ERR_PASSWORD
        raise Refused(endings.LOCKED if locked else DAMAGED) from error


def plainly(pdf: pypdfium2.PdfDocument) -> bytes:
    """The same document without the compressed object streams in which names can hide."""
    target = io.BytesIO()
    try:
        pdf.save(target)
    except pypdfium2.PdfiumError as error:
        raise Refused(DAMAGED) from error
    return target.getvalue()


def refuse_active(content: bytes) -> None:
    if _ACTIVE.search(content):
        raise Refused(ACTIVE)
    if _ATTACHED.search(content):
        raise Refused(ATTACHED)
