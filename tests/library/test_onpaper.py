"""Documents drawn as PDF on our side."""

from __future__ import annotations

import json

import pytest

from community.files.findings import Refused
from community.library.onpaper import reading, writing
from tests.library.papers import words_of


def drawn(markup: str, title: str = "Handbook") -> list[str]:
    _, [content] = writing.draw(json.dumps({"html": markup, "title": title}).encode())
    return words_of(content)


def test_headings_lists_quotations_and_tables_come_in_their_order() -> None:
    [page] = drawn(
        "<h1>Handbook</h1><p>We <strong>learn</strong> <em>together</em>.</p><ol start='3'><li>Arrive</li><li>Begin"
        "<ul><li>slowly</li></ul></li></ol><blockquote><p>Be kind.</p></blockquote><table><tr><th>Day</th><th>Who</th>"
        "</tr><tr><td><p>Monday</p></td><td>Ada</td></tr></table><pre>8:00  bell\n9:00  end</pre><hr><p>The end</p>"
    )
    told = page.split("\n")
    wanted = ["Handbook", "We learn together.", "3. Arrive", "4. Begin", "• slowly", "Be kind.", "Day Who",
              "Monday Ada", "8:00  bell", "9:00  end", "The end", "Handbook 1 of 1"]  # fmt: skip
    assert [" ".join(line.split()) for line in told] == [" ".join(line.split()) for line in wanted]


def test_every_page_has_its_number_and_a_heading_keeps_what_follows() -> None:
    pages = drawn("".join(f"<h2>Part {n}</h2><p>{'Words of it. ' * 40}</p>" for n in range(12)), "A" * 200)
    assert len(pages) > 1
    assert [page.rstrip().endswith(f"{n} of {len(pages)}") for n, page in enumerate(pages, 1)] == [True] * len(pages)
    for page in pages:
        body = page.rstrip().split("\n")[:-1]
        assert not body[-1].startswith("Part "), body[-3:]


def test_what_the_font_lacks_is_said_with_what_it_has_or_refused() -> None:
    [page] = drawn("<p>\u2610 Signed \u2192 \u2265 3 by Jos\u00e9, \u0141\u00f3d\u017a</p>")
    assert " ".join(page.split()).startswith("[ ] Signed -> >= 3 by José, Łódź")
    with pytest.raises(Refused, match="cannot show: 学"):
        drawn("<p>学</p>")


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li>" * 200 + "deep",
        "<table><tr><td>" * 50 + "deep",
        "<table>" + "<tr>" + "<td>x</td>" * 300 + "</tr></table>",
        "<table><tr><td colspan='999999' rowspan='77'>wide</td></tr><tr><td>x</td></tr></table>",
        "<table><tr></tr></table><p>after</p>",
        f"<table><tr><td>{'high ' * 6000}</td><td>x</td></tr></table>",
        "<p>" + "W" * 20_000 + "</p>",
        "</li></ul></table></a></strong></blockquote><p>closed too often",
        "<a href='javascript:alert(1)'>no</a> <a>none</a> <a href='https://example.org/'>yes</a>",
        "<ol start='99999999999999'><li>x</ol><h1></h1><p> </p>",
        "<table><tr><td rowspan='3'>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    ],
    ids=lambda markup: markup[:24],
)
def test_odd_documents_become_pages_all_the_same(markup: str) -> None:
    assert drawn(markup)


def test_words_of_a_table_in_a_table_are_kept_and_no_link_leads_to_a_program() -> None:
    inner = "<table><tr><td>in</td><td>side</td></tr></table>"
    [block] = reading.blocks(f"<table><tr><td>out {inner}</td></tr></table>")
    assert [cell.text.split() for row in block.rows for cell in row] == [["out", "in", "side"]]
    assert [run.link for run in reading.blocks("<p><a href='javascript:x()'>no</a></p>")[0].runs] == [""]
    assert [run.link for run in reading.blocks("<p><a href='https://example.org/'>yes</a></p>")[0].runs] != [""]
