"""Out means out while the news of it are lost on the way between two processes; and that this test would see a leak."""

from __future__ import annotations

import sys

from tests.harness.community import Community
from tests.harness.gathering import Gathering
from tests.harness.judge import Judge
from tests.harness.messenger import Messenger, losing
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive, closed, remove, remove_in_turn
from tests.services import start_redis

TALKERS = 4
ROUNDS = 40
PROMISE_S = 2.0
SLACK_S = 2.0  # for a busy machine; without the news the poll would take up to five


def test_sockets_of_the_removed_close_within_two_seconds_at_both(two: Community, messenger: Messenger) -> None:
    """Nobody talks, so that only the news of the removal itself can close them."""
    world, guests = arrive(10)
    with Gathering(two, world.room, [world.ada], seed=0, pace=3_600) as gathering:
        tabs = {guest.pk: [gathering.comes(guest, at=at, quiet=True) for at in range(2)] for guest in guests}
        gathering.until(lambda: all(talker.inside for talker in gathering.talkers), within=60)
        removals = []
        for guest in guests:
            removals.append(remove(world, world.room, guest, tabs[guest.pk]))
            gathering.until(lambda: closed(removals), within=PROMISE_S + SLACK_S)
    slowest = sorted(removal.slowest() for removal in removals)
    assert slowest[len(slowest) // 2] < PROMISE_S / 4
    print(f"slowest close {slowest[-1]:.3f} s")


def test_forty_people_hear_nothing_when_the_news_of_their_removal_are_lost(
    two: Community, messenger: Messenger, seed: int
) -> None:
    world, guests = arrive(TALKERS + ROUNDS)
    with Gathering(two, world.room, guests[:TALKERS], seed=seed, pace=0.2) as gathering:
        messenger.carry = losing(0.3)
        removals = remove_in_turn(gathering, world, guests[TALKERS:])
        gathering.until(lambda: closed(removals), within=30)
        gathering.settles()
        complaints = Judge(gathering).complaints()
    assert complaints == []
    assert messenger.lost > 0
    assert [removal.leaks() for removal in removals] == [[]] * ROUNDS
    assert len({removal.boundary for removal in removals}) > ROUNDS / 4  # they did talk between the removals


def test_a_server_that_trusts_what_it_knew_before_would_be_caught(founds: Founds, seed: int) -> None:
    """The control: without the look at the epoch of each frame, those removed do hear what is said after them."""
    silent = Messenger(start_redis(), seed=seed)
    silent.carry = losing(1.0)
    careless = [sys.executable, "-m", "tests.live.faults.careless"]
    with founds("pair", redis=silent, command=careless) as community, community.inside():
        world, guests = arrive(TALKERS + 10)
        with Gathering(community, world.room, guests[:TALKERS], seed=seed, pace=0.2) as gathering:
            removals = remove_in_turn(gathering, world, guests[TALKERS:])
            gathering.until(lambda: closed(removals), within=30)
    silent.close()
    assert any(removal.leaks() for removal in removals)
