"""Redis away, and back without a memory: sends go on, nobody loses a word, no server needs a restart."""

from __future__ import annotations

from redis import Redis

from cohorts.models import Room
from community.live.bus import PREFIX
from tests.harness.gathering import Gathering
from tests.harness.judge import Judge, holes
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive, closed, remove
from tests.services import RedisServer

PROMISE_S = 20
CLOSED_S = 30  # while Redis is down


def both_listen(server: RedisServer | None, room: Room) -> bool:
    """Both processes have subscribed to the room by themselves."""
    assert server is not None
    with Redis.from_url(server.url) as asking:
        [(_, listeners)] = asking.pubsub_numsub(f"{PREFIX}room:{room.pk}")
    return int(listeners) == 2


def test_a_talk_goes_on_while_redis_is_gone_and_when_it_comes_back_empty(founds: Founds, seed: int) -> None:
    """With the beats of life. The two who only listen are the control: they are left with holes, so there were some."""
    with founds("pair") as community, community.inside():
        assert community.redis is not None
        world, guests = arrive(14)
        *talkers, leaving, also_leaving = guests
        with Gathering(community, world.room, talkers, seed=seed, pace=0.4) as gathering:
            listeners = [gathering.comes(world.ada, at=at, naive=True) for at in range(2)]
            tabs = [gathering.comes(who, at=at, quiet=True) for who in (leaving, also_leaving) for at in range(2)]
            gathering.until(lambda: all(t.inside for t in (*listeners, *tabs)), within=20)
            gathering.talks_until_acked(40)

            community.redis.stop()
            gathering.talks_until_acked(60)
            removals = [remove(world, world.room, leaving, tabs[:2])]
            gathering.talks_until_acked(20)
            without = gathering.settles(within=PROMISE_S)
            gap = gathering.head()
            removals.append(remove(world, world.room, also_leaving, tabs[2:]))  # nobody talks: only the poll finds out
            gathering.until(lambda: closed(removals), within=CLOSED_S)

            for _ in range(3):  # back, and killed again in the middle of the talk
                community.redis.start()
                gathering.talks_until_acked(30)
                community.redis.stop()
                gathering.talks_until_acked(20)
            community.redis.start()
            back = gathering.settles(within=PROMISE_S)
            gathering.until(lambda: both_listen(community.redis, world.room), within=PROMISE_S)
            healed = gathering.head()
            gathering.talks_until_acked(30)
            gathering.settles(within=PROMISE_S)
            judge = Judge(gathering)
            complaints = judge.complaints()
    assert complaints == []
    assert all(holes(listener, after=0, upto=gap) > 0 for listener in listeners)
    assert [holes(listener, after=healed, upto=judge.head) for listener in listeners] == [0, 0]  # live again
    assert [removal.leaks() for removal in removals] == [[], []]
    assert {code for talker in gathering.talkers for code in talker.closes} == {4403}  # and only those removed
    print(f"complete {without:.1f} s without Redis, {back:.1f} s after it was back; removed "
          f"{[round(removal.slowest(), 1) for removal in removals]} s")  # fmt: skip
