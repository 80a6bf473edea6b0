"""Random texts from a fixed seed: what must be true of whatever anybody writes."""

from __future__ import annotations

import html
import random
import unicodedata

import pytest

from community.text import chat, documents, plain, rich
from tests.text import vectors
from tests.text.judge import faults

ROUNDS = 400
LETTERS = (
    "abc ABC 123 @ben @ada-2 äöü שלום 日本語 👍🏽 👨‍👩‍👧 \u202e\u200b\u00ad\u0301\u0338 \x00\x07\x1b\x85 \ud83d "
    "<>\"'`&;#:/\\[](){}*_~|=+-.!?,%$^ \n\r\t"
)
PIECES = (
    *LETTERS, "<p>", "</p>", "<b", "</", "-->", "<!--", "<![CDATA[", '<span data-mention="ben">', '<a href="', "</a>",
    "<table>", "<td>", "<svg>", "<math>", "<style>", "<textarea>", "&#x", "&lt", "&nbsp;", "&amp;#60;", "```", "~~~",
    "**", "\n\n", "\n> ", "\n- ", "](", "![", "https://e.example/", "javascript:", "@ben", "@ada-2",
)  # fmt: skip
NAMES = {"ben": "Ben", "ada-2": 'Ada "<Two>"'}
CHAT_ATTRIBUTES = chat.ATTRIBUTES
RICH_ATTRIBUTES = {**rich.ATTRIBUTES, "a": {"href", "data-mention", "class"}}


def texts(seed: int) -> list[str]:
    chance = random.Random(seed)
    made = ["".join(chance.choices(PIECES, k=chance.randrange(1, 60))) for _ in range(ROUNDS)]
    return [text.replace("b", chance.choice(vectors.ALL), 1) if chance.random() < 0.3 else text for text in made]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_posted_is_stored_clean_and_stays_so(seed: int) -> None:
    for text in texts(seed):
        once = rich.sanitize(text)
        linked = rich.link_mentions(once, NAMES)
        assert faults(linked, rich.TAGS, RICH_ATTRIBUTES) == [], text
        assert rich.sanitize(once) == once, text
        edited = rich.link_mentions(rich.sanitize(linked), NAMES)
        assert rich.link_mentions(rich.sanitize(edited), NAMES) == edited, text


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_said_is_shown_clean(seed: int) -> None:
    for text in texts(seed):
        assert faults(chat.render(plain.clean(text), NAMES), chat.TAGS, CHAT_ATTRIBUTES) == [], text


@pytest.mark.parametrize("seed", range(2))
def test_whatever_a_document_holds_is_shown_clean(seed: int) -> None:
    for text in texts(seed):
        assert faults(documents.from_markdown(plain.clean(text)), rich.TAGS | {"h1", "h4"}, rich.ATTRIBUTES) == [], text


@pytest.mark.parametrize("seed", range(4))
def test_clean_text_can_be_stored_anywhere(seed: int) -> None:
    for text in texts(seed):
        kept = plain.clean(text)
        assert kept.encode("utf-8").decode() == kept
        assert not {c for c in kept if unicodedata.category(c) == "Cc"} - {"\t", "\n"}
        assert plain.clean(kept) == kept


@pytest.mark.parametrize("seed", range(4))
def test_every_short_text_is_short_and_holds_no_markup(seed: int) -> None:
    for text in texts(seed):
        words = plain.from_html(rich.sanitize(text))
        short = plain.shorten(words, 40)
        assert len(short) <= 40
        assert "\n" not in short
        assert plain.is_blank(words) == rich.is_empty(rich.sanitize(text))


@pytest.mark.parametrize("seed", range(2))
def test_plain_words_come_back_letter_by_letter(seed: int) -> None:
    """Escaping is total: what somebody typed without an editor is read again as they typed it."""
    for text in texts(seed):
        typed = plain.clean(text)
        shown = rich.link_mentions(rich.sanitize(rich.from_plain(typed)), {})
        back = html.unescape(
            shown.replace("</p><p>", "\n\n").replace("<br>", "\n").removeprefix("<p>").removesuffix("</p>")
        )
        assert "".join(back.split()) == "".join(typed.split()), text


@pytest.mark.parametrize("seed", range(2))
def test_unmarked_words_of_a_message_are_shown_as_they_are(seed: int) -> None:
    for text in texts(seed):
        bare = "".join(c for c in plain.clean(text) if c.isalnum() or c in " <>&\"'")
        shown = chat.render(f"x {bare}")
        assert html.unescape(shown.removeprefix("<p>").removesuffix("</p>")).split() == f"x {bare}".split(), bare
