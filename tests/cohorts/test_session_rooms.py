"""Each live session has a room: it opens before the session, closes after it, and follows it wherever it goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cohorts.models import Cohort, Room, Session
from cohorts.sessions import actions
from cohorts.sessions.actions import rooms
from community.live.protocol import Delete, Edit, React, Refusal
from tests.budgets.counting import statements, told
from tests.cast import World, grants
from tests.cohorts.meetings import CLOSES, HOUR, MINUTE, OPENS, began, place, schedule, session, with_room
from tests.cohorts.talking import look, send
from tests.cohorts.year import bring_to
from tests.pages import text_of
from tests.verbs import do, say, signed_in

BEFORE, OVER = "opens 15 minutes before", "session is over, and its room"
CANCELLED = "session was cancelled, and its room"
Heard = list[dict[str, Any]]


def keys(world: World) -> actions.Plan:
    """What a session becomes when it is changed."""
    return actions.Plan("Keys", "", datetime(2027, 5, 4, 16, 0), 30, world.fay.pk, "", None)  # noqa: DTZ001


# ---- made and kept with it ---------------------------------------------------------------------


def test_a_session_is_scheduled_with_its_room(world: World) -> None:
    schedule(world.fay, title="Budgets", minutes="90")
    made = Session.objects.get()
    room = made.room
    assert (room.name, room.kind, room.cohort, room.stage) == ("Budgets", "session", world.spring, "running")
    assert (made.starts_at - room.opens_at, room.closes_at - made.ends_at) == (OPENS, CLOSES)
    page = text_of(signed_in(world.ada).get(place(made)))
    assert f'href="/rooms/{room.pk}/"' in page
    assert "It opens on " in page


def test_a_series_has_one_each_and_asks_no_more_for_many(world: World) -> None:
    schedule(world.fay)
    few, many = (
        statements(lambda count=count: schedule(world.fay, title="T" * 120, every="week", count=count))  # type: ignore[misc]
        for count in ("2", "30")
    )
    assert len(many) <= len(few), told(many)
    found = Room.objects.filter(kind="session")
    assert found.count() == Session.objects.count() == 33
    assert {len(room.name) for room in found} == {7, 80}
    assert DBTaskResult.objects.count() == 0  # none of them is near
    signed_in(world.mona).post("/cohorts/spring/rooms/", {"name": "Kitchen"})
    assert Room.objects.get(name="Kitchen").position == 1  # they do not count among the rooms


def test_moved_renamed_and_made_longer_its_room_follows_and_open_pages_hear_it(world: World, heard: Heard) -> None:
    room = with_room(world, timedelta(days=2))
    for _ in range(2):  # the second time nothing changes
        actions.change(grants(world.fay), room.session, keys(world))
    room.refresh_from_db()
    assert room.name == "Keys"
    assert room.session.starts_at - room.opens_at == OPENS
    assert room.closes_at - room.session.ends_at == CLOSES
    assert heard == [{"type": "room", "room": str(room.pk), "state": "running", "when": None}]


def test_a_session_from_before_gets_its_room_when_it_is_changed(world: World) -> None:
    which = session(world)
    assert "The session’s room" not in text_of(signed_in(world.ada).get(place(which)))
    actions.change(grants(world.fay), which, keys(world))
    assert Room.objects.get(session=which).name == "Keys"


def test_cancelled_its_room_closes_at_once_and_those_of_the_rest_of_the_series(world: World, heard: Heard) -> None:
    schedule(world.fay, title="Budgets", every="week", count="3")
    first = Session.objects.order_by("starts_at")[1]
    actions.cancel(grants(world.fay), first, reason="Snow", rest=True)
    [stays, *closed] = Room.objects.filter(kind="session").order_by("session__starts_at")
    assert stays.opens_at is not None
    assert [(room.opens_at, room.closes_at <= timezone.now()) for room in closed] == [(None, True)] * 2
    assert {frame["room"] for frame in heard} == {str(room.pk) for room in closed}
    with pytest.raises(Refusal, match=CANCELLED):
        say(world.ada, closed[0])
    assert say(world.fay, closed[0], "Sorry")
    page = text_of(look(signed_in(world.ada), closed[0]))
    assert CANCELLED in page
    assert "Sorry" in page
    assert "data-questions" not in page


def test_next_year_s_sessions_have_rooms_of_their_own(world: World) -> None:
    schedule(world.fay, title="Budgets", every="week", count="3")
    say(world.fay, Session.objects.order_by("starts_at")[0].room, "Saxifrage")
    signed_in(world.mona).post("/cohorts/spring/next-year/", {"name": "Spring again", "sessions": "1"})
    again = Cohort.objects.get(name="Spring again")
    made = Room.objects.filter(cohort=again, kind="session")
    assert {(room.stage, room.session.cohort_id, room.message_count) for room in made} == {("draft", again.pk, 0)}
    assert (made.count(), Room.objects.filter(cohort=again).count()) == (3, 4)


# ---- who writes when ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "sentence"),
    [(16 * MINUTE, BEFORE), (14 * MINUTE, ""), (-30 * MINUTE, ""), (-119 * MINUTE, ""), (-121 * MINUTE, OVER)],
)
def test_when_ada_writes_in_it(world: World, within: timedelta, sentence: str) -> None:
    room, client = with_room(world, within), signed_in(world.ada)
    assert say(world.fay, room, "Welcome")
    page = text_of(look(client, room))
    assert "Welcome" in page
    answer = send(client, room, "Hello")
    assert (answer.status_code, "data-quiet" in page) == ((422, True) if sentence else (302, False))
    if sentence:
        assert sentence in text_of(answer)
        with pytest.raises(Refusal, match=sentence) as refused:
            say(world.ada, room)
        assert refused.value.code == "locked"


def test_once_it_is_closed_one_still_takes_back_and_reacts_and_changes_nothing(world: World) -> None:
    room = with_room(world, -HOUR)
    mine, theirs = say(world.ada, room), say(world.ben, room)
    began(room, 3 * HOUR)
    do(world.ada, React(room.pk, theirs.pk, uuid4(), "👍", on=True))
    with pytest.raises(Refusal, match=OVER):
        do(world.ada, Edit(room.pk, mine.pk, uuid4(), "Better"))
    do(world.ada, Delete(room.pk, mine.pk, uuid4()))


def test_who_only_reads_and_who_comes_to_a_sealed_year_are_told_so(world: World) -> None:
    room = with_room(world, MINUTE)
    assert "data-writes" not in text_of(look(signed_in(world.ron), room))
    bring_to(world, "archived")
    room.refresh_from_db()
    page = text_of(look(signed_in(world.ada), room))
    assert "This cohort is archived" in page
    assert "data-writes" not in page


def test_it_stays_the_room_of_its_session(world: World) -> None:
    room, fay = with_room(world, MINUTE), signed_in(world.fay)
    settings = text_of(fay.get(f"/rooms/{room.pk}/settings/"))
    assert 'name="kind"' not in settings
    assert 'name="since"' in settings
    assert fay.post(f"/rooms/{room.pk}/settings/", {"kind": "plain"}).status_code == 403
    assert fay.post(f"/rooms/{world.room.pk}/settings/", {"kind": "session"}).status_code == 422
    assert 'value="session"' not in text_of(fay.get(f"/rooms/{world.room.pk}/settings/"))
    mona = signed_in(world.mona)
    assert mona.post("/cohorts/spring/rooms/", {"name": "Mine", "kind": "session"}).status_code == 422
    assert look(signed_in(world.cleo), room).status_code == 404


def test_what_was_scheduled_before_there_were_rooms_has_one(world: World) -> None:
    """The migration: sessions that are over or cancelled do without; and back, no word is lost."""
    comes, on = session(world, title="T" * 120), session(world, within=-MINUTE)
    session(world, within=-2 * HOUR)
    session(world, state="cancelled")
    migration = import_module("cohorts.migrations.0012_session_rooms")
    migration.room_for_each_that_is_to_come(apps, None)
    made = {room.session: room for room in Room.objects.filter(kind="session")}
    assert set(made) == {comes, on}
    assert made[comes].name == f"{'T' * 79}…"
    assert {name: getattr(made[on], name) for name in rooms.facts(on)} == rooms.facts(on)
    say(world.ada, made[on], "We are here")
    migration.rooms_as_others(apps, None)
    assert not Room.objects.filter(kind="session").exists()
    assert list(Room.objects.filter(session__isnull=False, archived_at=None)) == [made[on]]
