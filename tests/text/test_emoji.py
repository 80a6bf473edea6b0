from __future__ import annotations

import pytest

from community.text import emoji

ONE = (
    *emoji.OFFERED, "😀", "❤", "☀️", "👍🏽", "👨‍👩‍👧", "👩🏿‍🚒", "🏳️‍🌈", "🏴‍☠️", "🇺🇸",
    "1️⃣", "#⃣", "*️⃣", "©️", "🫶", "🧑‍🤝‍🧑",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
)  # fmt: skip
NOT_ONE = (
    "", "a", "ok", "1", "#", " ", "👍👍", "👍 ", " 👍", "👍a", "a👍", "🇺", "🇺🇸🇺🇸", "🇺a",
    "🏽", "\ufe0f", "\u200d", "\u200d👍", "👍\u200d", "\ufe0f👍", "\u20e3", "a\u20e3",
    "1<\u20e3", "1\u200d\u20e3", "11\u20e3", "<b>", "&#128077;", "👍" * 13,
    "👍\u200d" * 7, "\x00", "\ud83d", "👍\n",
)  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_one_emoji_is_a_reaction(text: str) -> None:
    assert emoji.is_emoji(text)


@pytest.mark.parametrize("text", NOT_ONE)
def test_anything_else_is_none(text: str) -> None:
    assert not emoji.is_emoji(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("👍", "Thumbs up"), ("❤️", "Heart"), ("🎈", "Balloon"), ("🇺🇸", "Regional indicator symbol letter u")],
)
def test_every_emoji_has_a_name_for_a_screen_reader(text: str, words: str) -> None:
    assert emoji.name(text) == words


def test_all_offered_emoji_are_named() -> None:
    assert set(emoji.NAMES) == set(emoji.OFFERED)


def test_a_nameless_symbol_is_still_a_reaction() -> None:
    assert emoji.name("\ue000") == "Reaction"
