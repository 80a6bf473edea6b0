from __future__ import annotations

import time

import pytest

from community.text import chat
from tests.text import vectors
from tests.text.judge import REL, faults

NAMES = {"ben": "Ben", "ada-2": "Ada <b>Two</b>"}
BEN = f'<a class="mention" data-mention="ben" href="/people/ben/" rel="{REL}">@Ben</a>'


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Hello", "<p>Hello</p>"),
        ("Hello: this is plain; isn't it? (yes)", "<p>Hello: this is plain; isn't it? (yes)</p>"),
        ("**bold** and _soft_", "<p><strong>bold</strong> and <em>soft</em></p>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("```\na <b>\n```", "<pre><code>a &lt;b&gt;\n</code></pre>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("| not | a table |", "<p>| not | a table |</p>"),
        ("---", "<p>---</p>"),
        ("![x](https://e.example/x.png)", f'<p>!<a href="https://e.example/x.png" rel="{REL}">x</a></p>'),
        ("<b>not bold</b>", "<p>&lt;b&gt;not bold&lt;/b&gt;</p>"),
        ("a & b", "<p>a &amp; b</p>"),
        ("&lt;", "<p>&amp;lt;</p>"),
        (r"\*not soft\*", "<p>*not soft*</p>"),
        ("[page](https://e.example/?a=1&b=2)", f'<p><a href="https://e.example/?a=1&amp;b=2" rel="{REL}">page</a></p>'),
        ("[mail](mailto:ada@e.example)", f'<p><a href="mailto:ada@e.example" rel="{REL}">mail</a></p>'),
        ("[no](javascript:alert(1))", "<p>[no](javascript:alert(1))</p>"),
        ("[no](ftp://e.example)", f'<p><a rel="{REL}">no</a></p>'),
        ("5 - 3 = 2", "<p>5 - 3 = 2</p>"),
        ("  four\n    spaces", "<p>four<br>\nspaces</p>"),
        ("سلام عليكم", "<p>سلام عليكم</p>"),
        ("👍🏽", "<p>👍🏽</p>"),
    ],
)
def test_how_a_message_is_shown(said: str, shown: str) -> None:
    assert chat.render(said) == shown


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("see https://e.example", "https://e.example"),
        ("see https://e.example.", "https://e.example"),
        ("(http://e.example/a)", "http://e.example/a"),
        ("https://e.example/a_b_c~d/x*y", "https://e.example/a_b_c~d/x*y"),
        ("**https://e.example/**", "https://e.example/"),
        ("HTTPS://e.example", None),
        ("xhttps://e.example", None),
        ("`https://e.example`", None),
        ("javascript://e.example/%0aalert(1)", None),
        ("www.e.example", None),
        ("https://", None),
    ],
)
def test_a_bare_address_becomes_a_link(said: str, address: str | None) -> None:
    link = f'<a href="{address}" rel="{REL}">{address}</a>'
    assert (link in chat.render(said)) is (address is not None)
    assert chat.render(said).count("<a ") == int(address is not None)


def test_a_link_holds_no_link() -> None:
    assert chat.render("[https://one.example](https://two.example)").count("<a ") == 1


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("@ben", {"ben"}),
        ("Thanks @ben, and @ada-2!", {"ben", "ada-2"}),
        ("(@ben)", {"ben"}),
        ("**@ben**", {"ben"}),
        ("@nobody", {"nobody"}),
        ("mail ada@ben.example", set()),
        ("@benjamin", {"benjamin"}),
        ("@ben_", set()),
        ("@Ben", set()),
        ("@" + "b" * 33, set()),
        ("@-ben", set()),
        ("no at all", set()),
    ],
)
def test_who_is_named_in_a_message(said: str, named: set[str]) -> None:
    assert chat.mentioned(said) == named


def test_a_mention_is_shown_with_the_present_name() -> None:
    assert chat.render("Hi @ben!", NAMES) == f"<p>Hi {BEN}!</p>"
    assert ">@Ada &lt;b&gt;Two&lt;/b&gt;</a>" in chat.render("@ada-2", NAMES)


@pytest.mark.parametrize("said", ["@nobody", "ada@ben.example", "`@ben`", "```\n@ben\n```", "@benjamin"])
def test_what_is_no_mention_stays_as_it_was_written(said: str) -> None:
    assert "data-mention" not in chat.render(said, NAMES)
    assert said.strip("`\n") in chat.render(said, NAMES)


def test_a_mention_within_a_mark_is_still_one() -> None:
    assert chat.render("**@ben**", NAMES) == f"<p><strong>{BEN}</strong></p>"
    assert BEN in chat.render("> @ben", NAMES)
    assert BEN in chat.render("[@ben](https://e.example)", NAMES)


@pytest.mark.parametrize("vector", [*vectors.ALL, *(f"[x]({target})" for target in vectors.TARGETS)])
def test_nothing_executable_survives_in_a_message(vector: str) -> None:
    for said in (
        vector,
        f"**{vector}**",
        f"> {vector}",
        f"`{vector}`",
        f"- {vector}",
        f"[{vector}](https://e.example)",
    ):
        assert faults(chat.render(said, NAMES), chat.TAGS, chat.ATTRIBUTES) == [], said


HOSTILE = (
    "[", "*a", "`", "> ", "- ", "1. ", "_", "~~a", "![](", "](x", "[a](", "[a](<", "<", "&", "@ben ", "@", "\\", "\n",
    "[a\n",    "http://", "http://.", "https://e.example/.", "**a", "`a`` ", "| - |\n", "\t", "- \n", "a:/", "://",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_message_made_to_be_slow_is_shown_at_once(piece: str) -> None:
    said = (piece * 8_000)[:8_000]
    started = time.monotonic()
    shown = chat.render(said, NAMES)
    assert time.monotonic() - started < 1.5
    assert faults(shown, chat.TAGS, chat.ATTRIBUTES) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Planning **Thursday’s call**, 4 pm", "Planning Thursday’s call, 4 pm"),
        ("> She said\n- *one*\n- `two`", "She said one two"),
        ("[The lease](https://x.test/a) is 2 * 3 * 4 and snake_case", "The lease is 2 * 3 * 4 and snake_case"),
        ("2 ** 3, **, - and ` alone", "2 ** 3, **, - and ` alone"),
        ("Nothing special", "Nothing special"),
    ],
)
def test_a_few_words_of_a_message_show_no_signs(said: str, words: str) -> None:
    assert chat.words(said, 120) == words


@pytest.mark.parametrize("piece", ["*", "**", "`", "[", "[a](", "> ", "- ", "**a ", "```"])
def test_a_few_words_of_a_message_made_to_be_slow_are_there_at_once(piece: str) -> None:
    begun = time.perf_counter()
    assert len(chat.words(piece * 8000, 120)) <= 120
    assert time.perf_counter() - begun < 0.05


def test_deep_nesting_stays_text() -> None:
    assert chat.render("> " * 200 + "deep").count("<blockquote>") <= 20
