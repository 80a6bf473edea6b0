"""Everything live in one server process: what it tells, hears, re-checks, and how it starts and ends."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncIterator

import pytest
from django.db import InterfaceError, OperationalError

from community.live import news
from community.live import process as module
from community.live.bus import CONTROL
from community.live.hub import Connection
from community.live.process import Limits, Process
from community.live.protocol import Close, encode
from tests.live.doorkeeper import ADA, BEN, CLEO, OTHER, REX, ROOM, THREAD, Doorkeeper, Line, socket_of, turns, until

NEVER = Limits(beat_s=3_600, epoch_poll_s=3_600)


@pytest.fixture
async def door() -> Doorkeeper:
    return Doorkeeper()


@pytest.fixture
async def process(door: Doorkeeper) -> AsyncIterator[Process]:
    process = Process(door, {}, limits=NEVER)
    await process.start()
    yield process
    if not process.stopping:
        await process.stop()


async def enters(process: Process, member_id: int, topic: str = ROOM, *, tab: int = 1) -> tuple[Connection, Line]:
    who, line = socket_of(member_id, tab=tab, epoch=process.hub.verified)
    assert process.hub.add(who, limit=8)
    await process.enter(who, topic, who.epoch)
    process.hub.release(who, topic)
    return who, line


# ---- reading ----------------------------------------------------------------------------------------


async def test_reads_run_beside_each_other_and_off_the_loop(process: Process) -> None:
    """One thread for the whole process would take them one after the other."""
    together = threading.Barrier(2)
    found = await asyncio.gather(*(process.run(together.wait, 3) for _ in range(2)))
    assert sorted(found) == [0, 1]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
async def test_a_connection_that_the_database_closed_is_renewed(process: Process, error: type[Exception]) -> None:
    threads: list[int] = []

    def read(value: int) -> int:
        threads.append(threading.get_ident())
        if len(threads) == 1:
            raise error("server closed the connection unexpectedly")
        return value

    assert await process.run(read, 5) == 5
    assert threads[0] == threads[1], "the second try is made where the first closed its connection"


async def test_what_fails_twice_fails(process: Process) -> None:
    def read() -> None:
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        await process.run(read)


async def test_other_errors_are_not_tried_again(process: Process) -> None:
    tries: list[int] = []

    def read() -> None:
        tries.append(1)
        raise LookupError

    with pytest.raises(LookupError):
        await process.run(read)
    assert len(tries) == 1


# ---- news -------------------------------------------------------------------------------------------


async def test_what_is_published_is_heard_here(process: Process) -> None:
    _, ada = await enters(process, ADA)
    process.publish(ROOM, 1, encode("room", room="spring", state={}))
    await turns()
    assert ada.types == ["room"]


async def test_an_action_in_another_thread_reaches_the_sockets(process: Process) -> None:
    _, ada = await enters(process, ADA)
    await asyncio.to_thread(news.tell_now, ROOM, 1, encode("room", room="spring", state={}))
    await until(lambda: ada.types == ["room"])


async def test_a_removal_closes_the_sockets_of_the_removed(process: Process, door: Doorkeeper) -> None:
    (_, rex), (_, ada) = await enters(process, REX), await enters(process, ADA)
    await asyncio.to_thread(news.access_moved_now, door.remove(REX))
    await until(lambda: rex.closed == (Close.ACCESS_ENDED, "access ended"))
    assert ada.closed is None


async def test_a_hundred_changes_of_access_in_one_moment_need_two_questions(process: Process, door: Doorkeeper) -> None:
    await enters(process, ADA)
    door.now = 101
    for epoch in range(2, 102):
        process.access_moved(epoch)
    await until(lambda: process.hub.verified == 101)
    await turns()
    assert len(door.asked) <= 2


async def test_who_connected_during_the_check_is_checked_with_the_same_news(process: Process, door: Doorkeeper) -> None:
    """Not only at the next poll of the epoch."""
    await enters(process, ADA)
    door.shut()
    process.access_moved(door.remove(REX))
    await turns()
    rex, line = socket_of(REX, epoch=1)
    assert process.hub.add(rex, limit=8)
    door.open()
    await until(lambda: line.closed == (Close.ACCESS_ENDED, "access ended"))


async def test_news_of_an_epoch_that_the_database_does_not_know_is_asked_about_once(
    process: Process, door: Doorkeeper
) -> None:
    await enters(process, ADA)
    process.access_moved(10**9)
    await asyncio.sleep(0.05)
    assert (len(door.asked), process.hub.verified) == (1, 1)


async def test_a_check_that_fails_is_left_to_the_poll(
    process: Process, door: Doorkeeper, caplog: pytest.LogCaptureFixture
) -> None:
    _, rex = await enters(process, REX)
    door.trouble = [OSError("no database")]
    process.access_moved(door.remove(REX))
    await until(lambda: "Sockets could not be re-checked" in caplog.text)
    assert rex.closed is None
    await process.recheck(door.now)
    assert rex.closed is not None


async def test_news_of_other_processes_are_heard(process: Process, door: Doorkeeper) -> None:
    (_, ada), (_, rex) = await enters(process, ADA), await enters(process, REX)
    process.hear(ROOM, 1, encode("room", room="spring", state={}))
    process.hear(CONTROL, 0, json.dumps({"kind": "presence", "process": "other", "topics": {ROOM: [BEN]}}))
    process.hear(CONTROL, 0, json.dumps({"kind": "of a later version"}))
    process.hear(CONTROL, door.remove(REX), json.dumps({"kind": "access"}))
    await until(lambda: rex.closed is not None)
    assert (ada.types, process.presence.here(ROOM)) == (["room"], {ADA, BEN})


# ---- presence -----------------------------------------------------------------------------------------


async def test_presence_follows_everybody_out_whoever_ended_it(process: Process, door: Doorkeeper) -> None:
    """Somebody removed, signed out or disconnected must not stay among those who are here."""
    ada, _ = await enters(process, ADA)
    ben, _ = await enters(process, BEN)
    cleo, _ = await enters(process, CLEO)
    await enters(process, REX)
    assert process.presence.here(ROOM) == {ADA, BEN, CLEO, REX}
    process.hub.leave(ada, ROOM)
    process.hub.remove(ben)
    door.ended = {cleo.session_key}
    await process.recheck(door.remove(REX))
    assert (process.presence.here(ROOM), process.presence.local) == (set(), {})


async def test_entering_twice_counts_once(process: Process) -> None:
    ada, _ = await enters(process, ADA)
    await process.enter(ada, ROOM, 1)
    process.hub.leave(ada, ROOM)
    assert process.presence.here(ROOM) == set()


async def test_only_rooms_have_people_in_them(process: Process) -> None:
    ada, _ = await enters(process, ADA, THREAD)
    assert process.presence.local == {}
    process.hub.leave(ada, THREAD)


async def test_people_are_told_who_is_here(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.02)
    process.spawn(process.tell_presence())
    _, ada = await enters(process, ADA)
    await until(lambda: ada.frames == [{"type": "presence", "room": "spring", "count": 1, "here": [ADA]}])
    await enters(process, BEN)
    await until(lambda: len(ada.frames) == 2)
    assert ada.frames[1] == {"type": "presence", "room": "spring", "count": 2, "here": [ADA, BEN]}


async def test_a_full_room_is_told_the_number_only(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.02)
    monkeypatch.setattr(module, "NAMED_UP_TO", 1)
    _, ada = await enters(process, ADA)
    await enters(process, BEN)
    process.spawn(process.tell_presence())
    await until(lambda: ada.frames == [{"type": "presence", "room": "spring", "count": 2}])


async def test_other_processes_are_told_of_changes_and_with_every_beat(
    door: Doorkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.01)
    process = Process(door, {}, limits=Limits(beat_s=0.1, epoch_poll_s=3_600))
    told: list[str] = []
    monkeypatch.setattr(process.bus, "publish", lambda topic, epoch, frame: told.append(frame))
    await process.start()
    await enters(process, ADA)
    await until(lambda: len(told) >= 2)
    await process.stop()
    kinds = {"kind": "presence", "process": process.name, "topics": {ROOM: [ADA]}}
    assert [json.loads(frame) for frame in told[:2]] == [kinds, kinds]


# ---- the beat -----------------------------------------------------------------------------------------


async def test_heads_are_one_question_and_one_text_for_everybody_in_the_same_rooms(
    process: Process, door: Doorkeeper
) -> None:
    door.revs = {ROOM: 7, OTHER: 3}
    (ada, one), (_, two), (_, three) = [await enters(process, member_id) for member_id in (ADA, BEN, REX)]
    await enters(process, CLEO, THREAD)
    await process.enter(ada, OTHER, 1)
    await process.send_heads()
    assert one.frames == [{"type": "heads", "rooms": {"autumn": 3, "spring": 7}}]
    assert two.frames == three.frames == [{"type": "heads", "rooms": {"spring": 7}}]


async def test_where_nobody_is_in_a_room_no_heads_are_read(process: Process, door: Doorkeeper) -> None:
    _, ada = await enters(process, ADA, THREAD)
    door.reading_threads.clear()
    await process.send_heads()
    assert (ada.types, door.reading_threads) == ([], set())


async def test_a_room_that_is_gone_has_no_head(process: Process) -> None:
    _, ada = await enters(process, ADA)
    await process.send_heads()
    assert ada.types == []


async def test_heads_tell_nothing_to_somebody_removed_before_they_were_read(process: Process, door: Doorkeeper) -> None:
    """The number of a room says that somebody spoke in it."""
    door.revs = {ROOM: 7}
    (_, ada), (_, rex) = await enters(process, ADA), await enters(process, REX)
    door.remove(REX)
    await process.send_heads()
    assert (ada.types, rex.types) == (["heads"], [])


async def test_heads_that_cannot_be_checked_are_not_sent(process: Process, door: Doorkeeper) -> None:
    door.revs = {ROOM: 7}
    _, rex = await enters(process, REX)
    door.remove(REX)
    door.trouble = [OSError("no database")]
    await process.send_heads()
    assert rex.types == []


async def test_the_beat_finds_what_no_messenger_told(door: Doorkeeper) -> None:
    process = Process(door, {}, limits=Limits(beat_s=0.04, epoch_poll_s=0.02))
    await process.start()
    door.revs = {ROOM: 7}
    (_, ada), (_, rex) = await enters(process, ADA), await enters(process, REX)
    door.remove(REX)
    await until(lambda: "heads" in ada.types and rex.closed is not None)
    await process.stop()


async def test_a_beat_that_fails_is_followed_by_the_next(door: Doorkeeper, caplog: pytest.LogCaptureFixture) -> None:
    process = Process(door, {}, limits=Limits(beat_s=0.02, epoch_poll_s=0.02))
    await process.start()
    door.revs = {ROOM: 7}
    _, ada = await enters(process, ADA)
    door.read_trouble = [OSError("no database")]
    await until(lambda: "heads" in ada.types)
    await process.stop()
    assert "A beat failed; the next one comes" in caplog.text


async def test_a_session_that_runs_out_is_closed_by_the_beat(process: Process) -> None:
    (ada, over), (_, still) = await enters(process, ADA), await enters(process, ADA, tab=2)
    ada.expires_at = time.time() - 1
    process.close_expired()
    assert (over.closed, still.closed) == ((Close.SIGNED_OUT, "signed out"), None)


async def test_when_redis_is_back_everybody_is_told_the_heads(process: Process, door: Doorkeeper) -> None:
    door.revs = {ROOM: 7}
    _, ada = await enters(process, ADA)
    process.recover()
    await until(lambda: ada.types == ["heads"])


async def test_an_access_with_a_date_ends_at_it_though_nobody_acts(
    door: Doorkeeper, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.live.process.DATES_S", 0.02)
    process = Process(door, {}, limits=Limits())
    await process.start()
    (rex, line), (_, ada) = await enters(process, REX), await enters(process, ADA)
    door.outside[REX] = Close.DOOR_WAITS
    door.trouble = [OSError("no database")]
    rex.narrows_at = time.time() + 0.05
    await until(lambda: line.closed == (Close.DOOR_WAITS, "something waits at the door"))
    assert ada.closed is None
    assert "whose date has come could not be re-checked" in caplog.text
    await process.stop()


# ---- the end ------------------------------------------------------------------------------------------


async def test_at_the_end_everybody_is_sent_elsewhere_and_nothing_stays_in_memory(
    process: Process, door: Doorkeeper
) -> None:
    _, ada = await enters(process, ADA)
    done: list[int] = []
    process.on_stop.append(lambda: done.append(threading.get_ident()))
    process.marks.note(ADA, ROOM, 5)
    await process.stop()
    assert (ada.closed, door.stored) == ((Close.RESTART, "restart"), {(ADA, ROOM): 5})
    assert len(done) == 1
    assert done[0] != threading.get_ident(), "what may block runs off the loop"
    assert all(task.cancelling() or task.done() for task in process.tasks)


async def test_after_the_end_actions_find_no_sockets_here(process: Process, caplog: pytest.LogCaptureFixture) -> None:
    await process.stop()
    with caplog.at_level(logging.WARNING):
        await asyncio.to_thread(news.tell_now, ROOM, 1, "{}")
    assert caplog.text == ""
