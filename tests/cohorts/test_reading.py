"""How far one has read: forward by reading, back only by one's own hand."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from cohorts import actions, queries
from cohorts.models import Room
from community.live.protocol import React
from tests.cast import World, grants
from tests.cohorts.talking import fill, mark, place
from tests.pages import Answer
from tests.verbs import do, say, signed_in


def unread(client: Client, room: Room, seq: object, **headers: str) -> Answer:
    return client.post(f"{place(room)}unread/", {"seq": seq}, headers=headers)


def news(world: World) -> int:
    who = grants(world.ada)
    return next(queries.unread_in(who, room) for room in queries.rooms_for(who))


def test_a_mark_moves_forward_and_never_past_the_newest_words(world: World) -> None:
    fill(world.room, [world.ben], 10)
    for seq, reached in ((4, {4}), (2, set()), (4, set()), (99, {10})):
        moved = actions.mark_read({(world.ada.pk, world.room.pk): seq})
        assert set(moved.values()) == reached, seq
    assert (mark(world.ada, world.room), news(world)) == ((10, 10), 0)


def test_unread_words_are_counted_exactly_among_changes_that_are_no_words(world: World) -> None:
    """A reaction takes a rev, and so a gap between two messages; it must not count."""
    first = say(world.ben, world.room)
    do(world.fay, React(world.room.pk, first.pk, uuid4(), "🎉", True))
    say(world.ben, world.room)
    actions.mark_read({(world.ada.pk, world.room.pk): 2})  # a place between the two
    assert (mark(world.ada, world.room), news(world)) == ((2, 1), 1)


def test_marks_of_many_people_are_kept_together(world: World) -> None:
    fill(world.room, [world.ben], 5)
    fill(world.other_room, [world.cleo], 3)
    moved = actions.mark_read(
        {(world.ada.pk, world.room.pk): 2, (world.cleo.pk, world.other_room.pk): 9, (world.ada.pk, uuid4()): 1}
    )
    assert moved == {(world.ada.pk, world.room.pk): 2, (world.cleo.pk, world.other_room.pk): 3}
    assert actions.mark_read({}) == actions.mark_read({(world.ada.pk, uuid4()): 1}) == {}


def test_marking_unread_from_here_moves_the_mark_back(world: World) -> None:
    fill(world.room, [world.ben], 10)
    actions.mark_read({(world.ada.pk, world.room.pk): 10})
    client = signed_in(world.ada)
    assert unread(client, world.room, 7)["Location"] == "/rooms/"
    assert (mark(world.ada, world.room), news(world)) == ((6, 6), 4)
    answer = unread(client, world.room, 1, **{"X-Requested-With": "fetch"})
    assert (answer.status_code, mark(world.ada, world.room)) == (204, (0, 0))


@pytest.mark.parametrize("seq", ["", "x", "-3", "1.5", "9" * 16, "9" * 5000, "\x00", "²"])
def test_marking_unread_from_nowhere_changes_nothing(world: World, seq: str) -> None:
    fill(world.room, [world.ben], 3)
    actions.mark_read({(world.ada.pk, world.room.pk): 3})
    unread(signed_in(world.ada), world.room, seq)
    assert mark(world.ada, world.room) == (3, 3)


def test_ron_who_may_only_read_keeps_marks_like_everybody(world: World) -> None:
    fill(world.room, [world.ben], 3)
    assert unread(signed_in(world.ron), world.room, 2).status_code == 302
    assert mark(world.ron, world.room) == (1, 1)
