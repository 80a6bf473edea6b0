from __future__ import annotations

import pypdfium2
import pytest
from pypdfium2 import raw

from community.files import endings, pdfs
from community.files.findings import Refused
from tests.files import samples
from tests.files.samples import pdf


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        pdfs.examine(content)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        pdf(count=30),
        pdf(catalog="/OpenAction[10 0 R/Fit]/Lang(JavaScript /Launches)"),
        pdf(page="/Annots[<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://example.org)>>>>]"),
        samples.pdf_hiding(b"[3 0 R/Fit]"),
    ],
)
def test_ordinary_pdfs_are_taken(content: bytes) -> None:
    assert pdfs.examine(content)[0] == {"kind": "pdf", "ending": ".pdf", "media_type": "application/pdf"}


@pytest.mark.parametrize(
    "content",
    [
        pdf(catalog="/OpenAction<</S/JavaScript/JS(app.alert)>>"),
        pdf(catalog="/OpenAction<</S/J#61vaScript/JS(app.alert)>>"),
        pdf(page="/AA<</O<</S/Launch/F(calc.exe)>>>>"),
        pdf(catalog="/AcroForm<</XFA[(a)7 0 R]>>"),
        pdf(objects="7 0 obj<</S /Rendition /JS (x)>>endobj\n"),
        samples.pdf_hiding(b"<</S/J#61vaScript/JS(app.alert)>>"),
        samples.pdf_hiding(b"<</S/Launch/F(calc.exe)>>"),
    ],
)
def test_pdfs_that_act_by_themselves_are_refused_wherever_it_hides(content: bytes) -> None:
    assert refusal(content) == pdfs.ACTIVE


@pytest.mark.parametrize(
    "content",
    [
        pdf(catalog="/Names<</EmbeddedFiles<</Names[(x.exe)7 0 R]>>>>"),
        pdf(objects="7 0 obj<</Type/Filespec/EF<</F 8 0 R>>>>endobj\n"),
        pdf(page="/Annots[<</Type/Annot/Subtype/FileAttachment>>]"),
    ],
)
def test_pdfs_with_files_inside_are_refused(content: bytes) -> None:
    assert refusal(content) == pdfs.ATTACHED


def test_files_inside_that_only_the_parser_sees_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "FPDFDoc_GetAttachmentCount", lambda document: 1)
    assert refusal(pdf()) == pdfs.ATTACHED


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", pdf(count=0), pdf()[:60]])
def test_damaged_pdfs_are_refused(content: bytes) -> None:
    assert refusal(content) == pdfs.DAMAGED


@pytest.mark.parametrize(("code", "sentence"), [(4, endings.LOCKED), (3, pdfs.DAMAGED)])
def test_a_pdf_with_a_password_is_told_from_a_broken_one(
    code: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(content: bytes) -> None:
        raise pypdfium2.PdfiumError("no", err_code=code)

    monkeypatch.setattr(pypdfium2, "PdfDocument", fail)
    assert refusal(pdf()) == sentence


def test_a_pdf_that_cannot_be_written_plainly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: object, target: object) -> None:
        raise pypdfium2.PdfiumError("no")

    monkeypatch.setattr(pypdfium2.PdfDocument, "save", fail)
    assert refusal(pdf()) == pdfs.DAMAGED
