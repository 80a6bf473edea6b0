"""Next year's cohort from this one: what comes along, what stays behind, and the hour on the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts.lifecycle.actions.rolling import later
from cohorts.lifecycle.forms import next_name
from cohorts.models import Cohort, Room, Series, Session
from tests.cast import World, grants
from tests.cohorts.meetings import session
from tests.cohorts.talking import fill
from tests.cohorts.year import bring_to, limit
from tests.moderation.desk import lines
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in


def roll(world: World, **fields: Any) -> Answer:
    given = {"name": "Spring again", "facilitators": [world.fay.pk], "sessions": "1"}
    return signed_in(world.mona).post("/cohorts/spring/next-year/", given | fields)


def weekly(world: World, count: int = 3, zone: str = "America/Denver") -> list[Session]:
    """Tuesdays at 15:30 on the wall in that zone, across its change of clocks; Fay leads."""
    Cohort.objects.filter(pk=world.spring.pk).update(zone=zone)
    series = Series.objects.create(cohort=world.spring, every="week", made_by=world.fay)
    first = datetime(2026, 10, 20, 15, 30, tzinfo=ZoneInfo(zone))
    return [
        session(world, series=series, title=f"Hour {n}", link="https://meet.test/x", seats=9, agenda="Keys",
                agenda_html="<p>Keys</p>", starts_at=first + timedelta(weeks=n))
        for n in range(count)
    ]  # fmt: skip


def test_mona_makes_next_years_cohort(world: World) -> None:
    Cohort.objects.filter(pk=world.spring.pk).update(purpose="A year of firsts", hue="indigo", asks_while_running=True)
    limit(world.spring, 20)
    Room.objects.create(cohort=world.spring, slug="kitchen", name="Kitchen", topic="Recipes", position=2)
    Room.objects.create(cohort=world.spring, slug="old", name="Old", position=3, archived_at=timezone.now())
    fill(world.room, [world.ben], 7)
    assert roll(world)["Location"] == "/cohorts/spring-again/"
    made = Cohort.objects.get(slug="spring-again")
    assert (made.state, made.purpose, made.hue, made.places, made.asks_while_running, made.made_from) == (
        "draft", "A year of firsts", "indigo", 20, True, world.spring,
    )  # fmt: skip
    rooms = list(made.rooms.values_list("name", "topic", "stage", "rev", "message_count"))
    assert rooms == [("Spring room", "", "draft", 0, 0), ("Kitchen", "Recipes", "draft", 0, 0)]
    assert list(made.enrollments.values_list("member__handle", "role")) == [("fay", "facilitator")]
    assert [line[1:] for line in lines()] == [
        ("enroll", "Fay", "Spring again, facilitator"), ("roll_forward", "Spring again", "from Spring cohort"),
    ]  # fmt: skip
    assert signed_in(world.fay).get("/cohorts/spring-again/").status_code == 200
    assert signed_in(world.ada).get("/cohorts/spring-again/").status_code == 404


def test_its_series_meets_on_the_same_weekday_at_the_same_hour(world: World) -> None:
    """Across the change of clocks, which falls on another date each year."""
    old = weekly(world)
    session(world, title="Once")  # not of a series
    old[2].state = "cancelled"
    old[2].save()
    roll(world)
    made = list(Cohort.objects.get(slug="spring-again").sessions.order_by("starts_at"))
    walls = [s.starts_at.astimezone(ZoneInfo("America/Denver")) for s in made]
    assert [f"{wall:%Y-%m-%d %a %H:%M}" for wall in walls] == ["2027-10-19 Tue 15:30", "2027-10-26 Tue 15:30"]
    assert {(s.title, s.agenda, s.agenda_html, s.minutes, s.seats, s.link, s.host_id) for s in made} == {
        (f"Hour {n}", "Keys", "<p>Keys</p>", 60, 9, "", world.fay.pk) for n in range(2)
    }
    assert Series.objects.filter(cohort__slug="spring-again").count() == 1
    assert {s.series_id for s in made} != {old[0].series_id}


@pytest.mark.parametrize(
    ("zone", "at", "then"),
    [
        (
            "America/Denver",
            "2026-03-10 15:30",
            "2027-03-09 15:30",
        ),  # summer time began on the 8th, and begins on the 14th
        ("America/New_York", "2026-11-03 23:30", "2027-11-02 23:30"),
        ("Asia/Kathmandu", "2026-05-05 09:00", "2027-05-04 09:00"),
    ],
)
def test_the_hour_on_the_wall_stays(zone: str, at: str, then: str) -> None:
    before = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert f"{later(before, zone, timedelta(weeks=52)).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == then


def test_a_cohort_of_long_ago_meets_in_the_time_to_come(world: World) -> None:
    meets = weekly(world, 1)[0]
    Session.objects.filter(pk=meets.pk).update(starts_at=timezone.now() - timedelta(weeks=150))
    roll(world)
    again = Session.objects.get(cohort__slug="spring-again")
    assert timezone.now() < again.starts_at < timezone.now() + timedelta(weeks=52)


def test_who_is_not_chosen_leads_nothing_and_sessions_stay_behind_when_they_shall(world: World) -> None:
    weekly(world)
    roll(world, facilitators=[], sessions="")
    made = Cohort.objects.get(slug="spring-again")
    assert (made.enrollments.count(), made.sessions.count()) == (0, 0)
    roll(world, name="Third", facilitators=[])
    assert set(Session.objects.filter(cohort__slug="third").values_list("host__handle", flat=True)) == {"mona"}


def test_the_form_proposes_the_next_year_and_refuses_what_cannot_be(world: World) -> None:
    Cohort.objects.filter(pk=world.spring.pk).update(name="2026 public schools")
    page = signed_in(world.mona).get("/cohorts/spring/next-year/")
    assert typed_in(page, "name") == "2027 public schools"
    assert f'value="{world.fay.pk}" checked' in text_of(page)
    refused = roll(world, name="", facilitators=[world.ada.pk])
    assert refused.status_code == 422
    assert "Give the cohort a name." in text_of(refused)
    assert 'id="id_facilitators-error"' in text_of(refused)
    assert Cohort.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "following"),
    [("Spring 2026", "Spring 2027"), ("2099: last", "2100: last"), ("Spring", ""), ("x12026", "")],
)
def test_the_next_name(name: str, following: str) -> None:
    assert next_name(name) == following


@pytest.mark.parametrize("who", ["fay", "ada", "cleo"])
def test_only_moderators_make_one(world: World, who: str) -> None:
    assert signed_in(world.people[who]).get("/cohorts/spring/next-year/").status_code == 404


def test_an_archived_cohort_can_be_the_pattern(world: World) -> None:
    bring_to(world, "archived")
    assert roll(world).status_code == 302
    assert grants(world.fay).sealed_ids == {world.spring.pk}
