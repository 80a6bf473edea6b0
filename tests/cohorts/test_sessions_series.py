"""A series of sessions: the hour on the wall stays, and each is moved or cancelled alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cohorts.sessions import actions
from cohorts.sessions.models import Series, Session
from cohorts.sessions.recurrence import MOST, how_many, moment, occurrences
from tests.cast import World, grants
from tests.cohorts.meetings import day, goes, heard, place, schedule
from tests.moderation.desk import lines
from tests.pages import text_of, typed_in
from tests.verbs import signed_in

CHICAGO = "America/Chicago"


def wall(*parts: int) -> datetime:
    """A clock on the wall: of no zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def on_the_wall(found: list[datetime], zone: str = CHICAGO) -> list[str]:
    return [f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for at in found]


# ---- when it meets ---------------------------------------------------------------------------


def test_the_hour_stays_when_the_clocks_change() -> None:
    """They go back on November 1, 2026, and forward on March 14, 2027."""
    autumn = occurrences(wall(2026, 10, 20, 16), CHICAGO, "week", count=4)
    assert on_the_wall(autumn) == ["10-20 16:00", "10-27 16:00", "11-03 16:00", "11-10 16:00"]
    assert [at.hour for at in autumn] == [21, 21, 22, 22]
    spring = occurrences(wall(2027, 3, 9, 16), CHICAGO, "week", count=2)
    assert ([at.hour for at in spring], on_the_wall(spring)) == ([22, 21], ["03-09 16:00", "03-16 16:00"])


def test_an_hour_the_clocks_skip_is_an_hour_later_and_one_they_have_twice_is_the_first() -> None:
    skipped = occurrences(wall(2027, 3, 7, 2, 30), CHICAGO, "week", count=3)
    assert on_the_wall(skipped) == ["03-07 02:30", "03-14 03:30", "03-21 02:30"]
    assert moment(date(2026, 11, 1), wall(2026, 1, 1, 1, 30), CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_every_two_weeks_and_until_a_day() -> None:
    found = occurrences(wall(2026, 10, 20, 16), CHICAGO, "fortnight", until=date(2026, 11, 17))
    assert on_the_wall(found) == ["10-20 16:00", "11-03 16:00", "11-17 16:00"]  # the last day counts


@pytest.mark.parametrize(
    ("first", "days"),
    [
        ((2026, 10, 13), ["10-13", "11-10", "12-08", "01-12"]),  # the second Tuesday
        ((2026, 10, 1), ["10-01", "11-05", "12-03", "01-07"]),  # the first Thursday
        ((2026, 10, 29), ["10-29", "11-26", "12-31", "01-28"]),  # the fifth Thursday: the last of each month
        ((2026, 10, 28), ["10-28", "11-25", "12-23", "01-27"]),  # the fourth Wednesday, not the last
    ],
)
def test_every_month_is_the_same_weekday_of_the_month(first: tuple[int, int, int], days: list[str]) -> None:
    found = occurrences(wall(*first, 9), CHICAGO, "month", count=4)
    assert [f"{at.astimezone(ZoneInfo(CHICAGO)):%m-%d}" for at in found] == days


@given(
    first=some.datetimes(wall(2026, 1, 1), wall(2030, 1, 1)),
    zone=some.sampled_from([CHICAGO, "America/Phoenix", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"]),
    every=some.sampled_from(["week", "fortnight", "month"]),
)
def test_any_series_keeps_weekday_hour_and_order(first: datetime, zone: str, every: str) -> None:
    found = occurrences(first, zone, every, count=MOST)
    local = [at.astimezone(ZoneInfo(zone)) for at in found]
    assert len(found) == MOST == len(set(found))
    assert found == sorted(found)
    assert {(at.hour, at.minute) for at in local} <= {(first.hour, first.minute), *skipped(local, first)}
    if first.hour < 22:
        assert {at.weekday() for at in local} == {first.weekday()}


def skipped(local: list[datetime], first: datetime) -> set[tuple[int, int]]:
    """Where the clocks leap over the hour, by how much they do."""
    leaps = (timedelta(minutes=30), timedelta(hours=1))
    return {((first + leap).hour, (first + leap).minute) for leap in leaps if first.hour in {0, 1, 2, 3}}


def test_a_series_has_an_end_whatever_is_asked() -> None:
    assert len(occurrences(wall(2026, 1, 1, 9), CHICAGO, "week")) == MOST
    assert how_many(date(2026, 1, 1), "week", date.max) == MOST + 1
    assert how_many(date(2026, 1, 1), "week", date(2025, 1, 1)) == 0


# ---- scheduling one --------------------------------------------------------------------------


def test_a_series_is_made_of_sessions_of_their_own(world: World) -> None:
    answer = schedule(world.fay, every="week", count="6", link="https://meet.test/x", seats="3")
    assert answer["Location"] == "/cohorts/spring/sessions/"
    made = list(Session.objects.order_by("starts_at"))
    assert (len(made), len({session.pk for session in made}), Series.objects.count()) == (6, 6, 1)
    assert {(s.title, s.link, s.seats, s.host_id) for s in made} == {
        ("Budgets", "https://meet.test/x", 3, world.fay.pk)
    }
    local = [s.starts_at.astimezone(ZoneInfo(world.spring.zone)) for s in made]
    assert {f"{at:%H:%M}" for at in local} == {"16:00"}
    assert {later.date() - before.date() for before, later in pairwise(local)} == {timedelta(7)}
    assert lines() == [("fay", "schedule_session", "Budgets", "Spring cohort, 6 times")]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "count", "For how many sessions, or until which day?"),
        ({"count": "1"}, "count", "Between 2 and 60 sessions."),
        ({"count": "61"}, "count", "Between 2 and 60 sessions."),
        ({"count": "3", "until": day(40)}, "count", "not both"),
        ({"until": day(8)}, "until", "it would meet only once"),
        ({"until": day(800)}, "until", "A series has up to 60 sessions."),
        ({"until": "in May"}, "until", "Write the day as"),
        ({"every": "day", "count": "3"}, "every", "not one of the available choices"),
    ],
)
def test_a_series_without_a_right_end_is_refused(
    world: World, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = schedule(world.fay, **{"every": "week", **fields})
    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer).replace("&#39;", "’")
    assert typed_in(answer, "title") == "Budgets"


def test_until_a_day_counts_that_day(world: World) -> None:
    assert schedule(world.fay, every="week", until=day(7 + 14)).status_code == 302
    assert Session.objects.count() == 3


# ---- exceptions ------------------------------------------------------------------------------


def test_one_of_a_series_is_moved_or_cancelled_alone(world: World) -> None:
    schedule(world.fay, every="week", count="4")
    first, second, third, fourth = Session.objects.order_by("starts_at")
    assert "The others of its series stay" in text_of(signed_in(world.fay).get(f"{place(second)}edit/"))
    plan = actions.Plan("Moved", "", datetime.now() + timedelta(days=30), 60, world.fay.pk, "", None)  # noqa: DTZ005
    actions.change(grants(world.fay), second, plan)
    actions.cancel(grants(world.fay), third, reason="Snow")
    after = {s.pk: (s.title, s.state, s.sequence) for s in Session.objects.all()}
    assert after == {
        first.pk: ("Budgets", "scheduled", 0), second.pk: ("Moved", "scheduled", 1),
        third.pk: ("Budgets", "cancelled", 1), fourth.pk: ("Budgets", "scheduled", 0),
    }  # fmt: skip


def test_all_that_are_left_can_be_cancelled_at_once(world: World) -> None:
    schedule(world.fay, every="week", count="4")
    schedule(world.fay, title="Other")
    _, second, third, fourth = Session.objects.filter(title="Budgets").order_by("starts_at")
    actions.cancel(grants(world.fay), third, reason="Snow")
    goes(world.ben, fourth)
    fields = {"reason": "The year is over", "rest": "1"}
    assert signed_in(world.fay).post(f"{place(second)}cancel/", fields).status_code == 302
    found = Session.objects.order_by("starts_at").values_list("title", "reason")
    assert sorted(found) == [
        ("Budgets", ""), ("Budgets", "Snow"), ("Budgets", "The year is over"), ("Budgets", "The year is over"),
        ("Other", ""),
    ]  # fmt: skip
    assert heard(world.ben) == ["Spring cohort does not meet"]
