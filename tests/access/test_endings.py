"""Access that narrows by itself: a membership's term, a roster, the agreement, a second step."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory, override_settings
from django.utils import timezone

from community import errors
from community.errors import ADVICE
from community.members import grants as held
from community.members.models import Organization, Seat, SeatManager
from moderation.access.decision import Decision
from moderation.access.grants import Grants
from moderation.access.standing import (
    GRACE,
    UNHURRIED,
    Ending,
    Limit,
    Role,
    may_enter,
    may_finish,
    may_sign_in,
    may_write,
    narrows_at,
)
from tests.cast import World, grants

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
LATER, SOON = NOW + timedelta(days=30), NOW + timedelta(seconds=1)
JUST_NOW, LONG_AGO = NOW, NOW - GRACE


def ended(ending: Ending, at: datetime) -> tuple[Limit, ...]:
    return (Limit(ending, at, at + GRACE),)


@pytest.mark.parametrize(
    ("who", "signing_in", "entering", "writing"),
    [
        (Grants(1, limits=ended(Ending.TERM, SOON)), "ok", "ok", "ok"),
        (Grants(1, limits=ended(Ending.TERM, JUST_NOW)), "ok", "ok", "term_reading"),
        (Grants(1, limits=ended(Ending.TERM, LONG_AGO)), "ok", "term_closed", "term_closed"),
        (Grants(1, limits=ended(Ending.ROSTER, JUST_NOW)), "ok", "ok", "roster_reading"),
        (Grants(1, limits=ended(Ending.ROSTER, LONG_AGO)), "ok", "roster_closed", "roster_closed"),
        (Grants(1, limits=ended(Ending.TERM, LONG_AGO), role=Role.MODERATOR), "ok", "ok", "ok"),
        (Grants(1, limits=ended(Ending.TERM, LONG_AGO), seated=False), "no_seat", "no_seat", "no_seat"),
        (
            Grants(1, limits=(*ended(Ending.TERM, SOON), *ended(Ending.ROSTER, JUST_NOW))),
            "ok", "ok", "roster_reading",
        ),
        (Grants(1, agreed=False), "ok", "agreement", "agreement"),
        (Grants(1, agreed=False, role=Role.OWNER), "ok", "agreement", "agreement"),
        (Grants(1, agreed=False, limits=ended(Ending.TERM, LONG_AGO)), "ok", "term_closed", "term_closed"),
        (Grants(1, role=Role.OWNER, second_step_due=SOON), "ok", "ok", "ok"),
        (Grants(1, role=Role.OWNER, second_step_due=NOW), "ok", "second_step", "ok"),
        (Grants(1, role=Role.OWNER, second_step_due=NOW - UNHURRIED), "ok", "second_step", "second_step"),
        (Grants(1, agreed=False, second_step_due=NOW), "ok", "agreement", "agreement"),
    ],
)  # fmt: skip
def test_each_ending_leaves_what_it_should(who: Grants, signing_in: str, entering: str, writing: str) -> None:
    found = (may_sign_in(who, NOW).code, may_enter(who, NOW).code, may_write(who, NOW).code)
    assert found == (signing_in, entering, writing)


def test_what_was_begun_before_a_second_step_was_due_may_still_be_sent() -> None:
    olga = Grants(1, role=Role.OWNER, second_step_due=NOW)
    assert may_finish(olga, NOW + timedelta(minutes=59))
    assert may_finish(olga, NOW + UNHURRIED).code == "second_step"
    assert may_finish(Grants(1, agreed=False), NOW).code == "agreement"


def test_the_sentence_names_the_last_day_and_how_long_one_can_read() -> None:
    last = date(2026, 5, 11)
    with override_settings(COMMUNITY_TIME_ZONE="America/Denver"), timezone.override("America/Denver"):
        ada = Grants(1, limits=held.limits(last, None))
        now = datetime(2026, 5, 12, 7, tzinfo=ZoneInfo("America/Denver"))
        sentence = may_write(ada, now).sentence
    assert "ended on May 11, 2026. You can read until May 25, 2026;" in sentence


def test_a_term_includes_its_last_day_where_the_community_is() -> None:
    with override_settings(COMMUNITY_TIME_ZONE="America/Denver"):
        [limit] = held.limits(date(2026, 5, 11), None)
    assert limit.reads_only_from == datetime(2026, 5, 12, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Grants(1), None),
        (Grants(1, limits=ended(Ending.TERM, SOON)), SOON + GRACE),
        (Grants(1, limits=ended(Ending.TERM, LONG_AGO)), None),
        (Grants(1, limits=ended(Ending.TERM, SOON), role=Role.MODERATOR), None),
        (Grants(1, limits=ended(Ending.TERM, SOON), second_step_due=LATER), SOON + GRACE),
        (Grants(1, second_step_due=LATER), LATER),
    ],
)
def test_the_next_moment_that_ends_access_is_known(who: Grants, expected: datetime | None) -> None:
    assert narrows_at(who, NOW) == expected


def test_adas_organization_ends_and_is_renewed(world: World) -> None:
    yesterday = timezone.now().date() - timedelta(days=3)
    Organization.objects.filter(pk=world.cedar.pk).update(term_ends=yesterday)
    now = timezone.now()
    assert may_write(grants(world.ada), now).code == "term_reading"
    assert may_write(grants(world.cleo), now).code == "ok"
    assert may_write(grants(world.mona), now).code == "ok", "a moderator holds the door open"
    Organization.objects.filter(pk=world.cedar.pk).update(term_ends=yesterday + timedelta(days=365))
    assert may_write(grants(world.ada), now).code == "ok"


@pytest.mark.parametrize(("confirmed_days_ago", "code"), [(None, "roster_reading"), (400, "roster_reading"), (1, "ok")])
def test_a_seat_that_was_not_confirmed_in_time_is_for_reading(
    world: World, confirmed_days_ago: int | None, code: str
) -> None:
    now = timezone.now()
    Organization.objects.filter(pk=world.cedar.pk).update(
        roster_asked_at=now - timedelta(days=30), roster_due=now.date() - timedelta(days=3)
    )
    at = None if confirmed_days_ago is None else now - timedelta(days=confirmed_days_ago)
    Seat.objects.filter(member=world.ada).update(confirmed_at=at)
    assert may_write(grants(world.ada), now).code == code


def test_a_seat_manager_manages_their_own_organization_only_while_they_hold_a_seat(world: World) -> None:
    SeatManager.objects.create(member=world.ada, organization=world.cedar)
    SeatManager.objects.create(member=world.ben, organization=world.dune)
    assert [grants(p).manages_seats for p in (world.ada, world.ben, world.cleo)] == [True, False, False]
    Seat.objects.filter(member=world.ada).update(freed_at=timezone.now())
    assert not grants(world.ada).manages_seats


def test_the_queries_do_not_grow_with_the_people(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(7):
        held.grants_of([world.ada.pk])
    with django_assert_num_queries(7):
        held.grants_of([person.pk for person in world.people.values()])


@pytest.mark.parametrize("code", ["suspended", "removed", "left", "no_seat", "term_closed", "roster_closed"])
def test_every_closed_door_says_what_one_can_do(rf: RequestFactory, code: str) -> None:
    answer = errors.door(rf.get("/"), Decision(False, code, "It happened.")).content.decode()
    assert "It happened." in answer
    assert ADVICE[code] in html.unescape(answer)
