"""Counting votes: each choice, and in rounds where people put them in order."""

from __future__ import annotations

import itertools
import random

import pytest

from community.forum.polls.counting import changed, key_of, picks_in, run_off, voters, votes


def test_votes_are_counted_for_each_choice() -> None:
    box = {"0": 3, "0,2": 2, "1": 1}
    assert (voters(box), votes(box, 4)) == (6, [5, 1, 2, 0])
    assert (voters({}), votes({}, 2)) == (0, [0, 0])


def test_the_box_says_nothing_about_who_came_when() -> None:
    """Whatever the order of the votes, and whoever changed theirs: the same box, byte for byte."""
    cast = ["2", "0,1", "0", "2", "1"]
    boxes = set()
    for order in itertools.permutations(cast):
        box: dict[str, int] = {}
        for vote in order:
            box = changed(box, put=vote)
        boxes.add(str(box))
    assert boxes == {str({"0": 1, "0,1": 1, "1": 1, "2": 2})}
    assert changed({"0": 1, "1": 1}, out="0", put="1") == {"1": 2}
    assert changed({"1": 1}, out="1") == {}


def test_more_than_half_wins_at_once() -> None:
    [only] = run_off({"0,1": 3, "1,0": 2}, 2)
    assert (only.votes, only.first, only.out, only.spent) == ({0: 3, 1: 2}, (0,), (), 0)


def test_the_last_goes_out_and_its_ballots_go_on() -> None:
    """The usual example: Tennessee chooses its capital (Memphis, Nashville, Chattanooga, Knoxville)."""
    box = {"0,1,2,3": 42, "1,2,3,0": 26, "2,3,1,0": 15, "3,2,1,0": 17}
    rounds = run_off(box, 4)
    assert [one.votes for one in rounds] == [
        {0: 42, 1: 26, 2: 15, 3: 17}, {0: 42, 1: 26, 3: 32}, {0: 42, 3: 58},
    ]  # fmt: skip
    assert ([one.out for one in rounds], rounds[-1].first) == ([(2,), (1,), ()], (3,))


def test_who_named_nobody_that_is_left_counts_no_more() -> None:
    rounds = run_off({"0": 4, "1": 3, "2": 2}, 3)
    assert [(one.spent, one.out) for one in rounds] == [(0, (2,)), (2, ())]
    assert rounds[-1].first == (0,)


def test_choices_nobody_put_first_go_out_together() -> None:
    rounds = run_off({"0": 2, "1": 2, "2,0": 1}, 6)
    assert rounds[0].out == (3, 4, 5)
    assert rounds[-1].first == (0,)


def test_level_stays_level() -> None:
    assert run_off({"0": 2, "1": 2}, 2)[-1].first == (0, 1)
    assert run_off({}, 3)[-1].first == ()


def test_of_two_who_are_last_whoever_had_fewer_before_goes() -> None:
    rounds = run_off({"0": 5, "1": 3, "2,1": 1, "3": 2, "4,3": 1, "4,2": 1}, 5)
    assert rounds[0].out == (2,), "the only one with a single vote"
    [second] = [one for one in rounds if set(one.votes) == {0, 1, 3, 4}]
    assert (second.votes[3], second.votes[4], second.out) == (2, 2, (4,)), "level in both rounds: the later in the list"


@pytest.mark.parametrize("seed", range(25))
def test_no_ballot_is_lost_and_whoever_wins_has_more_than_half(seed: int) -> None:
    chance = random.Random(seed)
    choices = chance.randint(2, 20)
    box: dict[str, int] = {}
    for _ in range(chance.randint(1, 60)):
        ranking = tuple(chance.sample(range(choices), chance.randint(1, choices)))
        assert picks_in(key_of(ranking)) == ranking
        box = changed(box, put=key_of(ranking))
    rounds = run_off(box, choices)
    assert len(rounds) <= choices
    for one in rounds:
        assert sum(one.votes.values()) + one.spent == voters(box)
    last = rounds[-1]
    if len(last.first) == 1:
        assert last.votes[last.first[0]] * 2 > sum(last.votes.values())
    else:
        assert set(last.first) == set(last.votes)
