"""Kinds of rooms: announcements, office hours, and rooms as others."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from cohorts.arranging import actions
from cohorts.models import Cohort, Room
from community.live.protocol import Delete, React, Refusal
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.cohorts.talking import look, send
from tests.pages import Answer, text_of
from tests.verbs import do, say, signed_in

WHY = "Facilitators and moderators write here."


def settle(client: Client, room: Room, **fields: str) -> Answer:
    return client.post(f"/rooms/{room.pk}/settings/", fields)


def announcing(world: World) -> Room:
    settle(signed_in(world.fay), world.room, kind="announcements")
    world.room.refresh_from_db()
    return world.room


def log() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(verb="set_room_kind").order_by("pk").values_list("actor__handle", "reason"))


def test_fay_makes_a_room_for_announcements_and_everybody_sees_which_it_is(world: World) -> None:
    said = say(world.ada, world.room, "From before")
    room = announcing(world)
    assert (room.kind, log()) == ("announcements", [("fay", "Announcements")])
    ada = text_of(look(signed_in(world.ada), room))
    assert WHY in ada
    assert "data-words" not in ada
    assert 'class="kind-word">Announcements' in ada
    assert ", announcements</span>" in ada  # in the sidebar
    assert "Announcements</span>" in text_of(signed_in(world.ada).get("/cohorts/spring/"))
    assert "data-words" in text_of(look(signed_in(world.fay), room))
    assert "data-words" in text_of(look(signed_in(world.mona), room))
    assert say(world.fay, room, "Doors open at eight")
    do(world.ada, React(room.pk, said.pk, uuid4(), "❤️", on=True))
    do(world.ada, Delete(room.pk, said.pk, uuid4()))


def test_what_others_send_there_is_refused_and_kept_for_them(world: World) -> None:
    room = announcing(world)
    with pytest.raises(Refusal, match="write here") as refused:
        say(world.ada, room)
    assert refused.value.code == "announcements"
    answer = send(signed_in(world.ada), room, "But why?")
    assert answer.status_code == 422
    assert "But why?" in text_of(answer)


def test_office_hours_say_when_and_stay_a_room_for_everybody(world: World) -> None:
    fay = signed_in(world.fay)
    refused = settle(fay, world.room, kind="hours")
    assert refused.status_code == 422
    assert "Say when somebody is there" in text_of(refused)
    assert settle(fay, world.room, kind="hours", hours="Tuesdays, 4 to 5 pm").status_code == 302
    page = text_of(look(signed_in(world.ada), world.room))
    assert "Tuesdays, 4 to 5 pm" in page
    assert "Office hours" in page
    assert "Tuesdays, 4 to 5 pm" in text_of(signed_in(world.ada).get("/cohorts/spring/"))
    assert say(world.ada, world.room)
    settle(fay, world.room, kind="plain", hours="Tuesdays")
    world.room.refresh_from_db()
    assert (world.room.kind, world.room.hours) == ("plain", "")
    assert log() == [("fay", "Office hours, Tuesdays, 4 to 5 pm"), ("fay", "a room as others")]


def test_the_same_choice_twice_is_one_line_in_the_log(world: World) -> None:
    for _ in range(2):
        actions.set_kind(grants(world.fay), world.room, kind="announcements")
    assert len(log()) == 1


def test_settings_are_of_those_who_lead(world: World) -> None:
    assert "/settings/" not in text_of(look(signed_in(world.ada), world.room))
    assert "/settings/" in text_of(look(signed_in(world.fay), world.room))
    answer = settle(signed_in(world.ada), world.room, kind="announcements")
    assert answer.status_code == 403
    assert "facilitators and moderators decide this" in text_of(answer)
    assert settle(signed_in(world.cleo), world.room, kind="announcements").status_code == 404
    assert settle(signed_in(world.fay), world.room, kind="a secret").status_code == 422
    assert log() == []


def test_a_room_begins_as_what_it_is_and_next_year_s_is_the_same(world: World) -> None:
    mona = signed_in(world.mona)
    fields = {"name": "News", "kind": "announcements", "hours": "Never"}
    assert mona.post("/cohorts/spring/rooms/", fields).status_code == 302
    made = Room.objects.get(name="News")
    assert (made.kind, made.hours) == ("announcements", "")
    assert mona.post("/cohorts/spring/rooms/", {"name": "Help", "kind": "hours"}).status_code == 422
    mona.post("/cohorts/spring/next-year/", {"name": "Spring again"})
    again = Cohort.objects.get(name="Spring again")
    assert again.rooms.get(name="News").kind == "announcements"


def test_a_newcomer_is_not_sent_to_say_hello_among_announcements(world: World) -> None:
    announcing(world)
    assert "Say hello in a room, when there is one" in text_of(signed_in(world.ada).get("/cohorts/spring/"))
    Room.objects.create(cohort=world.spring, slug="kitchen", name="Kitchen", position=3)
    assert "Say hello in “Kitchen”" in text_of(signed_in(world.ada).get("/cohorts/spring/"))
