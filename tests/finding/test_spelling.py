"""Words nobody wrote, and what they may have meant."""

from __future__ import annotations

import pytest

from community.finding import completing, spelling
from community.finding.models import Word
from tests.cast import World
from tests.verbs import ask


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("marshal", "marshal", 0), ("marshall", "marshal", 1), ("fier", "fire", 1), ("oak", "elm", 3), ("", "ab", 2),
     ("juniper", "jupiner", 2)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert spelling.distance(one, other) == spelling.distance(other, one) == slips


def test_the_word_most_written_is_meant(world: World) -> None:
    for title in ("A marshal", "The marshal", "Marshall, the person"):
        ask(world.ada, world.commons, title, "<p>No more.</p>")
    completing.complete.call()
    assert spelling.nearest(["marshel", "marshall", "marsh", "xyzzy"]) == {"marshel": "marshal"}


def test_every_text_is_learned_once(world: World) -> None:
    ask(world.ada, world.commons, "Juniper, juniper", "<p>juniper</p>")
    completing.complete.call()
    completing.complete.call()
    assert Word.objects.get(text="juniper").texts == 1
    ask(world.ada, world.commons, "Another juniper")
    completing.complete.call()
    assert Word.objects.get(text="juniper").texts == 2


def test_numbers_short_words_and_endless_ones_are_not_learned() -> None:
    assert set(spelling.words_in(["The lease of 2026 is " + "a" * 25, "lease"])) == {"lease"}
