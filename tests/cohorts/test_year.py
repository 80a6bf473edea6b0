"""A cohort's year: what each state opens and closes, who moves it on, and who is told."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from cohorts.lifecycle import actions
from cohorts.models import Cohort, Message, Room
from cohorts.sessions import actions as live
from cohorts.sessions import queries as sessions
from community.library.queries import cohort_id_of
from community.live.protocol import Refusal
from community.members.queries import audience, audience_sizes
from community.notifications.models import Notice
from moderation.access.decision import Denied
from moderation.access.forum import may_ask, may_reply
from tests.cast import World, grants
from tests.cohorts.meetings import goes, session
from tests.cohorts.talking import send
from tests.cohorts.year import bring_to, heard, inside, move
from tests.moderation.desk import lines
from tests.pages import text_of
from tests.verbs import ask, say, signed_in

STATES = ("draft", "open", "running", "alumni", "archived")


def opens(world: World, name: str, path: str) -> int:
    return signed_in(world.people[name]).get(path).status_code


# ---- what each state opens ---------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_who_gets_into_its_room(world: World, state: str) -> None:
    bring_to(world, state)
    got = {name: opens(world, name, f"/rooms/{world.room.pk}/") for name in ("ada", "fay", "mona", "cleo")}
    assert got == {"ada": 404 if state == "draft" else 200, "fay": 200, "mona": 200, "cleo": 404}


@pytest.mark.parametrize("state", STATES)
def test_who_sees_its_page(world: World, state: str) -> None:
    bring_to(world, state)
    got = {name: opens(world, name, "/cohorts/spring/") for name in ("ada", "fay", "mona", "cleo")}
    assert got == {
        "ada": 404 if state == "draft" else 200, "fay": 200, "mona": 200, "cleo": 200 if state == "open" else 404,
    }  # fmt: skip


def test_from_outside_one_sees_what_it_is_about_and_nobody_in_it(world: World) -> None:
    bring_to(world, "open")
    Cohort.objects.filter(pk=world.spring.pk).update(purpose="A year of firsts")
    page = text_of(signed_in(world.cleo).get("/cohorts/spring/"))
    assert "A year of firsts" in page
    assert "Ask for a place" in page
    assert not [name for name in ("Ada", "Ben", "Fay", "Spring room") if name in page]
    assert opens(world, "cleo", "/cohorts/spring/sessions/") == 404


def test_a_draft_is_no_audience_but_of_its_facilitators(world: World) -> None:
    before = {m.handle for m in audience("cohort", world.spring.pk)}
    bring_to(world, "draft")
    readers = {m.handle for m in audience("cohort", world.spring.pk)}
    assert before == {"ada", "ben", "fay", "ron", "mona", "olga"}
    assert readers == {"fay", "mona", "olga"}
    assert audience_sizes(grants(world.fay).epoch).of("cohort", world.spring.pk) == 3
    assert signed_in(world.ada).get(f"/forum/in/{world.spring_space.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("state", "code"), [("open", None), ("running", None), ("alumni", None), ("archived", "archived")]
)
def test_in_which_states_ada_says_something(world: World, state: str, code: str | None) -> None:
    bring_to(world, state)
    if code is None:
        assert say(world.ada, world.room).pk
        return
    for who in (world.ada, world.fay, world.mona):  # sealed is sealed
        with pytest.raises(Refusal) as refused:
            say(who, world.room)
        assert refused.value.code == code
    page = text_of(signed_in(world.ada).get(f"/rooms/{world.room.pk}/"))
    assert "This cohort is archived" in page


def test_alumni_talk_slowly_and_read_when_they_can_go_on(world: World) -> None:
    bring_to(world, "alumni")
    assert send(signed_in(world.ada), world.room, "First").status_code == 302
    again = send(signed_in(world.ada), world.room, "Second")
    assert again.status_code == 422
    assert "one message in 10 minutes. You can send your next one in 10 minutes." in text_of(again)
    assert "Second</textarea>" in text_of(again)
    for who in (world.ben, world.fay, world.fay, world.mona, world.mona):  # her pace is hers; leaders need not wait
        say(who, world.room)
    Message.objects.filter(author=world.ada).update(at=timezone.now() - timedelta(minutes=9, seconds=30))
    with pytest.raises(Refusal) as refused:
        say(world.ada, world.room)
    assert (refused.value.code, refused.value.detail[-9:]) == ("slow_mode", "a minute.")
    assert 0 < (refused.value.retry_after or 0) <= 30
    Message.objects.filter(author=world.ada).update(at=timezone.now() - timedelta(minutes=10))
    assert say(world.ada, world.room).pk


def test_alumni_talk_slowly_in_each_room_for_itself(world: World) -> None:
    bring_to(world, "alumni")
    kitchen = Room.objects.create(cohort=world.spring, slug="kitchen", name="Kitchen", stage="alumni")
    assert say(world.ada, world.room).pk
    assert say(world.ada, kitchen).pk


def test_what_is_archived_is_sealed_in_the_forum_too(world: World) -> None:
    thread, now = ask(world.ada, world.spring_space, "When?"), timezone.now()
    assert may_reply(grants(world.ben), thread, now)
    bring_to(world, "archived")
    ben = grants(world.ben)
    assert may_reply(ben, thread, now).code == may_ask(ben, world.spring_space, now).code == "archived"
    assert signed_in(world.ben).get(f"/forum/t/{thread.key}/").status_code == 200
    assert may_ask(ben, world.commons, now)


def test_an_archived_cohort_stands_behind_earlier_cohorts_only(world: World) -> None:
    rooms, earlier = "/rooms/", "/rooms/earlier/"
    assert "Spring cohort" in text_of(signed_in(world.ada).get(rooms))
    assert "Spring cohort" not in text_of(signed_in(world.ada).get(earlier))
    bring_to(world, "archived")
    for page in (rooms, "/forum/"):
        assert "Spring room" not in text_of(signed_in(world.ada).get(page))
    assert "Spring cohort" in text_of(signed_in(world.ada).get(earlier))
    assert "Spring cohort" not in text_of(signed_in(world.cleo).get(earlier))
    assert cohort_id_of("spring") is None  # nothing new is meant for it
    found = signed_in(world.ada).get("/search/", {"q": f"room:{world.room.pk} hello", "in": "messages"})
    assert "There is no room" not in text_of(found)


# ---- sessions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["alumni", "archived"])
def test_nothing_new_is_scheduled_once_the_year_is_over(world: World, state: str) -> None:
    bring_to(world, state)
    assert signed_in(world.fay).get("/cohorts/spring/sessions/new/").status_code == 403


def test_an_archived_cohort_meets_no_more(world: World) -> None:
    meets, was = session(world, within=timedelta(hours=20)), session(world, title="Was", within=-timedelta(days=3))
    goes(world.ada, meets, since=timedelta(days=3))
    bring_to(world, "archived")
    now, ada = timezone.now(), grants(world.ada)
    assert [s.title for s in sessions.for_calendar(ada, now)] == ["Was"]
    spring = Cohort.objects.get(pk=world.spring.pk)
    assert (sessions.upcoming(ada, spring, now), sessions.next_for(ada, spring, now)) == ([], [])
    assert sessions.running(ada, spring, now) == []
    assert [s.pk for s in sessions.earlier(ada, spring, now)] == [was.pk]
    live.remind.call()
    assert not Notice.objects.filter(kind__startswith="session.").exists()
    with pytest.raises(Denied, match="archived"):
        live.answer(ada, meets, going=False)


# ---- who moves it on ---------------------------------------------------------------------------


def test_fay_begins_the_year_of_an_open_cohort_and_mona_does_the_rest(world: World) -> None:
    bring_to(world, "draft")
    told = [(who, state, move(world.people[who], state).status_code) for who, state in (
        ("fay", "open"), ("mona", "open"), ("ada", "running"), ("fay", "running"), ("fay", "alumni"),
        ("mona", "archived"), ("mona", "alumni"), ("mona", "archived"), ("mona", "alumni"), ("mona", "running"),
    )]  # fmt: skip
    assert [status for *_, status in told] == [403, 302, 403, 302, 403, 403, 302, 302, 302, 302]
    assert [line[1] for line in lines()] == [
        "cohort_open", "cohort_running", "cohort_alumni", "cohort_archived", "cohort_alumni", "cohort_running",
    ]  # fmt: skip


def test_a_state_that_is_none_is_refused_and_the_same_one_again_changes_nothing(world: World) -> None:
    assert move(world.mona, "party").status_code == 422
    assert move(world.mona, "running").status_code == 302
    assert lines() == []
    assert heard(world.ada) == []


def test_the_page_offers_the_steps_that_there_are(world: World) -> None:
    bring_to(world, "open")
    for who, words in ((world.fay, "Begin the year"), (world.mona, "Begin the year")):
        assert words in text_of(signed_in(who).get("/cohorts/spring/year/"))
    bring_to(world, "alumni")
    assert "The next step is a moderator’s." in text_of(signed_in(world.fay).get("/cohorts/spring/year/"))
    page = text_of(signed_in(world.mona).get("/cohorts/spring/year/"))
    assert "Go on with the year" in page
    assert "Archive it" in page


def test_those_enrolled_are_told_of_the_state_it_is_in(world: World) -> None:
    bring_to(world, "draft")
    actions.move(grants(world.mona), world.spring, state="open")
    assert heard(world.ada) == ["Spring cohort is open: you are in, and its rooms are there"]
    assert (heard(world.cleo), heard(world.mona)) == ([], [])
    actions.move(grants(world.fay), world.spring, state="running")
    assert heard(world.ada) == ["Spring cohort began its year"]  # what it was before is no news any more
    assert heard(world.fay) == []
    signed_in(world.ada).get("/cohorts/spring/")
    assert not Notice.objects.filter(member=world.ada, read_at=None).exists()


def test_rooms_know_the_state_of_their_cohort_also_those_made_later(world: World) -> None:
    bring_to(world, "alumni")
    signed_in(world.mona).post("/cohorts/spring/rooms/", {"name": "Kitchen", "topic": ""})
    assert set(world.spring.rooms.values_list("stage", flat=True)) == {"alumni"}


def test_a_new_cohort_is_a_draft(world: World) -> None:
    signed_in(world.mona).post("/cohorts/new/", {"name": "Summer", "purpose": "", "rooms": "One"})
    made = Cohort.objects.get(slug="summer")
    assert (made.state, made.rooms.get().stage) == ("draft", "draft")
    page = text_of(signed_in(world.mona).get("/cohorts/summer/"))
    assert "Only its facilitators and the moderators see it." in page


def test_nobody_is_enrolled_in_an_archived_cohort(world: World) -> None:
    bring_to(world, "archived")
    refused = signed_in(world.mona).post("/cohorts/spring/people/", {"person": "cleo", "role": "member"})
    assert refused.status_code == 422
    assert "This cohort is archived: nobody is enrolled any more." in text_of(refused)
    assert "cleo" not in inside(world.spring)


def test_what_was_there_before_states_goes_on_as_it_did(world: World) -> None:
    """The migration: a cohort of which every room is archived is over; one without rooms or with an open one is not."""
    world.autumn.rooms.update(archived_at=timezone.now())
    Room.objects.create(cohort=world.spring, slug="old", name="Old", archived_at=timezone.now())
    bare = Cohort.objects.create(slug="bare", name="Bare")
    fill = import_module("cohorts.migrations.0003_year").archive_what_is_archived
    fill(apps, SimpleNamespace(connection=connection, execute=lambda sql: connection.cursor().execute(sql)))
    states = dict(Cohort.objects.values_list("slug", "state"))
    assert states == {"spring": "running", "autumn": "archived", bare.slug: "running"}
    assert set(world.autumn.rooms.values_list("stage", flat=True)) == {"archived"}
    assert set(world.spring.rooms.values_list("stage", flat=True)) == {"running"}
