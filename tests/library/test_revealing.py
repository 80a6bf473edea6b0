"""What a file reveals is found, and is gone from the copy that is kept, whose words and look stay."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from community.files import inspect
from community.library.revealing import actions, pictures, work
from community.library.revealing.traces import Found, Trace, read
from tests.files import samples
from tests.library import giving_files as made

NAMES = ("Vera Lund", "Otto Brandt", "Greta Holm", "Lund School", "Okafor", "Second try", "Ada Founder")


def found(kind: str, content: bytes) -> dict[str, Trace]:
    return {trace.kind: trace for trace in read(work.look(work.given(kind, content))[0]["traces"])}


def cleaned(kind: str, content: bytes, *, final: bool = True) -> tuple[bytes, set[str]]:
    facts, [kept] = work.clean(work.given(kind, content, final=final))
    return kept, {trace["kind"] for trace in facts["traces"]}


def all_bytes(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def test_veras_handbook_tells_on_her() -> None:
    traces = found("word", made.word())
    assert {kind: (trace.count, trace.words) for kind, trace in traces.items()} == {
        "author": (1, "Vera Lund"), "editor": (1, "Otto Brandt"), "company": (1, "Lund School"),
        "manager": (1, "Greta Holm"), "about": (1, "Second try"), "comments": (1, "Vera Lund: Is that legal?"),
        "tracked": (3, "Vera Lund: 8"), "hidden_text": (1, "The Okafor family owes us"),
        "photo_place": (1, "35.77° N, 78.63° W"), "camera": (1, "Ada Founder"), "thumbnail": (1, ""),
        "kept_data": (1, ""),
    }  # fmt: skip


def test_her_copy_opens_in_word_says_the_same_and_names_nobody() -> None:
    before = made.word()
    after, left = cleaned("word", before)
    assert left == set()
    document = docx.Document(io.BytesIO(after))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == [
        "Family handbook", "For families of Alder Creek.", "Doors open at 9", "Bring lunch.",
    ]  # fmt: skip
    assert document.paragraphs[0].style.name == "Heading 1", "its look stays"
    assert (document.core_properties.author, len(document.inline_shapes)) == ("", 1)
    assert [name for name in NAMES if name.encode() in all_bytes(after)] == []
    assert b"comment" not in all_bytes(after).lower().replace(b"commentreference", b"")
    assert inspect.inspect("handbook.docx", io.BytesIO(after)).kind == "word"


def test_tracked_changes_stay_when_nobody_settled_them() -> None:
    after, left = cleaned("word", made.word(), final=False)
    assert left == {"tracked"}
    assert b"<w:delText>8</w:delText>" in all_bytes(after)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
PARAGRAPHS = st.lists(st.tuples(WORDS, st.sampled_from(["plain", "in", "hidden"])), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(paragraphs=PARAGRAPHS, author=WORDS)
def test_whatever_stands_in_it_the_words_stay_and_the_traces_go(paragraphs: list[Any], author: str) -> None:
    document = docx.Document()
    document.core_properties.author = author
    for text, how in paragraphs:
        run = document.add_paragraph().add_run(text)
        run.font.hidden = how == "hidden" or None
        if how == "in":
            added = docx.oxml.OxmlElement("w:ins")
            run._r.addprevious(added)
            added.append(run._r)
    kept = io.BytesIO()
    document.save(kept)
    after, left = cleaned("word", kept.getvalue())
    assert left == set()
    shown = ["" if how == "hidden" else text for text, how in paragraphs]
    assert [paragraph.text for paragraph in docx.Document(io.BytesIO(after)).paragraphs] == shown


def test_a_workbook_keeps_its_numbers_and_says_what_only_a_person_can_take_out() -> None:
    traces = found("excel", made.excel())
    assert {"author", "comments", "hidden_sheets", "hidden_rows"} <= set(traces)
    assert traces["comments"].words == "The Okafor family pays half"
    after, left = cleaned("excel", made.excel())
    assert left == {"hidden_sheets", "hidden_rows"}
    assert all("Excel" in traces[kind].advice for kind in left)
    book = openpyxl.load_workbook(io.BytesIO(after))
    sheet = book.worksheets[0]
    assert (sheet["A1"].value, sheet["B1"].value, sheet["A1"].comment) == ("Tuition", 9000, None)
    assert [name for name in NAMES if name.encode() in all_bytes(after)] == []
    assert inspect.inspect("budget.xlsx", io.BytesIO(after)).kind == "excel"


def test_slides_lose_notes_and_comments() -> None:
    assert set(found("slides", made.slides())) == {"comments", "notes", "hidden_slides"}
    after, left = cleaned("slides", made.slides())
    assert left == {"hidden_slides"}
    assert b"lease" not in all_bytes(after)
    assert b"Too long" not in all_bytes(after)


def test_a_pdf_is_emptied_of_names_and_keeps_its_pages() -> None:
    traces = found("pdf", made.pdf())
    assert {kind: trace.words for kind, trace in traces.items()} == {
        "author": "Vera Lund", "company": "Lund", "title": "C:\\plans\\lease.docx",
        "comments": "Vera Lund: Ask (Otto) first", "kept_data": "",
    }  # fmt: skip
    after, left = cleaned("pdf", made.pdf())
    assert left == set()
    assert not [word for word in (b"Vera", b"Otto", b"4C756E64", b"lease.docx") if word in after]
    assert len(pypdfium2.PdfDocument(after)) == 1


@pytest.mark.parametrize("turned", [1, 6])
def test_a_photo_loses_place_and_camera_and_not_one_dot(turned: int) -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = turned, "Nikon"
    notes.get_ifd(0x8825).update({1: "N", 2: (35.0, 46.0, 30.0), 3: "W", 4: (78.0, 38.0, 20.0)})
    before = samples.image("JPEG", (80, 60), exif=notes.tobytes(), comment=b"our secret")
    after, traces = pictures.bare(before), Found()
    pictures.look(after, traces)
    assert (traces.counts, b"our secret" in after, b"Nikon" in after) == ({}, False, False)
    one, other = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert (one.tobytes(), other.getexif().get(0x0112, 1)) == (other.tobytes(), turned)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xd8\xff\xe0\xff\xff"]
)
def test_a_broken_photo_is_left_as_it_is(content: bytes) -> None:
    traces = Found()
    pictures.look(content, traces)
    assert traces.counts == {}
    assert pictures.bare(content) in (content, content[:8])


BROKEN = [("word", made.word()[:2000]), ("excel", b"PK\x03\x04 no"), ("slides", b""), ("pdf", b"%PDF-1.7 no")]


@pytest.mark.parametrize(("kind", "content"), BROKEN)
def test_what_cannot_be_looked_through_says_so(kind: str, content: bytes) -> None:
    assert [trace["kind"] for trace in actions.look(kind, content)] == ["unread"]
