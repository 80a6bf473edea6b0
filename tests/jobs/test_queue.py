from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.db import writing
from community.jobs import queue, worker
from community.jobs.models import Periodic
from community.jobs.worker import InProcess, Worker
from tests.jobs import work
from tests.verbs import carry_out_jobs, until

clear = pytest.fixture(autouse=True)(work.clear)


def states() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def test_what_was_put_off_is_done_once(db: None) -> None:
    queue.later(work.note, 1)
    queue.later(work.note, 2)
    assert work.done == []
    assert carry_out_jobs() == 2
    assert carry_out_jobs() == 0
    assert (sorted(work.done), states()) == ([1, 2], ["SUCCESSFUL"] * 2)


def test_what_was_put_off_in_an_act_that_failed_is_not_done(transactional_db: None) -> None:
    with pytest.raises(RuntimeError), writing():
        queue.later(work.note, 1)
        raise RuntimeError
    assert (carry_out_jobs(), work.done, queue.woken.is_set()) == (0, [], False)


def test_a_worker_is_woken_by_the_commit(transactional_db: None) -> None:
    with transaction.atomic():
        queue.later(work.note, 1)
        assert not queue.woken.is_set()
    assert queue.woken.is_set()


def test_what_is_put_off_for_an_hour_waits(db: None) -> None:
    queue.later(work.note, 1, delay=timedelta(hours=1))
    assert carry_out_jobs() == 0
    DBTaskResult.objects.update(run_after=timezone.now())
    assert carry_out_jobs() == 1


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(db: None) -> None:
    queue.later(work.fail, 7)
    waits = []
    while carry_out_jobs():
        for left in DBTaskResult.objects.filter(status="READY"):
            waits.append(round((left.run_after - timezone.now()).total_seconds() / 10) * 10)
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    assert waits == [30, 60]
    assert (work.done, states()) == ([7] * 3, ["FAILED"] * 3)
    assert "not today" in DBTaskResult.objects.first().traceback  # type: ignore[union-attr]


def test_a_repeated_job_is_put_off_once_each_time_it_is_due(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(queue, "repeated", {"tests.note": (work.note.using(), work.HOURLY)})
    worker.tick()
    worker.tick()
    assert DBTaskResult.objects.count() == 1
    Periodic.objects.update(next_at=timezone.now())
    worker.tick()
    assert DBTaskResult.objects.count() == 2


def test_every_repeated_job_can_be_found_by_its_name() -> None:
    assert "community.jobs.worker.tidy" in queue.repeated
    assert all(work.module_path == name for name, (work, _) in queue.repeated.items())


def test_what_a_killed_worker_left_is_done_after_all(db: None) -> None:
    queue.later(work.note, 1)
    left = DBTaskResult.objects.get()
    left.claim("killed")
    worker.tidy.call()
    assert carry_out_jobs() == 0, "somebody may still be at it"
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=2))
    worker.tidy.call()
    assert (carry_out_jobs(), work.done) == (1, [1])


def test_what_was_done_long_ago_is_forgotten(db: None) -> None:
    queue.later(work.note, 1)
    carry_out_jobs()
    worker.tidy.call()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    worker.tidy.call()
    assert not DBTaskResult.objects.exists()


def test_many_workers_do_each_job_once(transactional_db: None) -> None:
    with writing():
        for number in range(60):
            queue.later(work.note, number)

    def all_of_them() -> None:
        mine = Worker()
        while mine.one() or DBTaskResult.objects.ready().exists():
            pass
        connections.close_all()

    threads = [threading.Thread(target=all_of_them) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(work.done) == list(range(60))


@pytest.fixture
def in_process(settings: Any) -> Iterator[InProcess]:
    started = InProcess()
    started.start()
    yield started
    started.stop()


def test_the_thread_of_a_server_does_what_is_put_off(transactional_db: None, in_process: InProcess) -> None:
    with writing():
        queue.later(work.note, 5)
    until(lambda: work.done == [5])
    in_process.stop()
    assert not in_process.thread.is_alive()


def test_a_worker_survives_a_database_that_is_away(transactional_db: None, monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr(worker, "LOOK_EVERY_S", 0.01)
    away, tick = [True], worker.tick

    def once() -> None:
        if away.pop() if away else False:
            raise RuntimeError("away")
        tick()

    monkeypatch.setattr(worker, "tick", once)
    monkeypatch.setattr(worker, "TICK_EVERY", timedelta(0))
    started = InProcess()
    started.start()
    with writing():
        queue.later(work.note, 6)
    until(lambda: work.done == [6])
    started.stop()
    assert "it looks again" in caplog.text


def test_a_server_whose_jobs_are_done_apart_starts_no_thread(settings: Any) -> None:
    settings.JOBS_IN_PROCESS = False
    idle = InProcess()
    idle.start()
    assert not idle.thread.is_alive()
    idle.stop()
