"""Rows that come as often as there are entries, and parts that only some schools need."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document as WordFile

from community.library.filling import names
from community.library.filling.drawing import drawn
from community.library.filling.marks import MOST_COLUMNS, Reader
from community.library.filling.names import value_of
from tests.cast import World
from tests.library.templates import filled, found, opened, shelve_template, texts, word
from tests.pages import text_of
from tests.verbs import signed_in

GUIDES = "Ana Ruiz | Lead guide\nBen <Oak> & Sons\tMath guide\n\n | \nCleo"
MEALS = ("Before", "{{ if we serve meals }}", "Lunch is at noon.", "{{ end if }}", "After")


def roster(*cells: str) -> bytes:
    """A table with a head, one row to repeat, and a row below it."""
    file = WordFile()
    table = file.add_table(3, len(cells))
    for row, words in zip(table.rows, (["Head"] * len(cells), cells, ["Below"] * len(cells)), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]


def test_a_row_of_a_table_asks_once_with_its_columns() -> None:
    fields = found("word", roster("{{ each guide: name }}", "{{each guide:role}} at {{ school_name }}"))
    assert [(f["name"], f["kind"], f["columns"]) for f in fields.values()] == [
        ("guide", "rows", ["Name", "Role"]), ("school_name", "line", []),
    ]  # fmt: skip


def test_it_comes_as_often_as_there_are_entries_with_what_else_stands_in_it() -> None:
    template = roster("{{ each guide: name }}", "{{ each guide: role }} at {{ school_name }}")
    made = filled("word", template, {"guide": GUIDES, "school_name": "Cedar"})
    assert rows_of(made) == [
        ["Head", "Head"], ["Ana Ruiz", "Lead guide at Cedar"], ["Ben <Oak> & Sons", "Math guide at Cedar"],
        ["Cleo", " at Cedar"], ["Below", "Below"],
    ]  # fmt: skip


def test_without_entries_it_stays_as_it_was_and_the_rest_is_filled_in() -> None:
    template = roster("{{ each guide: name }}", "{{ school_name }}")
    for answers in ({"school_name": "Cedar"}, {"school_name": "Cedar", "guide": " | \n"}):
        assert rows_of(filled("word", template, answers))[1] == ["{{ each guide: name }}", "Cedar"]


def test_outside_a_table_a_paragraph_is_repeated() -> None:
    template = word("Our guides:", "{{ each guide: name }}, {{ each guide: role }}", "And that is all.")
    assert texts(filled("word", template, {"guide": "Ana | lead\nBen | math"})) == [
        "Our guides:", "Ana, lead", "Ben, math", "And that is all.",
    ]  # fmt: skip


def test_an_entry_that_looks_like_a_mark_is_a_text() -> None:
    template = word("{{ each guide: name }}", "{{ school_name }}", *MEALS)
    answers = {"guide": "{{ school_name }}\n{{ end if }}", "school_name": "{{ each guide: name }}"}
    assert texts(filled("word", template, answers))[:3] == [
        "{{ school_name }}", "{{ end if }}", "{{ each guide: name }}",
    ]  # fmt: skip


def test_in_a_text_the_line_is_repeated() -> None:
    template = b"| Name | Role |\r\n|---|---|\r\n| {{ each guide: name }} | {{ each guide: role }} |\r\nDone"
    made = filled("text", template, {"guide": "Ana | lead\nBen | math"})
    assert made.decode() == "| Name | Role |\r\n|---|---|\r\n| Ana | lead |\r\n| Ben | math |\r\nDone"


def test_many_entries_are_bounded() -> None:
    assert len(names.entries("x\n" * 500)) == names.MOST_ROWS
    reader = Reader(parts=True)
    reader.marks(" ".join(f"{{{{ each guide: c{n} }}}}" for n in range(20)))
    assert len(reader.fields["guide"].columns) == MOST_COLUMNS


# ---- parts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("yes", ["Before", "Lunch is at noon.", "After"]),
        ("no", ["Before", "After"]),
        ("", list(MEALS)),
    ],
)
def test_a_part_stays_or_goes_and_undecided_it_stays_as_it_was(answer: str, left: list[str]) -> None:
    answers = {"we_serve_meals": answer} if answer else {}
    assert texts(filled("word", word(*MEALS), answers)) == left
    text = "\n".join(MEALS).encode()
    assert filled("text", text, answers).decode().split("\n") == left


def test_the_opposite_stays_where_the_other_goes() -> None:
    lines = (*MEALS[:4], "{{ if not we serve meals }}", "Bring your lunch.", "{{ endif }}")
    assert texts(filled("word", word(*lines), {"we_serve_meals": "no"})) == ["Before", "Bring your lunch."]
    assert texts(filled("word", word(*lines), {"we_serve_meals": "yes"})) == ["Before", "Lunch is at noon."]
    assert [f["kind"] for f in found("word", word(*lines)).values()] == ["choice"]


def test_tables_in_a_part_go_with_it() -> None:
    file = WordFile(io.BytesIO(word("Before", "{{ if we serve meals }}")))
    file.add_table(1, 1).rows[0].cells[0].text = "{{ each dish: name }}"
    file.add_paragraph("{{ end if }}")
    kept = io.BytesIO()
    file.save(kept)
    gone = filled("word", kept.getvalue(), {"we_serve_meals": "no", "dish": "Soup\nBread"})
    assert (texts(gone), opened(gone).tables) == (["Before"], [])
    there = filled("word", kept.getvalue(), {"we_serve_meals": "yes", "dish": "Soup\nBread"})
    assert rows_of(there) == [["Soup"], ["Bread"]]


def test_a_cell_keeps_a_paragraph_and_answers_inside_a_part_are_put_in() -> None:
    template = word("x", cells=("{{ if a }}", "b"))
    assert rows_of(filled("word", template, {"a": "no"})) == [["{{ if a }}", "b"]]
    file = WordFile()
    cell = file.add_table(1, 1).rows[0].cells[0]
    cell.text = "{{ if a }}"
    cell.add_paragraph("{{ school_name }}")
    cell.add_paragraph("{{ end if }}")
    kept = io.BytesIO()
    file.save(kept)
    assert rows_of(filled("word", kept.getvalue(), {"a": "no", "school_name": "Cedar"})) == [[""]]
    assert rows_of(filled("word", kept.getvalue(), {"a": "yes", "school_name": "Cedar"})) == [["Cedar"]]


@pytest.mark.parametrize(
    "lines",
    [
        ("{{ if a }}", "x"),
        ("x", "{{ end if }}"),
        ("{{ if a }}", "{{ if b }}", "x", "{{ end if }}"),
        ("Only {{ if a }} inside {{ end if }} a line",),
    ],
)
def test_what_is_no_whole_part_stays_text(lines: tuple[str, ...]) -> None:
    assert texts(filled("word", word(*lines), {"a": "no", "b": "no"})) == list(lines)


def test_in_a_workbook_both_stay_text() -> None:
    reader = Reader()
    assert reader.marks("{{ each guide: name }}") == []
    assert reader.marks("{{ if we serve meals }}") == []


def test_one_name_is_one_thing() -> None:
    reader = Reader(parts=True)
    reader.marks("{{ guide }}")
    assert reader.marks("{{ each guide: name }}") == []
    assert list(reader.fields) == ["guide"]


# ---- on the page --------------------------------------------------------------------------------


def test_the_preview_shows_every_entry_and_where_a_part_begins_and_ends() -> None:
    markup = (
        "<table><tr><td>{{ each guide: name }}</td></tr></table><p>{{ if not we serve meals }}</p><p>{{ end if }}</p>"
    )
    values: dict[str, Any] = {"guide": value_of("rows", "Ana <b> | x\nBen")}
    shown = drawn(markup, values, Reader(parts=True))
    assert (
        '<mark class="blank" data-field="guide" data-column="0" data-label="Name">Ana &lt;b&gt;<br>Ben</mark>' in shown
    )
    assert '<p><mark class="blank is-end">Only if not: We serve meals</mark></p>' in shown
    assert '<p><mark class="blank is-end">Up to here</mark></p>' in shown


def test_rows_and_parts_are_asked_for_put_in_and_kept_for_the_next_time(world: World) -> None:
    lines = (
        "{{ each guide: name }}, {{ each guide: role }}",
        "{{ if lunch is served here }}",
        "Lunch.",
        "{{ end if }}",
    )
    document = shelve_template(world.mona, word(*lines), preview="".join(f"<p>{line}</p>" for line in lines))
    client, address = signed_in(world.ada), f"/library/{document.pk}/fill/"
    asked = text_of(client.get(address))
    assert "Lunch is served here?" in asked
    assert "Name | Role. A line for each, with | between." in asked
    given = {"version": "1", "f_guide": "Ana | lead\nBen | math", "f_lunch_is_served_here": "no"}
    copy = client.post(address, {"do": "download", **given})
    assert texts(copy.content) == ["Ana, lead", "Ben, math"]
    assert client.post(address, {"do": "save", **given}).status_code == 302
    again = text_of(client.get(address))
    assert "Ben | math" in again
    assert '<option value="no" selected>' in again
    assert "2 of 2 filled" in again
    too_many = client.post(address, {"do": "download", **given, "f_guide": "x\n" * 61})
    assert "These are more than 60 lines" in text_of(too_many)
