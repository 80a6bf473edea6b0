from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from community.live import marks as module
from community.live.process import Limits, Process
from tests.live.doorkeeper import ADA, BEN, OTHER, REX, ROOM, Doorkeeper, Line, socket_of, turns, until


@pytest.fixture
async def door() -> Doorkeeper:
    return Doorkeeper()


@pytest.fixture
async def process(door: Doorkeeper) -> AsyncIterator[Process]:
    process = Process(door, {}, limits=Limits(beat_s=3_600, epoch_poll_s=3_600))
    yield process
    await process.stop()


async def enters(process: Process, member_id: int, topic: str = ROOM, *, tab: int = 1) -> Line:
    who, line = socket_of(member_id, tab=tab)
    assert process.hub.add(who, limit=8)
    process.hub.join(who, topic, 1)
    return line


def mark(member_id: int, seq: int, room: str = "spring") -> dict[str, object]:
    return {"type": "read", "room": room, "member": member_id, "seq": seq}


async def test_many_marks_are_one_write_of_the_farthest(process: Process, door: Doorkeeper) -> None:
    for seq in (3, 9, 5):
        process.marks.note(ADA, ROOM, seq)
    process.marks.note(BEN, ROOM, 4)
    await process.marks.save()
    assert (door.stored, process.marks.unsaved) == ({(ADA, ROOM): 9, (BEN, ROOM): 4}, {})


async def test_nothing_noted_is_nothing_written(process: Process, door: Doorkeeper) -> None:
    await process.marks.save()
    await process.marks.tell()
    assert door.reading_threads == set()


async def test_a_small_room_hears_how_far_everybody_read(process: Process) -> None:
    ada, ben = await enters(process, ADA), await enters(process, BEN)
    process.marks.note(ADA, ROOM, 9)
    await process.marks.save()
    await process.marks.tell()
    await turns()
    assert ada.frames == ben.frames == [mark(ADA, 9)]
    await process.marks.tell()
    await turns()
    assert len(ben.frames) == 1, "told once"


async def test_in_a_big_room_only_the_reader_s_own_tabs_hear_it(process: Process, door: Doorkeeper) -> None:
    door.big = {ROOM}
    here, elsewhere = await enters(process, ADA), await enters(process, ADA, OTHER, tab=2)
    ben = await enters(process, BEN)
    process.marks.note(ADA, ROOM, 9)
    process.marks.note(REX, ROOM, 9)
    await process.marks.save()
    await process.marks.tell()
    await turns()
    assert (here.frames, elsewhere.frames, ben.frames) == ([mark(ADA, 9)], [], [])


async def test_who_shows_nobody_what_they_have_read_hears_it_alone(process: Process, door: Doorkeeper) -> None:
    door.quiet = {ADA}
    ada, ben = await enters(process, ADA), await enters(process, BEN)
    process.marks.note(ADA, ROOM, 9)
    process.marks.note(BEN, ROOM, 8)
    await process.marks.save()
    await process.marks.tell()
    await turns()
    assert (ada.frames, ben.frames) == ([mark(ADA, 9), mark(BEN, 8)], [mark(BEN, 8)])


async def test_a_mark_that_did_not_move_is_not_told(process: Process, door: Doorkeeper) -> None:
    """Going back, or repeating: what others see only ever moves forward."""
    ben = await enters(process, BEN)
    door.stored = {(ADA, ROOM): 9}
    process.marks.note(ADA, ROOM, 5)
    await process.marks.save()
    await process.marks.tell()
    await turns()
    assert ben.frames == []


async def test_a_mark_is_not_told_to_somebody_removed_before_it_moved(process: Process, door: Doorkeeper) -> None:
    rex, ada = await enters(process, REX), await enters(process, ADA)
    door.remove(REX)
    process.marks.note(ADA, ROOM, 9)
    await process.marks.save()
    await process.marks.tell()
    await until(lambda: ada.frames == [mark(ADA, 9)])
    assert (rex.frames, rex.closed is not None) == ([], True)


async def test_marks_that_could_not_be_stored_wait_for_the_next_time(
    process: Process, door: Doorkeeper, caplog: pytest.LogCaptureFixture
) -> None:
    process.marks.note(ADA, ROOM, 5)
    door.read_trouble = [OSError("no database")]
    saving = asyncio.create_task(process.marks.save())
    await asyncio.sleep(0)
    process.marks.note(ADA, ROOM, 9)
    await saving
    assert (process.marks.unsaved, door.stored) == ({(ADA, ROOM): 9}, {})
    assert "1 read marks were not stored; trying again" in caplog.text
    await process.marks.save()
    assert door.stored == {(ADA, ROOM): 9}


async def test_marks_are_kept_every_second_and_told_every_other(
    process: Process, door: Doorkeeper, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asleep: list[float] = []
    real: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def nap(seconds: float) -> None:
        asleep.append(seconds)
        await real(0.001)

    monkeypatch.setattr(module.asyncio, "sleep", nap)
    ben = await enters(process, BEN)
    process.marks.note(ADA, ROOM, 1)
    keeping = asyncio.create_task(process.marks.keep())
    while not ben.frames:
        await real(0.001)
    process.marks.untold = {ROOM: {ADA: 2}}
    door.read_trouble = [OSError("no database")]
    while "Read marks were stored, but not told" not in caplog.text:
        await real(0.001)
    keeping.cancel()
    assert (ben.frames, asleep[:4]) == ([mark(ADA, 1)], [1, 1, 1, 1])
