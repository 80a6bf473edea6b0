from __future__ import annotations

import datetime
import io
import logging

import docx
import openpyxl
import pytest
from PIL import Image

from community.library import preview
from community.library.drawings import excel, extents, pdf, tables, writing
from community.library.preview import Preview, make
from tests.files import samples


def word_document() -> docx.document.Document:
    document = docx.Document()
    document.add_heading("Family handbook", level=1)
    document.add_paragraph("Doors open at 8 & close at 3. <script>alert(1)</script>")
    return document


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(document: docx.document.Document | openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_word_document_shows_its_text_and_none_of_its_pictures() -> None:
    document = word_document()
    document.add_picture(io.BytesIO(samples.image("PNG")))
    made = make("word", saved(document))
    assert "<h1>Family handbook</h1>" in made.html
    assert "&amp; close at 3. &lt;script&gt;" in made.html
    assert "<img" not in made.html


def test_a_long_word_document_tells_about_how_long_it_is() -> None:
    document = word_document()
    document.add_paragraph("word " * 1200)
    assert make("word", saved(document)).extent == "about 3 pages"


def test_links_inside_a_document_do_not_lead_to_our_pages() -> None:
    text = b"[here](../other.md) [there](//evil.example) [web](https://example.org) [js](javascript:alert(1))"
    made = make("text", text, name="a.md")
    assert made.html.count("href=") == 1
    assert 'href="https://example.org"' in made.html


def test_a_workbook_shows_its_visible_sheets_as_tables() -> None:
    made = make("excel", workbook(Rent=[["Month", "<b>"], ["May", 1200]], Pay=[["Ada", 3.5]]))
    assert made.html.startswith("<h2>Rent</h2><table>")
    assert "<td>&lt;b&gt;</td></tr><tr><td>May</td><td>1200</td>" in made.html
    assert made.extent == "2 sheets"


def test_formulas_nobody_calculated_yet_stay_empty() -> None:
    made = make("excel", workbook(Sum=[[1, 2, "=A1+B1", "end"]]))
    assert "<td>1</td><td>2</td><td></td><td>end</td>" in made.html


def test_hidden_sheets_stay_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(Open=[["a"]], Salaries=[["secret"]])))
    book["Salaries"].sheet_state = "hidden"
    made = make("excel", saved(book))
    assert "secret" not in made.html
    assert made.extent == "1 sheet"


def test_a_large_workbook_is_cut_to_what_a_person_looks_at() -> None:
    rows: list[list[object]] = [[f"r{row}c{column}" for column in range(25)] for row in range(210)]
    html = str(excel.draw(workbook(**{f"S{number}": rows for number in range(9)}))[0]["html"])
    assert (html.count("<h2>"), html.count("<tr>")) == (8, 8 * 200)
    assert "r199c19" in html
    assert "r200c0" not in html and "r0c20" not in html  # noqa: PT018 - one thing: what is left out


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (True, "General", "Yes"),
        (False, "General", "No"),
        (12, "General", "12"),
        (12.0, "General", "12"),
        (2.5, "General", "2.50"),
        (1234.5, '"$"#,##0.00', "$1,234.50"),
        (-1234, '"$"#,##0', "-$1,234"),
        (20, "[$€-407] #,##0.00", "€20.00"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (datetime.datetime(2026, 9, 1), "d mmm", "2026-09-01"),  # noqa: DTZ001 - Excel knows no zones
        (datetime.datetime(2026, 9, 1, 8, 30), "d mmm", "2026-09-01 08:30:00"),  # noqa: DTZ001
        ("x" * 600, "General", "x" * tables.MAX_CELL),
    ],
)
def test_cells_read_as_a_person_would_write_them(value: object, number_format: str, text: str) -> None:
    assert excel.shown(value, number_format) == text


def test_an_empty_table_is_none() -> None:
    assert tables.table([[""], ["", ""]]) == ""


def test_a_pdf_shows_its_first_ten_pages_as_pictures() -> None:
    made = make("pdf", samples.pdf(count=12))
    assert (made.html, made.extent, len(made.pages)) == ("", "12 pages", 10)
    with Image.open(io.BytesIO(made.pages[0])) as picture:
        assert (picture.format, picture.size) == ("PNG", (1000, 1000))


def test_an_endless_pdf_page_becomes_a_picture_of_bounded_height() -> None:
    long = samples.pdf().replace(b"[0 0 200 200]", b"[0 0 10 9000]")
    _, pages = pdf.draw(long)
    with Image.open(io.BytesIO(pages[0])) as picture:
        assert picture.height <= pdf.MAX_PAGE_HEIGHT


def test_pages_that_take_too_long_to_draw_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "DRAWING_SECONDS", -1.0)
    assert pdf.draw(samples.pdf(count=3)) == ({"extent": "3 pages", "words": ""}, [])


def test_slides_are_counted() -> None:
    content = samples.office("slides", parts={f"ppt/slides/slide{n}.xml": "<sld/>" for n in range(3)})
    assert make("slides", content) == Preview(extent="3 slides")


def test_markdown_is_rendered_without_its_html() -> None:
    made = make("text", b"# Title\n\n<script>alert(1)</script>\n\n- one", name="Plan.md")
    assert made.html.startswith("<h1>Title</h1>")
    assert "<script" not in made.html
    assert made.extent == "about 1 page"


@pytest.mark.parametrize("name", ["notes.txt", ""])
def test_plain_text_stays_plain(name: str) -> None:
    assert make("text", b"# a\r\n<b>", name=name) == Preview("<pre># a\n&lt;b&gt;</pre>", [], "about 1 page")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_becomes_a_table_whatever_separates_it(separator: str) -> None:
    text = f"name{separator}note\nZoë{separator}=1+1\n\n"
    made = make("text", text.encode("utf-8-sig"), name="list.csv")
    assert "<th>name</th><th>note</th></tr><tr><td>Zoë</td><td>=1+1</td>" in made.html
    assert made.extent == "2 rows"


def test_texts_longer_than_we_read_say_so() -> None:
    content = "é word\n".encode() * 40_000
    assert writing.plain_text(content)[0]["extent"] == "more than 143 pages"
    assert writing.csv_table(content)[0]["extent"] == "more than 28,572 rows"
    assert "Ã" not in str(writing.plain_text(content)[0]["html"])


@pytest.mark.parametrize(("count", "text"), [(1, "1 page"), (2, "2 pages"), (0, "0 pages")])
def test_counts_are_words(count: int, text: str) -> None:
    assert extents.counted(count, "page") == text


@pytest.mark.parametrize("kind", ["word", "excel", "slides", "pdf"])
def test_a_file_that_cannot_be_drawn_has_an_empty_preview(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="community.library.preview"):
        assert make(kind, b"not at all") == Preview()
    assert f"no preview of a {kind} file" in caplog.text


def test_pictures_need_no_preview() -> None:
    assert make("image", samples.image()) == Preview()


def test_a_preview_of_any_length_is_cut_and_still_closed() -> None:
    assert preview.safe("<p>" + "a" * (2 * preview.MAX_HTML)).endswith("a</p>")
