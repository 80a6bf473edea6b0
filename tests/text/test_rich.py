from __future__ import annotations

import time

import pytest

from community.text import rich
from tests.text import vectors
from tests.text.judge import REL, faults

NAMES = {"ben": "Ben", "ada-2": "Ada <b>Two</b>"}


@pytest.mark.parametrize("vector", vectors.ALL)
def test_nothing_executable_survives(vector: str) -> None:
    for place in (vector, f"<p>before {vector} after</p>", f"<table><tr><td>{vector}", f"<a href='{vector}'>x</a>"):
        assert faults(rich.sanitize(place), rich.TAGS, rich.ATTRIBUTES) == [], place


@pytest.mark.parametrize("vector", vectors.ALL)
def test_mentions_add_nothing_executable(vector: str) -> None:
    linked = rich.link_mentions(rich.sanitize(f'<span data-mention="ben">{vector}</span>{vector}'), NAMES)
    assert faults(linked, rich.TAGS, {**rich.ATTRIBUTES, "a": {"href", "data-mention", "class"}}) == []


@pytest.mark.parametrize("vector", vectors.ALL)
def test_cleaning_twice_is_cleaning_once(vector: str) -> None:
    once = rich.sanitize(vector)
    assert rich.sanitize(once) == once


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>Hello</p>", "<p>Hello</p>"),
        ("<h1>Big</h1>", "Big"),
        ("<h2>Head</h2><h3>Smaller</h3>", "<h2>Head</h2><h3>Smaller</h3>"),
        ("<b>b</b><strong>s</strong><i>i</i><em>e</em><s>s</s><u>u</u>",) * 2,
        ("<pre><code>a &lt; b</code></pre>",) * 2,
        ("<ul><li>one</li></ul>",) * 2,
        ('<ol start="3"><li>three</li></ol>',) * 2,
        ('<ol start="three"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ("<blockquote><p>said</p></blockquote>",) * 2,
        (
            "<table><tbody><tr><th>a</th><td colspan=3>b</td></tr></tbody></table>",
            "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>",
        ),
        ('<a href="https://example.org/a?b=1&amp;c=2">x</a>',
         f'<a href="https://example.org/a?b=1&amp;c=2" rel="{REL}">x</a>'),
        ('<a href="mailto:ada@example.org" target="_blank" rel="opener">x</a>',
         f'<a href="mailto:ada@example.org" rel="{REL}">x</a>'),
        ('<a href="/library/">x</a>', f'<a href="/library/" rel="{REL}">x</a>'),
        ("<font color=red>loud</font><marquee>moving</marquee>", "loudmoving"),
        ("fish & chips < pie > \"pudding\" 'n' more", "fish &amp; chips &lt; pie &gt; \"pudding\" 'n' more"),
        ("<p>open", "<p>open</p>"),
        ("<style>p{}</style><title>t</title>text<!-- note -->", "text"),
        ("<p>e\u0301</p><p>&#101;&#769;</p>", "<p>é</p><p>é</p>"),
        ("<p>a&#8;b\x07c&#x7f;d\x9be</p>", "<p>abcde</p>"),
        ('<p title="t" lang="de" dir="rtl" id="main">x</p>', "<p>x</p>"),
    ],
)  # fmt: skip
def test_what_is_kept_of_what_the_editor_sends(given: str, kept: str) -> None:
    assert rich.sanitize(given) == kept


@pytest.mark.parametrize("empty", ["", " ", "\n", "<p></p>", "<p> </p>", "<p><br></p>", "<p>&nbsp;</p>"])
def test_empty_lines_around_the_words_are_dropped(empty: str) -> None:
    body = "<p>words</p><p></p><p>more</p>"
    assert rich.sanitize(f"{empty}{body}{empty}{empty}") == body
    assert rich.sanitize(empty * 3) == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>a" + " " * 60_000 + "b</p>",
        "a" + "<p></p>" * 9_000 + "b",
        "<p>" + "<br>" * 15_000 + "x</p>",
        "x<p>" + "&nbsp;" * 10_000,
        "<b>" * 20_000,
        "<!--" * 16_000,
        "<a " * 21_000,
        "&" * 64_000,
        "<" * 64_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_body_made_to_be_slow_is_cleaned_at_once(hostile: str) -> None:
    started = time.monotonic()
    cleaned = rich.link_mentions(rich.sanitize(hostile), NAMES)
    assert time.monotonic() - started < 2  # a quadratic search took 80 s over the first of them
    assert faults(cleaned, rich.TAGS, rich.ATTRIBUTES) == []


def test_a_mention_becomes_a_link_with_the_present_name() -> None:
    html = rich.sanitize(
        '<p>Ask <span data-mention="ben">@Benjamin the Great</span> or <a data-mention="ada-2">x</a></p>'
    )
    assert rich.mentioned(html) == {"ben", "ada-2"}
    assert rich.link_mentions(html, NAMES) == (
        '<p>Ask <a class="mention" data-mention="ben" href="/people/ben/">@Ben</a> or '
        '<a class="mention" data-mention="ada-2" href="/people/ada-2/">@Ada &lt;b&gt;Two&lt;/b&gt;</a></p>'
    )


def test_a_mention_survives_being_edited() -> None:
    linked = rich.link_mentions('<p><span data-mention="ben">@Ben</span></p>', NAMES)
    again = rich.sanitize(linked)
    assert rich.mentioned(again) == {"ben"}
    assert rich.link_mentions(again, {"ben": "Ben Renamed"}).endswith(">@Ben Renamed</a></p>")


@pytest.mark.parametrize(
    "forged",
    [
        '<a href="https://evil.example/" data-mention="nobody">@Mona</a>',
        '<a href="https://evil.example/" data-mention="ben"><b>@Ben</b></a>',
        '<a href="https://evil.example/>" data-mention="ben"><i>@Ben</i></a>',
        '<span data-mention="nobody">@Mona</span>',
        '<span data-mention="ben"><b>@Ben</b></span>',
        '<a data-mention="Ben">@Ben</a>',
    ],
)
def test_a_forged_mention_is_no_mention(forged: str) -> None:
    linked = rich.link_mentions(rich.sanitize(forged), NAMES)
    assert "data-mention" not in linked
    assert "class=" not in linked


def test_a_mention_never_leads_anywhere_else_than_to_the_person() -> None:
    forged = '<a href="https://evil.example/" data-mention="ben">@Mona, your moderator</a>'
    assert rich.link_mentions(rich.sanitize(forged), NAMES) == rich.mention("ben", "Ben")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\r\n\r\n\r\ntwo\r\n", "<p>one</p><p>two</p>"),
        ("<b>not bold</b> & so", "<p>&lt;b&gt;not bold&lt;/b&gt; &amp; so</p>"),
        ("  \n ", ""),
        ("@ben!", '<p><span data-mention="ben">@ben</span>!</p>'),
        ("mail ada@ben.example", "<p>mail ada@ben.example</p>"),
    ],
)
def test_plain_writing_becomes_paragraphs(typed: str, html: str) -> None:
    assert rich.from_plain(typed) == html


@pytest.mark.parametrize("vector", vectors.ALL)
def test_plain_writing_is_shown_letter_by_letter(vector: str) -> None:
    assert faults(rich.from_plain(vector), {"p", "br", "span"}, {"span": {"data-mention"}}) == []


@pytest.mark.parametrize("nothing", ["", "<p></p>", "<p>\u200b</p>", "<hr><table><tr><td>\u3164</td></tr></table>"])
def test_only_markup_is_empty(nothing: str) -> None:
    assert rich.is_empty(rich.sanitize(nothing))
    assert not rich.is_empty(rich.sanitize(nothing + "<p>.</p>"))
