from __future__ import annotations

import unicodedata

import pytest

from community.text import plain


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00b\x07c\x1bd\x7fe\x85f\x9fg", "abcdefg"),
        ("tab\tstays", "tab\tstays"),
        ("\ufeffmark", "mark"),
        ("e\u0301", "é"),
        ("half \ud83d surrogate", "half ? surrogate"),
        ("שלום \u202b עולם", "שלום \u202b עולם"),
        ("family \U0001f468\u200d\U0001f469\u200d\U0001f467", "family \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_clean_text_is_storable_and_says_the_same(given: str, kept: str) -> None:
    assert plain.clean(given) == kept


@pytest.mark.parametrize("override", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"])
def test_a_line_carries_no_direction_overrides(override: str) -> None:
    """Unicode TR 36: in names they only make one person look like another."""
    assert plain.clean_line(f"Ada{override}nom") == "Adanom"


def test_a_line_is_one_line_without_space_around() -> None:
    assert plain.clean_line("  How\n\ndo \t you\u2028do?\u3000 ") == "How do you do?"


@pytest.mark.parametrize(
    "nothing",
    ["", " ", "\n\t", "\u00a0", "\u200b\u200c\u200d", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u2800", "\u115f\u1160",
     "\uffa0", "\ufe0f", "\u034f", "\u202e", "\u2029"],
)  # fmt: skip
def test_what_nobody_can_see_is_blank(nothing: str) -> None:
    assert plain.is_blank(nothing)
    assert not plain.is_blank(f"{nothing}.{nothing}")


@pytest.mark.parametrize("something", ["a", "0", ".", "é", "שלום", "日", "👍", "\u0301e", "_"])
def test_what_one_can_see_is_not_blank(something: str) -> None:
    assert not plain.is_blank(something)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("<p>one<br>two</p>", "one two"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("<table><tr><th>one</th><td>two</td></tr><tr><td>three</td></tr></table>", "one two three"),
        ("<pre>one</pre><h2>two</h2><blockquote>three</blockquote>four", "one two three four"),
        ("fish &amp; <b>ch</b>ips &lt;3&nbsp;", "fish & chips <3"),
        ('<a href="https://example.org/?a=1&amp;b=&gt;">link</a>', "link"),
    ],
)
def test_the_words_of_html(html: str, words: str) -> None:
    assert plain.from_html(html) == words


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("short enough", 12, "short enough"),
        ("  spaces \n between ", 20, "spaces between"),
        ("one two three four", 10, "one two…"),
        ("onelongwordwithoutanyspace", 10, "onelongwo…"),
        ("ends here, and goes on", 12, "ends here…"),
        ("", 5, ""),
    ],
)
def test_a_long_text_is_cut_between_words(text: str, most: int, short: str) -> None:
    assert plain.shorten(text, most) == short
    assert len(plain.shorten(text, most)) <= most


def test_every_control_character_is_taken_out_wherever_it_stands() -> None:
    every = "".join(map(chr, range(0x3000)))
    kept = plain.clean(every)
    assert {c for c in kept if unicodedata.category(c) == "Cc"} == {"\t", "\n"}
    assert unicodedata.is_normalized("NFC", kept)
