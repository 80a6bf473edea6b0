"""Markdown as a Word document: what somebody opens, fills in and prints."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from community.library.drawings import word as drawn
from community.library.papers import front, word

SOURCE = """# Letter to {{ school_name }}

*Advice: cross out what you do not need.*

Dear **friends** of {{ school_name }}, we are _glad_.\\
Second line.

> What nobody may forget.

<!-- new page -->

## On its own page

- one
  - inside one

    and more of it
- two

1. first
2. second

Between.

1. first again

- [ ] Ask {{ director_name }}
- [ ] Signed by ____ and ________________________

<!-- widths: 1 3 -->
| Who | What |
| --- | --- |
| {{ lead_guide_name }} | **Teaches**, [ ] |
| | |

| | |
| --- | --- |
| Label | Value |

---
"""


@pytest.fixture(scope="module")
def document() -> Any:
    return docx.Document(io.BytesIO(word.write(SOURCE, title="Letter, to adapt")))


def styled(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_what_is_what_is_a_style(document: Any) -> None:
    assert styled(document, "Heading 1") == ["Letter to {{ school_name }}"]
    assert styled(document, "Advice") == ["Advice: cross out what you do not need."]
    assert styled(document, "Callout") == ["What nobody may forget."]
    assert styled(document, "Check")[0] == "☐\tAsk {{ director_name }}"
    assert len(styled(document, "Writing Line")) == 1


def test_a_field_is_one_run_and_looks_like_one(document: Any) -> None:
    paragraph = next(p for p in document.paragraphs if p.text.startswith("Dear"))
    runs = [(run.text, run.style.name, run.bold, run.italic) for run in paragraph.runs if run.text.strip()]
    assert ("{{ school_name }}", "Field", None, None) in runs
    assert ("friends", "Default Paragraph Font", True, None) in runs
    assert ("glad", "Default Paragraph Font", None, True) in runs
    assert "glad.\nSecond line." in paragraph.text
    shading = document.styles["Field"].element.rPr.find(qn("w:shd"))
    assert shading.get(qn("w:fill")) == "E3EFEC"


def test_every_list_begins_at_one(document: Any) -> None:
    numbers = {}
    for paragraph in document.paragraphs:
        properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if properties is not None:
            numbers[paragraph.text] = (properties.numId.val, properties.ilvl.val)
    assert numbers["first"] == numbers["second"]
    assert numbers["first"][0] != numbers["first again"][0]
    assert (numbers["one"][1], numbers["inside one"][1], numbers["two"][1]) == (0, 1, 0)
    assert "and more of it" not in numbers


def test_lines_for_a_pen_are_no_fields(document: Any) -> None:
    signed = next(p for p in document.paragraphs if "Signed by" in p.text)
    assert "_" not in signed.text
    assert [run.style.name for run in signed.runs if not run.text.strip(" \t\u00a0")][-2:] == [
        "Blank", "Default Paragraph Font",
    ]  # fmt: skip
    assert signed.text.endswith("\t"), "a last line goes on to the margin"


def test_a_table_is_as_wide_as_the_text_and_repeats_its_head(document: Any) -> None:
    table, labels = document.tables
    assert [round(column.width.inches, 3) for column in table.columns] == [1.675, 5.025]
    head = table.rows[0]._tr.trPr
    assert head.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table.cell(1, 1).text == "Teaches, ☐"
    assert [run.style.name for run in table.cell(1, 0).paragraphs[0].runs] == ["Field"]
    assert [cell.text for cell in labels.rows[0].cells] == ["Label", "Value"], "an empty head is left out"
    assert labels.cell(0, 0).paragraphs[0].style.name == "Cell Head"


def test_every_page_says_what_it_is_and_which_it_is(document: Any) -> None:
    section = document.sections[0]
    assert [run.text for run in section.header.paragraphs[0].runs] == ["Letter to ", "{{ school_name }}"]
    assert section.first_page_header.paragraphs[0].text == "", "there the heading stands"
    for footer in (section.footer, section.first_page_footer):
        text = footer.paragraphs[0].text
        assert text == "Shared template · adapt before use\tPage 1 of 1"
        orders = [order.text for order in footer._element.iter(qn("w:instrText"))]
        assert orders == [" PAGE ", " NUMPAGES "]


def test_nothing_in_it_tells_of_whoever_wrote_it(document: Any) -> None:
    facts = document.core_properties
    assert (facts.title, facts.author, facts.last_modified_by, facts.comments) == ("Letter, to adapt", "", "", "")


def test_the_same_source_makes_the_same_text(document: Any) -> None:
    again = docx.Document(io.BytesIO(word.write(SOURCE, title="Letter, to adapt")))
    assert again.element.xml == document.element.xml


def test_a_wide_page_lies_on_its_side() -> None:
    section = docx.Document(io.BytesIO(word.write("# Wide", title="Wide", landscape=True))).sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (11.0, 8.5)


def test_what_is_taken_off_stands_on_a_page_of_its_own(document: Any) -> None:
    turned = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert turned == ["On its own page"]


def test_a_preview_shows_headings_lists_and_tables() -> None:
    html = drawn.draw(word.write(SOURCE, title="Letter"))[0]["html"]
    for piece in ("<h1>Letter to {{ school_name }}</h1>", "<li>two</li>", "<ol><li>first</li>", "<th><p>Who</p></th>"):
        assert piece in html


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("k: plain words", "plain words"), ('k: "a: b"', "a: b"), ("k: [a, b-c]", ["a", "b-c"]), ("k: []", []),
        ('k: ["a b"]', ["a b"]), ("k:", ""), ('k: "', '"'),
    ],
)  # fmt: skip
def test_what_stands_above_the_text(line: str, value: object) -> None:
    assert front.split(f"---\n{line}\n---\n# Text\n\n---\n") == ({"k": value}, "# Text\n\n---")


def test_a_source_without_dashes_is_none() -> None:
    with pytest.raises(ValueError):
        front.split("# Text\n---\nk: v\n---\n")
