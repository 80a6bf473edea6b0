"""Out means out, at a moment of chance: no byte of what was committed after the removal reaches the removed."""

from __future__ import annotations

from tests.harness.gathering import Gathering
from tests.harness.judge import Judge
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive, closed, remove_in_turn

TALKERS = 4
ROUNDS = 40


def test_forty_people_hear_nothing_of_what_is_said_after_their_removal(founds: Founds, seed: int) -> None:
    """Removed by a command beside the server, without Redis: nothing tells the server but its own eyes."""
    with founds("alone") as community, community.inside():
        world, guests = arrive(TALKERS + ROUNDS)
        with Gathering(community, world.room, guests[:TALKERS], seed=seed, pace=0.2) as gathering:
            removals = remove_in_turn(gathering, world, guests[TALKERS:])
            gathering.until(lambda: closed(removals), within=30)
            gathering.settles()
            complaints = Judge(gathering).complaints()
    assert complaints == []
    assert [removal.leaks() for removal in removals] == [[]] * ROUNDS
    assert len({removal.boundary for removal in removals}) > ROUNDS / 4  # they did talk between the removals
    print(f"slowest close {max(removal.slowest() for removal in removals):.2f} s")
