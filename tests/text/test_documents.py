from __future__ import annotations

import pytest

from community.text import documents, rich
from tests.text import vectors
from tests.text.judge import REL, faults

TAGS = rich.TAGS | {"h1", "h4", "caption"}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("# Title", "<h1>Title</h1>\n"),
        ("*a* **b** ~~c~~", "<p><em>a</em> <strong>b</strong> <s>c</s></p>\n"),
        ("<b>visible</b>", "<p>&lt;b&gt;visible&lt;/b&gt;</p>\n"),
        ("[a](https://e.example)", f'<p><a href="https://e.example" rel="{REL}">a</a></p>\n'),
        ("![alt](https://e.example/x.png)", "<p></p>\n"),
        ("##### Small", "Small\n"),
        ("---", "<hr>\n"),
    ],
)
def test_how_a_markdown_document_is_shown(source: str, shown: str) -> None:
    assert documents.from_markdown(source) == shown


def test_a_table_of_a_document_is_a_table() -> None:
    shown = documents.from_markdown("| a | b |\n| - | -: |\n| 1 | 2 |")
    assert "<th>a</th>" in shown
    assert "<td>2</td>" in shown
    assert "style" not in shown


def test_a_preview_keeps_what_belongs_to_a_table() -> None:
    kept = documents.clean("<table><caption>c</caption><tr><td colspan='2' onclick='x' title='t'>1</td></tr></table>")
    assert kept == '<table><caption>c</caption><tbody><tr><td colspan="2">1</td></tr></tbody></table>'


@pytest.mark.parametrize("vector", vectors.ALL)
def test_nothing_executable_survives_in_a_preview(vector: str) -> None:
    for made in (documents.clean(vector), documents.from_markdown(vector), documents.from_markdown(f"# {vector}")):
        assert faults(made, TAGS, ATTRIBUTES) == []
