from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from community.text.differences import Piece, between, shortened


def joined(pieces: list[Piece], without: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != without)


def test_a_changed_word_is_a_changed_word() -> None:
    assert between("What is said here stays.", "What is said here stays here.") == [
        Piece("same", "What is said here stays"),
        Piece("added", " here"),
        Piece("same", "."),
    ]


def test_the_same_text_has_one_piece() -> None:
    assert between("Be kind.", "Be kind.") == [Piece("same", "Be kind.")]
    assert between("", "") == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    pieces = between(before, after)
    assert (joined(pieces, "added"), joined(pieces, "taken")) == (before, after)


def test_two_long_texts_are_compared_in_good_time() -> None:
    before = "\n".join(f"Paragraph {n} says one thing and another." for n in range(4_000))
    after = before.replace("Paragraph 7 ", "Paragraph seven ")
    begun = time.monotonic()
    pieces = between(before, after)
    assert time.monotonic() - begun < 5
    assert [piece.kind for piece in pieces].count("added") == 1


def test_what_stayed_is_shown_only_near_what_changed() -> None:
    before = "\n".join(f"line {n}" for n in range(20))
    pieces = shortened(between(before, before.replace("line 10", "line ten")))
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("skipped", "8"), ("same", "line 8\nline 9\nline "), ("taken", "10"), ("added", "ten"),
        ("same", "\nline 11\nline 12\n"), ("skipped", "7"),
    ]  # fmt: skip
    same = shortened(between(before, before))
    assert [piece.kind for piece in same] == ["skipped"]
