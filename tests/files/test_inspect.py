from __future__ import annotations

import io

import pytest

from community.files import endings, inspect, parts, texts
from community.files.inspect import Finding, Refused
from tests.files import samples

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def look(name: str, content: bytes) -> Finding:
    return inspect.inspect(name, io.BytesIO(content))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        look(name, content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "kind", "media_type"),
    [
        ("plan.docx", samples.office("word"), "word", f"{samples.OFFICE}.wordprocessingml.document"),
        ("budget.xlsx", samples.office("excel"), "excel", f"{samples.OFFICE}.spreadsheetml.sheet"),
        ("talk.pptx", samples.office("slides"), "slides", f"{samples.OFFICE}.presentationml.presentation"),
        ("rules.pdf", samples.pdf(), "pdf", "application/pdf"),
        ("notes.txt", b"Hello", "text", "text/plain; charset=utf-8"),
        ("notes.md", "# Größe".encode(), "text", "text/markdown; charset=utf-8"),
        ("list.csv", b"\xef\xbb\xbfname;mail\r\n", "text", "text/csv; charset=utf-8"),
        ("list.csv", "name\tmail\n".encode("utf-16"), "text", "text/csv; charset=utf-16"),
        ("old.txt", "Café – “menu”".encode("cp1252"), "text", "text/plain; charset=windows-1252"),
    ],
)
def test_documents_of_every_kind_are_kept_byte_for_byte(name: str, content: bytes, kind: str, media_type: str) -> None:
    found = look(name, content)
    assert found == Finding(name=name, kind=kind, media_type=media_type, content=content)


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("Handbook.doc", samples.office("word"), "Handbook.docx"),
        ("Handbook.docx", samples.office("excel"), "Handbook.xlsx"),
        ("Handbook.docx.pdf", samples.pdf(), "Handbook.pdf"),
        ("Photo.JPEG", samples.image("PNG"), "Photo.png"),
        ("photo.html.jpg", samples.image("JPEG"), "photo.jpg"),
        ("scan", samples.pdf(), "scan.pdf"),
        ("Plan v1.2", samples.office("word"), "Plan v1.2.docx"),
        ("README.markdown", b"# Read", "README.md"),
    ],
)
def test_a_file_gets_the_ending_its_content_deserves(name: str, content: bytes, kept_as: str) -> None:
    assert look(name, content).name == kept_as


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.docx", b"", inspect.EMPTY),
        ("huge.txt", b"a" * (inspect.MAX_BYTES + 1), inspect.TOO_LARGE),
        ("logo.svg", b"<svg/>", endings.PICTURE),
        ("photo.HEIC", samples.image("JPEG"), endings.PICTURE),
        ("page.html", b"<p>", endings.WEB_PAGE),
        ("folder.zip", samples.office(), endings.ARCHIVE),
        ("letter.eml", b"From: Ada", endings.MAIL),
        ("talk.mp4", b"....ftyp", endings.RECORDING),
        ("macro.docm", samples.office(), endings.MACROS),
        ("letter.odt", samples.zipped({"mimetype": "x"}), endings.WORD),
        ("setup.exe", b"MZ", endings.ANY_OTHER),
        ("photo\u202egpj.exe", samples.image("JPEG"), endings.ANY_OTHER),
        ("letter.doc", OLE, endings.WORD),
        ("budget.xls", OLE, endings.EXCEL),
        ("talk", OLE + "PowerPoint Document".encode("utf-16-le"), endings.SLIDES),
        ("thing", OLE, endings.ANY_OTHER),
        ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), endings.LOCKED),
        ("page.pdf", b"<html>", endings.PRETENDS["pdf"]),
        ("page.png", b"<html>", endings.PRETENDS["image"]),
        ("page.docx", b"<html>", endings.NOT_OFFICE),
        ("README", b"Hello", endings.NAMELESS),
        (".htaccess", b"Deny from all", endings.NAMELESS),
        ("program.txt", b"MZ\0\0", texts.NOT_TEXT),
        ("screen.txt", b"\x1b[2J", texts.NOT_TEXT),
        ("notes.txt", b"\xff\xfeh", texts.NOT_TEXT),
        ("odd.txt", b"caf\xe9 \x81", texts.NOT_TEXT),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence_that_helps(name: str, content: bytes, sentence: str) -> None:
    assert refusal(name, content) == sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [("report.pdf", samples.image()), ("photo.jpg", samples.pdf()), ("notes.txt", OLE)],
)
def test_a_name_that_lies_about_its_content_is_refused(name: str, content: bytes) -> None:
    assert refusal(name, content).startswith(f"The name of this file ends in .{name[-3:]}, but inside it is")


def test_a_parser_that_crashes_means_a_refusal_and_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inspect.PARSERS, "pdf", ("nowhere", 4))
    assert refusal("plan.pdf", samples.pdf()) == inspect.UNREADABLE


def test_a_refusal_inside_the_other_process_reaches_the_person() -> None:
    assert refusal("plan.docx", samples.linking("image", "http://x.example/a.png")) == parts.LINKED


@pytest.mark.parametrize("magic", [b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBP", b"%PDF-", b"PK\x03\x04"])
def test_a_good_beginning_with_nothing_behind_it_is_refused(magic: bytes) -> None:
    assert refusal("thing", magic).endswith("try again.")
