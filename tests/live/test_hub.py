"""Who listens to what, and what they are handed: order, ticks, arrays, holding back until the page is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from community.live import hub as module
from community.live.hub import Connection, Hub
from tests.live.doorkeeper import ADA, BEN, CLEO, OTHER, ROOM, Doorkeeper, Line, socket_of, turns

Left = list[tuple[int, str, bool]]


@pytest.fixture
async def door() -> Doorkeeper:
    return Doorkeeper()


@pytest.fixture
async def left() -> Left:
    return []


@pytest.fixture
async def hub(door: Doorkeeper, left: Left) -> Hub:
    return Hub(door, lambda who, topic, last: left.append((who.member_id, topic, last)))


@pytest.fixture
async def enters(hub: Hub) -> Callable[..., tuple[Connection, Line]]:
    def enter(member_id: int, topic: str = ROOM, *, tab: int = 1, batch: bool = False) -> tuple[Connection, Line]:
        who, line = socket_of(member_id, tab=tab, batch=batch)
        assert hub.add(who, limit=8)
        hub.join(who, topic, 1)
        return who, line

    return enter


Enters = Callable[..., tuple[Connection, Line]]


def frame(number: int) -> str:
    return f'{{"type":"message","n":{number}}}'


def numbers(line: Line) -> list[int]:
    return [found["n"] for found in line.frames if found["type"] == "message"]


# ---- listening --------------------------------------------------------------------------------------


async def test_only_listeners_of_a_topic_hear_it(hub: Hub, enters: Enters) -> None:
    _, ada = enters(ADA)
    _, cleo = enters(CLEO, OTHER)
    hub.deliver(ROOM, 1, frame(1))
    hub.deliver("room:nobody", 1, frame(2))
    await turns()
    assert (numbers(ada), numbers(cleo)) == ([1], [])


async def test_the_first_listener_is_told_apart_from_the_next(hub: Hub) -> None:
    (ada, _), (ben, _) = socket_of(ADA), socket_of(BEN)
    assert [hub.join(ada, ROOM, 1), hub.join(ben, ROOM, 1), hub.join(ada, ROOM, 1)] == [True, False, False]


async def test_a_member_has_as_many_sockets_as_the_limit_and_no_more(hub: Hub) -> None:
    sockets = [socket_of(ADA, tab=n)[0] for n in range(4)]
    assert [hub.add(who, limit=3) for who in sockets] == [True, True, True, False]
    assert hub.add(socket_of(BEN)[0], limit=3), "the limit is each member's own"
    hub.remove(sockets[0])
    assert hub.add(sockets[3], limit=3)


async def test_a_socket_that_ends_is_forgotten_everywhere(hub: Hub, enters: Enters, left: Left) -> None:
    ada, line = enters(ADA)
    hub.join(ada, OTHER, 1)
    hub.remove(ada)
    hub.remove(ada)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    assert (hub.connections, hub.by_member, hub.channels, ada.topics) == (set(), {}, {}, set())
    assert sorted(left) == [(ADA, OTHER, True), (ADA, ROOM, True)]
    assert line.types == []


async def test_leaving_is_told_with_whether_anybody_still_listens(hub: Hub, enters: Enters, left: Left) -> None:
    ada, _ = enters(ADA)
    ben, line = enters(BEN)
    hub.leave(ada, ROOM)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    hub.leave(ben, ROOM)
    hub.leave(ben, ROOM)
    hub.leave(ada, "room:never")
    assert left == [(ADA, ROOM, False), (BEN, ROOM, True)]
    assert numbers(line) == [1]


async def test_a_hub_that_nobody_listens_to_works_too(door: Doorkeeper) -> None:
    hub = Hub(door)
    who, _ = socket_of(ADA)
    hub.join(who, ROOM, 1)
    hub.leave(who, ROOM)
    assert hub.channels == {}


# ---- order and ticks --------------------------------------------------------------------------------


async def test_everybody_hears_the_same_frames_in_the_same_order(hub: Hub, enters: Enters) -> None:
    lines = [enters(member, tab=tab)[1] for member, tab in ((ADA, 1), (ADA, 2), (BEN, 1), (CLEO, 1))]
    for number in range(500):
        hub.deliver(ROOM, 1, frame(number))
        if number % 50 == 0:
            await asyncio.sleep(0.004)
    await asyncio.sleep(module.TICK_S * 3)
    assert all(numbers(line) == list(range(500)) for line in lines)


async def test_what_one_commit_published_travels_in_one_array_for_who_asked_for_arrays(
    hub: Hub, enters: Enters
) -> None:
    _, batched = enters(ADA, batch=True)
    _, single = enters(BEN)
    for number in range(3):
        hub.deliver(ROOM, 1, frame(number))
    await turns()
    assert [len(message) for message in batched.messages] == [3]
    assert [type(message) for message in single.messages] == [dict, dict, dict]
    assert numbers(batched) == numbers(single) == [0, 1, 2]


async def test_a_single_frame_is_no_array(hub: Hub, enters: Enters) -> None:
    _, line = enters(ADA, batch=True)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    assert line.messages == [{"type": "message", "n": 1}]


async def test_after_a_quiet_time_a_frame_goes_out_at_once_and_the_next_with_its_tick(
    hub: Hub, enters: Enters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TICK_S", 0.3)  # longer than a busy machine looks away
    _, line = enters(ADA, batch=True)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    hub.deliver(ROOM, 1, frame(2))
    hub.deliver(ROOM, 1, frame(3))
    await turns()
    assert numbers(line) == [1]
    await asyncio.sleep(module.TICK_S * 2)
    assert [numbers(line), len(line.messages)] == [[1, 2, 3], 2]


async def test_a_listener_that_left_within_the_tick_hears_nothing_more(hub: Hub, enters: Enters) -> None:
    ada, line = enters(ADA)
    enters(BEN)
    hub.deliver(ROOM, 1, frame(1))
    hub.leave(ada, ROOM)
    await turns()
    assert numbers(line) == []


async def test_a_topic_that_ended_within_the_tick_sends_nothing(hub: Hub, enters: Enters) -> None:
    ada, line = enters(ADA)
    hub.deliver(ROOM, 1, frame(1))
    hub.remove(ada)
    await turns()
    assert line.types == []


async def test_whoever_joins_within_the_tick_hears_only_what_comes_after(hub: Hub, enters: Enters) -> None:
    """What waited was allowed to those who were there; the newcomer's own page holds it."""
    _, ada = enters(ADA)
    hub.deliver(ROOM, 1, frame(1))
    _, ben = enters(BEN)
    hub.deliver(ROOM, 1, frame(2))
    await asyncio.sleep(module.TICK_S * 2)
    assert (numbers(ada), numbers(ben)) == ([1, 2], [2])


# ---- holding back until the page is there -----------------------------------------------------------


async def test_what_arrives_while_a_page_is_read_comes_behind_it(hub: Hub, enters: Enters) -> None:
    ada, line = enters(ADA)
    _, ben = enters(BEN)
    hub.hold(ada, ROOM)
    hub.deliver(ROOM, 1, frame(2))
    await asyncio.sleep(module.TICK_S * 2)
    hub.deliver(ROOM, 1, frame(3))
    await asyncio.sleep(module.TICK_S * 2)
    assert (line.types, numbers(ben)) == ([], [2, 3])
    ada.send('{"type":"entered","n":1}')
    hub.release(ada, ROOM)
    hub.deliver(ROOM, 1, frame(4))
    await asyncio.sleep(module.TICK_S * 2)
    assert [found["n"] for found in line.frames] == [1, 2, 3, 4]


async def test_holding_twice_loses_nothing(hub: Hub, enters: Enters) -> None:
    ada, line = enters(ADA)
    hub.hold(ada, ROOM)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    hub.hold(ada, ROOM)
    hub.release(ada, ROOM)
    hub.release(ada, ROOM)
    assert numbers(line) == [1]


async def test_what_was_held_for_somebody_who_left_is_dropped(hub: Hub, enters: Enters) -> None:
    ada, line = enters(ADA)
    hub.hold(ada, ROOM)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    hub.leave(ada, ROOM)
    hub.release(ada, ROOM)
    assert line.types == []
