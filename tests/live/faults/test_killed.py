"""A server that ends in the middle of a talk: whatever was confirmed is there, once, and everybody sees it."""

from __future__ import annotations

from tests.harness.gathering import Gathering
from tests.harness.judge import Judge
from tests.harness.shapes import LARGEST, SMALLEST
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive

SHAPE = SMALLEST if SMALLEST == "alone" else LARGEST
KILLS = 4


def test_fifty_people_lose_no_confirmed_word_when_their_server_is_killed(founds: Founds, seed: int) -> None:
    """SIGKILL, four times, each process in turn, wherever its writing happens to be."""
    with founds(SHAPE) as community, community.inside():
        world, guests = arrive(50)
        with Gathering(community, world.room, guests, seed=seed, pace=1.5) as gathering:
            for number in range(KILLS):
                gathering.talks_until_acked(40)
                server = community.servers[number % community.processes]
                server.kill()
                server.start()
            gathering.talks_until_acked(40)
            took = gathering.settles()
            complaints = Judge(gathering).complaints()
    assert complaints == []
    cuts = [code for talker in gathering.talkers for code in talker.closes]
    assert cuts.count(1006) >= 50  # the premise: they were cut off
    print(f"{len(cuts)} cuts, {gathering.acked()} confirmed, complete {took:.1f} s after the last word")


def test_a_rolling_restart_is_a_short_pause_for_thirty_people(founds: Founds, seed: int) -> None:
    """SIGTERM to each process in turn, under traffic: told to come back, back, and nothing lost or doubled."""
    with founds(SHAPE) as community, community.inside():
        world, guests = arrive(30)
        with Gathering(community, world.room, guests, seed=seed, pace=0.8) as gathering:
            for server in community.servers:
                gathering.talks_until_acked(30)
                assert server.stop() == 0
                server.start()
                gathering.until(lambda: all(talker.inside for talker in gathering.talkers), within=30)
            gathering.talks_until_acked(30)
            gathering.settles()
            complaints = Judge(gathering).complaints()
    assert complaints == []
    codes = [code for talker in gathering.talkers for code in talker.closes]
    assert set(codes) == {4012}
    assert len(codes) >= 30
