"""One process that was given a Redis and loses it: what is said and heard goes through the process itself."""

from __future__ import annotations

from tests.harness.gathering import Gathering
from tests.harness.judge import Judge, holes
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive


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
