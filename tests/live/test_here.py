"""Who has a page open, as other processes learn it: told at every beat, forgotten soon after the last one."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from community.live import here
from community.live import process as module
from community.live.process import Limits, Process
from tests.live.doorkeeper import ADA, BEN, CLEO, REX, Doorkeeper, socket_of, until


def test_only_those_asked_for_are_told_of() -> None:
    here.note([ADA, BEN])
    here.note([CLEO])
    assert here.among([ADA, CLEO, REX]) == {ADA, CLEO}
    assert here.among([]) == set()


def test_nobody_is_here_where_nobody_told() -> None:
    here.note([])
    assert here.among([ADA, BEN]) == set()


def test_it_is_kept_for_less_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr(cache, "set_many", lambda given, timeout: kept.append(timeout))
    here.note([ADA])
    assert kept == [here.LEASE_S]
    assert 3 * Limits().beat_s <= here.LEASE_S < 60


async def test_a_process_tells_at_every_beat_whose_sockets_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever page it is: not only rooms, whose people see each other."""
    monkeypatch.setattr(module, "EVERY_S", 0.01)
    process = Process(Doorkeeper(), {}, limits=Limits(beat_s=0.02, epoch_poll_s=3_600))
    await process.start()
    for member_id in (ADA, BEN):
        assert process.hub.add(socket_of(member_id)[0], limit=8)
    await until(lambda: here.among([ADA, BEN, CLEO]) == {ADA, BEN})
    [gone] = process.hub.by_member[BEN]
    process.hub.remove(gone)
    cache.clear()
    await until(lambda: here.among([ADA, BEN, CLEO]) == {ADA})
    await process.stop()
