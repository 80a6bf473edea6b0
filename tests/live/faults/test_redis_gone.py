"""Redis away, and back without a memory: sends go on, nobody loses a word, no server needs a restart."""

from __future__ import annotations

from redis import Redis

from cohorts.models import Room
from community.live.bus import PREFIX
from community.members.models import Member
from tests.cast import World
from tests.harness.gathering import Gathering
from tests.harness.judge import Judge, holes
from tests.harness.talker import Talker
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import Removal, arrive, closed, remove
from tests.services import RedisServer, start_redis

PROMISE_S = 20
CLOSED_S = 30  # while Redis is down
Removals = list[Removal]


def both_listen(redis: RedisServer, room: Room) -> bool:
    """Both processes have subscribed to the room by themselves."""
    with Redis.from_url(redis.url) as asking:
        [(_, listeners)] = asking.pubsub_numsub(f"{PREFIX}room:{room.pk}")
    return int(listeners) == 2


def without(redis: RedisServer, gathering: Gathering, world: World, leaving: list[Talker]) -> tuple[float, Removals]:
    """Redis is stopped: the talk goes on, and is complete without it; how long that took, and who was sent away."""
    redis.stop()
    gathering.talks_until_acked(60)
    one, other = (Member.objects.get(pk=tab.member_id) for tab in leaving[::2])
    removals = [remove(world, gathering.room, one, leaving[:2])]
    gathering.talks_until_acked(20)
    took = gathering.settles(within=PROMISE_S)
    removals.append(remove(world, gathering.room, other, leaving[2:]))  # nobody talks: only the poll finds out
    gathering.until(lambda: closed(removals), within=CLOSED_S)
    return took, removals


def back_and_gone_again(redis: RedisServer, gathering: Gathering) -> float:
    """Started empty and killed in the middle of the talk, until at last it stays; how long until all was complete."""
    for _ in range(3):
        redis.start()
        gathering.talks_until_acked(30)
        redis.stop()
        gathering.talks_until_acked(20)
    redis.start()
    took = gathering.settles(within=PROMISE_S)
    gathering.until(lambda: both_listen(redis, gathering.room), within=PROMISE_S)
    return took


def test_a_talk_goes_on_while_redis_is_gone_and_when_it_comes_back_empty(founds: Founds, seed: int) -> None:
    """With the beats of life. The two who only listen are the control: they are left with holes, so there were some."""
    with founds("pair", redis=start_redis()) as community, community.inside():
        assert isinstance(community.redis, RedisServer)
        world, guests = arrive(14)
        with Gathering(community, world.room, guests[:12], seed=seed, pace=0.4) as gathering:
            listeners = [gathering.comes(world.ada, at=at, naive=True) for at in range(2)]
            leaving = [gathering.comes(who, at=at, quiet=True) for who in guests[12:] for at in range(2)]
            gathering.until(lambda: all(tab.inside for tab in gathering.talkers), within=20)
            gathering.talks_until_acked(40)
            healing, removals = without(community.redis, gathering, world, leaving)
            gap = gathering.head()
            back = back_and_gone_again(community.redis, gathering)
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
    slowest = [round(removal.slowest(), 1) for removal in removals]
    print(f"complete {healing:.1f} s without Redis, {back:.1f} s after it was back; removed {slowest} s")
