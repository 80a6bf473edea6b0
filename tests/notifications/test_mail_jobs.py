"""The jobs behind the mail: run twice, failing, at once, for many people; each mail goes out once all the same."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.jobs import queue
from community.members.models import Member
from community.notifications import letters, queries
from community.notifications.models import Letter
from tests.budgets.counting import statements
from tests.cast import World, grants, person
from tests.notifications.evening import burst, mails, passes, to
from tests.verbs import ask, carry_out_jobs, reply, say


def test_a_job_that_runs_twice_sends_once(world: World) -> None:
    burst(world)
    passes(minutes=11)
    letters.gather.call()
    letters.gather.call()
    letter = Letter.objects.get()
    letters.write.call(str(letter.pk))
    letters.write.call(str(letter.pk))
    carry_out_jobs()
    assert len(mail.outbox) == 1


def test_a_mail_that_did_not_go_out_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    burst(world)

    def away(*_: Any, **__: Any) -> None:
        raise OSError("the mail server is away")

    with monkeypatch.context() as bad_day:
        bad_day.setattr(letters.mail, "send", away)
        assert mails() == []
    assert Letter.objects.get().sent_at is None
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    carry_out_jobs()
    assert (to(mail.outbox), Letter.objects.get().sent_at is not None) == (["ada"], True)


def test_workers_at_once_send_one(lasting_world: World) -> None:
    world = lasting_world
    burst(world)
    passes(minutes=11)
    begin = threading.Barrier(4)

    def work() -> None:
        begin.wait(10)
        letters.gather.call()
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    carry_out_jobs()
    assert (to(mail.outbox), Letter.objects.count()) == (["ada"], 1)


def test_looking_for_who_is_due_asks_the_same_for_one_and_for_many(world: World) -> None:
    def due(people: list[Member]) -> int:
        for member in people:
            thread = ask(member, world.commons)
            reply(world.ben, thread)
        passes(minutes=90)
        found = statements(letters.gather.call)
        carry_out_jobs()
        return len([sql for sql in found if "django_tasks" not in sql])  # one row a letter

    many = [person(f"many{n}", world.dune) for n in range(12)]
    assert due([world.ada]) == due(many)


def test_more_people_than_are_told_at_once_are_told_all_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "AT_ONCE", 1)
    burst(world)
    say(world.ada, world.room, "@ben and @fay")
    assert to(mails()) == ["ada", "ben", "fay"]


def test_that_there_was_a_mail_is_forgotten_after_a_month(world: World) -> None:
    burst(world)
    mails()
    letters.forget_letters.call()
    assert Letter.objects.count() == 1
    passes(days=31)
    letters.forget_letters.call()
    assert (Letter.objects.count(), queries.unread_count(grants(world.ada))) == (0, 4)


def test_the_worker_looks_by_itself() -> None:
    assert {"community.notifications.letters.gather", "community.notifications.letters.forget_letters"} <= set(
        queue.repeated
    )
