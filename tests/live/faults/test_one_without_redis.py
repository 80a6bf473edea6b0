"""One process that was given a Redis and loses it: what is said and heard goes through the process itself."""

from __future__ import annotations

import signal
import time

from tests.harness.gathering import Gathering
from tests.harness.judge import Judge, holes
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive

SLACK_S = 0.5  # for a busy machine


def test_nobody_misses_a_live_frame_because_redis_is_gone(founds: Founds, seed: int) -> None:
    with founds("with-redis") as community, community.inside():
        assert community.redis is not None
        world, guests = arrive(6)
        with Gathering(community, world.room, guests, seed=seed, pace=0.3) as gathering:
            listener = gathering.comes(world.ada, naive=True)
            gathering.until(lambda: listener.inside, within=20)
            for _ in range(2):
                gathering.talks_until_acked(30)
                community.redis.stop()
                gathering.talks_until_acked(30)
                community.redis.start()
            gathering.settles(within=5)
            judge = Judge(gathering)
            complaints = judge.complaints()
    assert complaints == []
    assert holes(listener, after=0, upto=judge.head) == 0


def test_a_redis_that_hangs_holds_nobody_up_for_long(founds: Founds) -> None:
    """It takes connections and answers nothing: the pace is then counted here, after half a second of asking."""
    with founds("with-redis") as community, community.inside():
        assert community.redis is not None
        assert community.redis.process is not None
        world, _ = arrive(0)
        ada, ben = community.tab(world.ada), community.tab(world.ben)
        ben.enter(world.room)
        community.redis.process.send_signal(signal.SIGSTOP)
        try:
            began = time.monotonic()
            assert [ada.says(world.room, f"Slowly {n}")["seq"] for n in range(4)] == [1, 2, 3, 4]
            assert [ben.hears("message")["rev"] for _ in range(4)] == [1, 2, 3, 4]
            assert time.monotonic() - began < 4 * (0.5 + SLACK_S)
        finally:
            community.redis.process.send_signal(signal.SIGCONT)
