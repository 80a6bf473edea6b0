"""What somebody types, taken apart: words, phrases, what must not be there, filters."""

from __future__ import annotations

import pytest

from community.finding.wording import Term, Wanted, wanted


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("fire marshal", [Term("fire"), Term("marshal")]),
        ('"fire marshal" lease', [Term("fire marshal", phrase=True), Term("lease")]),
        ("“fire marshal”", [Term("fire marshal", phrase=True)]),
        ('"fire', [Term("fire")]),
        ("lease -church", [Term("lease"), Term("church", excluded=True)]),
        ('-"on paper"', [Term("on paper", phrase=True, excluded=True)]),
        ("Why?! (really)", [Term("Why"), Term("really")]),
        ("@ben", [Term("@ben")]),
        ("don't co-op", [Term("don't"), Term("co-op")]),
        ("http://x.example/a", [Term("http://x.example/a")]),
        ("? & ! 👍 -", []),
        ("李 مرحبا", [Term("李"), Term("مرحبا")]),
        ("a b c d e f g h i j", [Term(letter) for letter in "abcdefgh"]),
    ],
)
def test_words(typed: str, terms: list[Term]) -> None:
    assert list(wanted(typed).terms) == terms


def test_filters_are_no_words() -> None:
    found = wanted('lease FROM:ana space:"Hard questions" is:solved after:2026-03 to:me')
    assert found.terms == (Term("lease"), Term("to:me"))
    assert found.filters == (("from", "ana"), ("space", "Hard questions"), ("is", "solved"), ("after", "2026-03"))
    assert (found.of("from"), found.of("room")) == ("ana", "")


def test_a_filter_can_be_taken_away_and_set_anew() -> None:
    found = wanted('lease from:ana space:"Hard questions"')
    assert str(found) == 'lease from:ana space:"Hard questions"'
    assert str(found.without("from")) == 'lease space:"Hard questions"'
    assert str(found.narrowed(space="", **{"is": "solved"})) == "lease from:ana is:solved"
    assert wanted(str(found)) == found


def test_words_that_may_go_on() -> None:
    begun = wanted('jun -oak "two words"').begun()
    assert begun.terms == (Term("jun", begins=True), Term("oak", excluded=True), Term("two words", phrase=True))


@pytest.mark.parametrize("typed", ["", "   ", "-church", "?"])
def test_nothing_to_look_for(typed: str) -> None:
    assert not wanted(typed)
    assert bool(wanted("from:ana")) is bool(wanted("church")) is True
    assert isinstance(wanted(typed), Wanted)
