"""Copies of Word, Excel and text files: the answers in their places, everything else as it was."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from xlsxwriter import Workbook

from community.files.findings import Refused
from community.library.filling import excel, package
from tests.files import samples
from tests.library.templates import book, filled, found, opened, sheet_of, texts, word

SCHOOL = {"school_name": "Cedar School"}


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


# ---- Word ---------------------------------------------------------------------------------------


def test_a_field_cut_into_runs_is_found_and_keeps_the_look_of_its_beginning() -> None:
    template = word(["{{ sch", "ool_na", "me }} opens"])
    assert list(found("word", template)) == ["school_name"]
    [paragraph] = opened(filled("word", template, SCHOOL)).paragraphs
    assert [(run.text, run.bold) for run in paragraph.runs] == [
        ("Cedar School", True), ("", False), (" opens", False),
    ]  # fmt: skip


def test_headers_footers_and_tables_are_filled_in_too() -> None:
    template = word(header="{{ school_name }} handbook", footer="[SCHOOL NAME]", cells=("Name", "{{ school_name }}"))
    file = opened(filled("word", template, SCHOOL))
    assert file.sections[0].header.paragraphs[0].text == "Cedar School handbook"
    assert file.sections[0].footer.paragraphs[0].text == "Cedar School"
    assert [cell.text for cell in file.tables[0].rows[0].cells] == ["Name", "Cedar School"]


def test_what_has_no_answer_stays_as_it_was() -> None:
    template = word("{{ school_name }} and {{ district_name }}", "Signature: ______", "{{ ''.__class__ }} {% if x %}")
    assert texts(filled("word", template, SCHOOL)) == [
        "Cedar School and {{ district_name }}", "Signature: ______", "{{ ''.__class__ }} {% if x %}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        "</w:t></w:r><w:r><w:t>x",
        "<script>alert(1)</script>",
        "Fish & Chips",
        "{{ school_name }}",
        "&lt;",
        "]]>",
        "😀 é",
    ],
)
def test_an_answer_is_text_whatever_it_looks_like(answer: str) -> None:
    assert texts(filled("word", word("By {{ school_name }}."), {"school_name": answer})) == [f"By {answer}."]


def test_characters_that_no_document_can_hold_are_left_out() -> None:
    made = filled("word", word("By {{ school_name }}."), {"school_name": "a\x00b\ufffec\ud800d"})
    assert texts(made) == ["By abcd."]


def test_lines_of_an_answer_are_lines_of_the_document() -> None:
    made = filled("word", word("{{ our_story }} So it was."), {"our_story": "One\nTwo"})
    assert texts(made) == ["One\nTwo So it was."]
    assert "<w:br/>" in part(made, "word/document.xml")


def test_a_text_box_is_filled_in_and_what_old_programs_show_is_not_counted_again() -> None:
    box = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    body = (
        '<w:p><w:r><w:t>A </w:t><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:txbxContent>'
        + box.format("{{ school_name }}")
        + "</w:txbxContent></mc:Choice><mc:Fallback>"
        + box.format("Date: ____ {{ school_name }}")
        + "</mc:Fallback></mc:AlternateContent><w:t> B</w:t></w:r></w:p>"
    )
    template = samples.word_saying(body)
    assert {name: field["count"] for name, field in found("word", template).items()} == {"school_name": 1}
    assert '<w:t xml:space="preserve">Cedar School</w:t>' in part(filled("word", template, SCHOOL), "word/document.xml")


def test_every_other_part_of_the_file_is_the_same() -> None:
    template = word("{{ school_name }}")
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (template, filled("word", template, SCHOOL)))
    assert before.namelist() == after.namelist()
    different = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert different == ["word/document.xml"]


# ---- Excel --------------------------------------------------------------------------------------


def test_cells_are_filled_in_and_a_number_in_a_cell_can_be_calculated_with() -> None:
    template = book(["Seats", "{{ number_of_seats }}"], ["Cost", "{{ seat_cost }}"], ["Total", "=B1*B2"])
    sheet = sheet_of(filled("excel", template, {"number_of_seats": "20", "seat_cost": "$1,200.50"}))
    assert (sheet["B1"].value, sheet["B2"].value, sheet["B3"].value) == (20, 1200.5, "=B1*B2")


def test_what_formulas_came_to_before_is_forgotten() -> None:
    template = book(["Seats", "{{ number_of_seats }}"], ["Total", "=B1*2"])
    made = filled("excel", template, {"number_of_seats": "20"})
    assert (sheet_of(template, values=True)["B2"].value, sheet_of(made, values=True)["B2"].value) == ("#VALUE!", None)
    assert 'fullCalcOnLoad="1"' in part(made, "xl/workbook.xml")


def test_a_name_alone_forgets_no_sum() -> None:
    template = book(["{{ school_name }}"], ["=1+1"])
    assert sheet_of(filled("excel", template, SCHOOL), values=True)["A2"].value == "#VALUE!"


@pytest.mark.parametrize(
    "answer", ["=cmd|' /C calc'!A0", "=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "</t></is><f>1</f>"]
)
def test_a_formula_in_an_answer_stays_text(answer: str) -> None:
    made = filled("excel", book(["{{ school_name }}"]), {"school_name": answer})
    cell = sheet_of(made)["A1"]
    assert (cell.value, cell.data_type) == (answer, "s")
    assert "<f" not in part(made, "xl/worksheets/sheet1.xml")


def test_cells_that_share_a_text_are_blanks_of_their_own() -> None:
    template = book(["Approved by", "____"], ["Checked by", "____"])
    assert list(found("excel", template)) == ["approved_by", "checked_by"]
    sheet = sheet_of(filled("excel", template, {"checked_by": "Ben"}))
    assert (sheet["B1"].value, sheet["B2"].value) == ("____", "Ben")


def test_the_header_of_a_sheet_is_filled_in_and_its_codes_are_not_made_by_an_answer() -> None:
    made = filled("excel", book(["x"], header="&C{{ school_name }}"), {"school_name": "Fish &Chips"})
    assert "&amp;CFish &amp;&amp;Chips" in part(made, "xl/worksheets/sheet1.xml")


def test_the_head_of_a_table_is_left_alone() -> None:
    kept = io.BytesIO()
    with Workbook(kept) as file:
        file.add_worksheet().add_table("A1:B2", {"columns": [{"header": "[SCHOOL NAME]"}, {"header": "Seats"}]})
    assert found("excel", kept.getvalue()) == {}


# ---- text ---------------------------------------------------------------------------------------


def test_markdown_is_filled_in_with_its_line_ends() -> None:
    template = "# {{ school_name }}\r\n\r\n____\r\n[README](x)\r\nÄ {% x %}\r\n".encode("windows-1252")
    made = filled("text", template, SCHOOL)
    assert made == "# Cedar School\r\n\r\n____\r\n[README](x)\r\nÄ {% x %}\r\n".encode()


# ---- bad files ----------------------------------------------------------------------------------

BOMB = '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="w"><w:body>&a;</w:body></w:document>'


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04", b"no zip at all", word("{{ a }}")[:2000],
        samples.office(parts={"word/document.xml": "<document><p>"}),
        samples.office(parts={"word/document.xml": BOMB}),
        samples.office("excel", {"xl/worksheets/sheet1.xml": "<worksheet"}, types=(
            '<Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{samples.OFFICE}.spreadsheetml.worksheet+xml"/>'
        )),
    ],
    ids=["empty", "begun", "text", "cut", "open tag", "entities", "broken sheet"],
)  # fmt: skip
def test_a_broken_file_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match=r"try again\.$"):
        found("excel" if b"worksheet" in content else "word", content)


def test_a_cell_that_names_a_text_that_is_not_there_gets_a_sentence() -> None:
    template = book(["{{ school_name }}"])
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v>0</v>", b"<v>7</v>")
    with pytest.raises(Refused):
        excel.find(samples.zipped(parts), None)  # type: ignore[arg-type]


def test_a_document_beyond_all_bounds_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(package, "MOST_XML", 100)
    with pytest.raises(Refused, match="too long to be filled in"):
        found("word", word("{{ a }}"))
