"""Counting votes. Pure functions over a poll's box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Box = Mapping[str, int]
Picks = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a run-off: votes of each choice that was still in, ballots that name none of them any more, and
    which choices go out after it. `first`: who won, in the last round; several when they are level."""

    votes: dict[int, int]
    spent: int
    out: Picks = ()
    first: Picks = ()


def key_of(picks: Picks) -> str:
    return ",".join(map(str, picks))


def picks_in(key: str) -> Picks:
    return tuple(int(part) for part in key.split(",") if part)


def changed(box: Box, *, out: str = "", put: str = "") -> dict[str, int]:
    """The box after a vote was taken out of it, and one put in; in one order, whoever came when."""
    made = dict(box)
    if out:
        made[out] = made.get(out, 0) - 1
    if put:
        made[put] = made.get(put, 0) + 1
    return {key: made[key] for key in sorted(made) if made[key] > 0}


def voters(box: Box) -> int:
    return sum(box.values())


def votes(box: Box, choices: int) -> list[int]:
    """How often each choice was picked."""
    found = [0] * choices
    for key, times in box.items():
        for pick in picks_in(key):
            found[pick] += times
    return found


def run_off(box: Box, choices: int) -> list[Round]:
    """Instant run-off: the last goes out, and its ballots count for the next choice they name, until one has more than
    half. Of those who are last together goes whoever had fewer votes in the rounds before, then the later in the list.
    """
    ballots = [(picks_in(key), times) for key, times in box.items()]
    within, rounds = set(range(choices)), list[Round]()
    while True:
        counted, spent = one_round(ballots, within)
        total, best = sum(counted.values()), max(counted.values())
        first = tuple(pick for pick in counted if counted[pick] == best)
        if total == 0:
            return [*rounds, Round(counted, spent)]
        if best * 2 > total or len(first) == len(within):
            return [*rounds, Round(counted, spent, first=first)]
        out = tuple(pick for pick in counted if not counted[pick]) or (last_of(counted, rounds),)
        rounds.append(Round(counted, spent, out=out))
        within -= set(out)


def one_round(ballots: list[tuple[Picks, int]], within: set[int]) -> tuple[dict[int, int], int]:
    counted, spent = dict.fromkeys(sorted(within), 0), 0
    for picks, times in ballots:
        top = next((pick for pick in picks if pick in within), None)
        if top is None:
            spent += times
        else:
            counted[top] += times
    return counted, spent


def last_of(counted: dict[int, int], rounds: list[Round]) -> int:
    def standing(pick: int) -> tuple[int, ...]:
        return (counted[pick], *(before.votes[pick] for before in reversed(rounds)), -pick)

    return min(counted, key=standing)
