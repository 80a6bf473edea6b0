"""Promise 5: no frame about a change reaches a socket whose right to hear it was last verified before that change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from community.live import hub as module
from community.live.hub import Connection, Hub
from community.live.protocol import Close
from tests.live.doorkeeper import ADA, BEN, CLEO, OTHER, REX, ROOM, THREAD, Doorkeeper, Line, socket_of, turns, until


@pytest.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> Doorkeeper:
    monkeypatch.setattr(module, "RETRY_S", 0.02)
    return Doorkeeper()


@pytest.fixture
async def hub(door: Doorkeeper) -> AsyncIterator[Hub]:
    hub = Hub(door)
    hub.verified = door.now
    yield hub
    for who in list(hub.connections):
        hub.remove(who)
    await turns()


def enters(hub: Hub, member_id: int, topic: str = ROOM, *, epoch: int = 1, tab: int = 1) -> tuple[Connection, Line]:
    who, line = socket_of(member_id, tab=tab, epoch=epoch)
    assert hub.add(who, limit=8)
    hub.join(who, topic, epoch)
    return who, line


def frame(number: int) -> str:
    return f'{{"type":"message","n":{number}}}'


def numbers(line: Line) -> list[int]:
    return [found["n"] for found in line.frames if found["type"] == "message"]


async def test_rex_hears_nothing_after_his_removal_even_when_the_news_of_it_was_lost(
    hub: Hub, door: Doorkeeper
) -> None:
    (_, ada), (_, rex) = enters(hub, ADA), enters(hub, REX)
    hub.deliver(ROOM, 1, frame(1))
    await turns()
    at = door.remove(REX)
    hub.deliver(ROOM, at, frame(2))
    await until(lambda: numbers(ada) == [1, 2])
    assert (numbers(rex), rex.closed) == ([1], (Close.ACCESS_ENDED, "access ended"))


async def test_a_topic_is_asked_about_once_for_any_number_of_frames(hub: Hub, door: Doorkeeper) -> None:
    _, ada = enters(hub, ADA)
    door.now = 2
    for number in range(5):
        hub.deliver(ROOM, 2, frame(number))
    await until(lambda: len(numbers(ada)) == 5)
    hub.deliver(ROOM, 2, frame(5))
    await until(lambda: numbers(ada) == [0, 1, 2, 3, 4, 5])
    assert door.asked == [{ROOM: {ADA}}]


async def test_while_the_door_is_asked_the_order_is_kept(hub: Hub, door: Doorkeeper) -> None:
    """Frames of an older epoch wait behind those that started the check."""
    _, ada = enters(hub, ADA)
    door.now = 2
    door.shut()
    for number, epoch in enumerate((2, 1, 2, 0)):
        hub.deliver(ROOM, epoch, frame(number))
    await asyncio.sleep(module.TICK_S * 2)
    assert numbers(ada) == []
    door.open()
    await until(lambda: numbers(ada) == [0, 1, 2, 3])


async def test_an_epoch_that_moves_during_the_check_is_checked_again(hub: Hub, door: Doorkeeper) -> None:
    (_, ada), (_, rex) = enters(hub, ADA), enters(hub, REX)
    door.now = 2
    door.shut()
    hub.deliver(ROOM, 2, frame(1))
    await turns()
    at = door.bar(ROOM, REX)
    hub.deliver(ROOM, at, frame(2))
    door.open()
    await until(lambda: numbers(ada) == [1, 2])
    assert rex.types == ["message", "gone"]
    assert len(door.asked) == 2


async def test_too_much_held_back_is_dropped_and_left_to_the_beat(
    hub: Hub, door: Doorkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HELD_FRAMES", 3)
    _, ada = enters(hub, ADA)
    door.now = 2
    door.shut()
    for number in range(9):
        hub.deliver(ROOM, 2, frame(number))
    await turns()
    door.open()
    await until(lambda: numbers(ada) == [0, 1, 2])


async def test_while_the_door_cannot_be_asked_nothing_is_sent(
    hub: Hub, door: Doorkeeper, caplog: pytest.LogCaptureFixture
) -> None:
    _, ada = enters(hub, ADA)
    door.now = 2
    door.trouble = [OSError("no database"), OSError("still none")]
    hub.deliver(ROOM, 2, frame(1))
    await turns()
    assert numbers(ada) == []
    await until(lambda: numbers(ada) == [1])
    assert caplog.text.count("The door could not be asked about room:spring; nothing is sent there") == 2


async def test_news_from_a_moment_that_the_database_does_not_know_is_held(hub: Hub, door: Doorkeeper) -> None:
    """A process on another database, or somebody at the messenger: nothing goes out before the door knows the epoch."""
    _, ada = enters(hub, ADA)
    hub.deliver(ROOM, 5, frame(1))
    await until(lambda: len(door.asked) >= 2)
    assert (numbers(ada), len(door.asked) < 10) == ([], True)
    door.now = 5
    await until(lambda: numbers(ada) == [1])


async def test_a_check_ends_with_the_last_listener(hub: Hub, door: Doorkeeper) -> None:
    ada, line = enters(hub, ADA)
    door.now = 2
    door.shut()
    hub.deliver(ROOM, 2, frame(1))
    await turns()
    checking = hub.channels[ROOM].checking
    assert checking is not None
    hub.leave(ada, ROOM)
    await turns()
    assert (checking.cancelled(), hub.channels, line.types) == (True, {}, [])


async def test_a_room_that_the_check_emptied_sends_nothing(hub: Hub, door: Doorkeeper) -> None:
    _, rex = enters(hub, REX)
    hub.deliver(ROOM, door.bar(ROOM, REX), frame(1))
    await until(lambda: rex.types == ["gone"])
    await asyncio.sleep(module.TICK_S * 2)
    assert (rex.types, hub.channels) == (["gone"], {})


# ---- who comes while the door is being asked ----------------------------------------------------------


async def test_ben_who_enters_while_the_door_is_asked_stays_in(hub: Hub, door: Doorkeeper) -> None:
    """The answer does not speak of him: it must neither send him away nor vouch for him."""
    _, ada = enters(hub, ADA)
    door.now = 2
    door.shut()
    hub.deliver(ROOM, 2, frame(1))
    await turns()
    _, ben = enters(hub, BEN, epoch=2)
    door.open()
    await until(lambda: numbers(ada) == [1])
    assert "gone" not in ben.types


async def test_rex_who_enters_on_an_old_permission_while_the_door_is_asked_is_checked_himself(
    hub: Hub, door: Doorkeeper
) -> None:
    _, ada = enters(hub, ADA)
    at = door.bar(ROOM, REX)
    door.shut()
    hub.deliver(ROOM, at, frame(1))
    await turns()
    _, rex = enters(hub, REX, epoch=1)
    door.open()
    await until(lambda: numbers(ada) == [1])
    assert (rex.types, door.asked) == (["gone"], [{ROOM: {ADA}}, {ROOM: {ADA, REX}}])


async def test_an_old_permission_lowers_what_the_topic_is_verified_at(hub: Hub, door: Doorkeeper) -> None:
    door.now = 3
    _, ada = enters(hub, ADA, epoch=3)
    at = door.bar(ROOM, REX)
    _, rex = enters(hub, REX, epoch=at - 2)
    hub.deliver(ROOM, at - 1, frame(1))
    await until(lambda: numbers(ada) == [1])
    assert rex.types == ["gone"]


# ---- everybody at once --------------------------------------------------------------------------------


async def test_everything_is_asked_in_one_question(hub: Hub, door: Doorkeeper) -> None:
    (_, ada), (_, rex), (_, cleo) = enters(hub, ADA), enters(hub, REX, THREAD), enters(hub, CLEO, OTHER)
    door.bar(THREAD, REX)
    at = door.remove(CLEO)
    assert await hub.recheck_everything() == at
    assert door.asked == [{ROOM: {ADA}, THREAD: {REX}, OTHER: {CLEO}}]
    assert (hub.verified, hub.channels.keys()) == (at, {ROOM})
    assert rex.frames == [{"type": "update", "topic": THREAD, "kind": "gone", "data": {}}]
    assert (ada.closed, cleo.closed) == (None, (Close.ACCESS_ENDED, "access ended"))
    hub.deliver(ROOM, at, frame(1))
    await until(lambda: numbers(ada) == [1])
    assert len(door.asked) == 1, "the room was verified with everything else"


async def test_an_ended_session_closes_its_own_tabs_only(hub: Hub, door: Doorkeeper) -> None:
    (_, here), (_, there) = enters(hub, ADA, tab=1), enters(hub, ADA, tab=2)
    door.ended = {"ada-1"}
    await hub.recheck_everything()
    assert (here.closed, there.closed) == ((Close.SIGNED_OUT, "signed out"), None)


async def test_who_connects_meanwhile_keeps_the_verified_epoch_down(hub: Hub, door: Doorkeeper) -> None:
    _, ada = enters(hub, ADA)
    door.now = 4
    door.shut()
    asking = asyncio.create_task(hub.recheck_everything())
    await turns()
    _, ben = enters(hub, BEN, epoch=2)
    door.open()
    assert (await asking, hub.verified, hub.channels[ROOM].verified) == (4, 2, 1)
    assert await hub.recheck_everything() == hub.verified == hub.channels[ROOM].verified == 4
    assert (ada.closed, ben.closed) == (None, None)


async def test_an_answer_about_the_past_closes_nobody_who_was_let_in_since(hub: Hub, door: Doorkeeper) -> None:
    _, before = enters(hub, REX, epoch=1)
    door.remove(REX)
    door.shut()
    asking = asyncio.create_task(hub.recheck_everything())
    await turns()
    door.outside.clear()
    door.now += 1
    _, after = enters(hub, REX, tab=2, epoch=door.now)
    door.open()
    await asking
    assert (before.closed, after.closed) == ((Close.ACCESS_ENDED, "access ended"), None)


async def test_a_room_that_ended_during_the_question_is_no_trouble(hub: Hub, door: Doorkeeper) -> None:
    ada, line = enters(hub, ADA)
    door.bar(ROOM, ADA)
    door.shut()
    asking = asyncio.create_task(hub.recheck_everything())
    await turns()
    hub.leave(ada, ROOM)
    door.open()
    await asking
    assert line.types == []


# ---- dates ----------------------------------------------------------------------------------


async def test_whose_date_has_come_is_asked_about_and_nobody_else(hub: Hub, door: Doorkeeper) -> None:
    (rex, closed), (ada, open_), (ben, later) = enters(hub, REX), enters(hub, ADA), enters(hub, BEN)
    rex.narrows_at, ada.narrows_at, ben.narrows_at = 10.0, 10.0, 11.0
    door.outside[REX], door.narrows[ADA] = Close.DOOR_WAITS, 99.0
    await hub.recheck_dates(9.9)
    assert door.asked == []
    await hub.recheck_dates(10.0)
    assert door.asked == [{}], "one question for both, and about no topic"
    assert closed.closed == (Close.DOOR_WAITS, "something waits at the door")
    assert (open_.closed, later.closed) == (None, None)
    assert (ada.narrows_at, ben.narrows_at) == (99.0, 11.0)


async def test_a_date_that_was_taken_back_is_forgotten(hub: Hub, door: Doorkeeper) -> None:
    rex, line = enters(hub, REX)
    rex.narrows_at = 10.0
    await hub.recheck_everything()
    assert rex.narrows_at == float("inf")
    await hub.recheck_dates(10.0)
    assert (len(door.asked), line.closed) == (1, None)
