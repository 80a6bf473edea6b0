"""Reminders: the day before and the hour before, each once, to those who come and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cohorts.sessions import actions
from cohorts.sessions.actions.reminding import LEADS
from cohorts.sessions.models import Session
from community.jobs import queue
from community.members.models import Member
from community.notifications.models import Notice
from tests.cast import World, grants
from tests.cohorts.meetings import goes, heard, place, session
from tests.crowd import at_once
from tests.verbs import signed_in

DAY, HOUR = "Spring cohort meets soon", "Spring cohort meets within the hour"
LONG = timedelta(days=5)


def remind() -> None:
    actions.remind.call()


@pytest.mark.parametrize(
    ("within", "told"),
    [
        (timedelta(hours=24, minutes=5), []),
        (timedelta(hours=23, minutes=59), [DAY]),
        (timedelta(hours=1, minutes=1), [DAY]),  # the server was down: late, and only this
        (timedelta(minutes=59), [HOUR]),
        (timedelta(minutes=1), [HOUR]),
        (timedelta(minutes=-1), []),
    ],
)
def test_who_comes_is_reminded_when_it_is_time(world: World, within: timedelta, told: list[str]) -> None:
    meets = session(world, within=within if within > timedelta(0) else timedelta(hours=30))
    goes(world.ben, meets, since=LONG)
    if within < timedelta(0):
        Session.objects.update(starts_at=meets.starts_at - timedelta(hours=30) + within)
    for _ in range(3):
        remind()
    assert heard(world.ben) == told


def test_both_reminders_come_one_after_the_other(world: World) -> None:
    meets = session(world, within=timedelta(hours=23))
    goes(world.ben, meets, since=LONG)
    remind()
    Session.objects.update(starts_at=meets.starts_at - timedelta(hours=22, minutes=30))
    remind()
    remind()
    assert heard(world.ben) == [HOUR, DAY]


def test_whoever_waits_or_does_not_come_or_said_nothing_is_not_reminded(world: World) -> None:
    meets = session(world, within=timedelta(hours=20), seats=1)
    goes(world.ben, meets, since=LONG)
    goes(world.ada, meets, since=LONG)
    goes(world.fay, meets, going=False, since=LONG)
    remind()
    assert [heard(who) for who in (world.ben, world.ada, world.fay, world.ron)] == [[DAY], [], [], []]


def test_nobody_is_reminded_of_what_they_only_just_said_or_heard(world: World) -> None:
    just_said = session(world, within=timedelta(hours=20))
    goes(world.ben, just_said)
    just_scheduled = session(world, within=timedelta(hours=20), since=timedelta(minutes=5))
    goes(world.ada, just_scheduled, since=LONG)
    remind()
    assert (heard(world.ben), heard(world.ada)) == ([], [])
    Session.objects.update(starts_at=just_said.starts_at - timedelta(hours=19, minutes=10))
    goes(world.ben, just_said, since=timedelta(hours=2))
    remind()
    assert heard(world.ben) == [HOUR]  # two hours ago is not only just


def test_a_cancelled_session_reminds_nobody_and_takes_its_reminder_back(world: World) -> None:
    meets = session(world, within=timedelta(hours=20))
    goes(world.ben, meets, since=LONG)
    remind()
    assert heard(world.ben) == [DAY]
    actions.cancel(grants(world.fay), meets, reason="Snow")
    assert heard(world.ben) == ["Spring cohort does not meet"]
    Session.objects.update(starts_at=meets.starts_at - timedelta(hours=19, minutes=30))
    remind()
    assert heard(world.ben) == ["Spring cohort does not meet"]


def test_a_moved_session_reminds_anew_and_takes_the_old_reminder_back(world: World) -> None:
    meets = session(world, within=timedelta(hours=20))
    goes(world.ben, meets, since=LONG)
    remind()
    day = f"{meets.starts_at + timedelta(days=5):%Y-%m-%d}"
    fields = {"title": "Budgets", "day": day, "hour": "16:00", "minutes": "60", "host": str(world.fay.pk)}
    assert signed_in(world.fay).post(f"{place(meets)}edit/", fields).status_code == 302
    assert heard(world.ben) == ["Spring cohort meets at another time"]
    Session.objects.update(starts_at=meets.starts_at, timed_at=meets.timed_at)  # its day has come
    remind()
    assert heard(world.ben)[0] == DAY


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_who_is_out_is_not_reminded(world: World, how: str) -> None:
    meets = session(world, within=timedelta(hours=20))
    goes(world.ben, meets, since=LONG)
    if how == "withdrawn":
        world.spring.enrollments.filter(member=world.ben).delete()
    else:
        Member.objects.filter(pk=world.ben.pk).update(standing="removed")
    remind()
    assert not Notice.objects.exists()


def test_two_workers_in_the_same_moment_remind_once(lasting_world: World) -> None:
    meets = session(lasting_world, within=timedelta(hours=20))
    goes(lasting_world.ben, meets, since=LONG)
    at_once([remind] * 4)
    assert Notice.objects.filter(kind="session.day").count() == 1
    assert heard(lasting_world.ben) == [DAY]


def test_the_job_comes_by_itself_and_often_enough() -> None:
    [every] = [every for name, (_, every) in queue.repeated.items() if name.endswith("reminding.remind")]
    assert every <= min(lead for lead, _, _ in LEADS.values()) / 4
