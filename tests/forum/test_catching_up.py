"""Catching up: lists of what is new, mine, followed; marking all of one as read, and taking that back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.forum.marks import actions as marks
from community.forum.marks.models import MarksBefore
from community.forum.models import ReadMark, SpaceMark, Thread
from community.members.models import Member
from tests.cast import World
from tests.forum.filling import threads
from tests.forum.forms import act, place
from tests.pages import Answer, text_of, titles
from tests.verbs import ask, reply, signed_in


def seen(member: Member, show: str) -> list[str]:
    return titles(signed_in(member).get("/forum/", {"show": show}))


def read(member: Member, thread: Thread) -> None:
    thread.refresh_from_db()
    signed_in(member).post(f"{place(thread)}read/", {"number": thread.last_number})


def mark_all(member: Member, show: str = "all") -> Answer:
    return signed_in(member).post("/forum/read/", {"show": show})


def undo(member: Member, **fields: str) -> Answer:
    return signed_in(member).post("/forum/read/undo/", fields)


def marks_of(member: Member) -> dict[str, int]:
    return dict(ReadMark.objects.filter(member=member).values_list("thread__title", "number"))


# ---- lists ------------------------------------------------------------------------------------


def test_unread_is_what_has_something_new_and_is_not_muted(world: World) -> None:
    first, second = ask(world.ada, world.commons, "first"), ask(world.ada, world.commons, "second")
    third = ask(world.ada, world.commons, "third")
    ask(world.ada, world.spring_space, "of Spring")
    assert seen(world.cleo, "unread") == ["third", "second", "first"]
    read(world.cleo, first)
    read(world.cleo, second)
    signed_in(world.cleo).post(f"{place(third)}follow/", {"level": "mute"})
    assert seen(world.cleo, "unread") == []
    reply(world.ben, second)
    assert seen(world.cleo, "unread") == ["second"]
    assert seen(world.ada, "unread") == ["second"]


def test_what_was_there_before_somebody_came_is_not_unread(world: World) -> None:
    threads(world.ada, world.commons, 2, newest=timezone.now() - timedelta(days=40))
    fresh = ask(world.ada, world.commons, "fresh")
    assert seen(world.cleo, "unread") == [fresh.title]
    Member.objects.filter(pk=world.cleo.pk).update(joined_at=None)
    assert len(seen(world.cleo, "unread")) == 3


def test_the_list_of_unread_is_what_the_others_mark_as_unread(world: World) -> None:
    made = threads(world.ada, world.commons, 12)
    for thread in made[::3]:
        read(world.ben, thread)
    signed_in(world.ben).post("/forum/in/commons/read/")
    for thread in made[::2]:
        reply(world.fay, thread)
    page = text_of(signed_in(world.ben).get("/forum/"))
    assert len(seen(world.ben, "unread")) == 6 == page.count("Unread: </span>")


def test_mine_is_what_i_asked_under_my_name_or_not(world: World) -> None:
    ask(world.ada, world.commons, "named")
    ask(world.ada, world.commons, "nameless", anonymous=True)
    theirs = ask(world.ben, world.commons, "of Ben")
    reply(world.ada, theirs)
    assert seen(world.ada, "mine") == ["nameless", "named"]
    assert seen(world.ben, "mine") == ["of Ben"]


def test_following_is_what_i_follow_asked_or_wrote_in(world: World) -> None:
    ask(world.ada, world.commons, "nothing to do with her")
    asked, wrote = ask(world.cleo, world.commons, "asked"), ask(world.ada, world.commons, "wrote in")
    nameless, tracked = ask(world.ada, world.commons, "nameless in"), ask(world.ada, world.commons, "tracked")
    reply(world.cleo, wrote)
    reply(world.cleo, nameless, anonymous=True)
    signed_in(world.cleo).post(f"{place(tracked)}follow/", {"level": "track"})
    assert set(seen(world.cleo, "following")) == {"asked", "wrote in", "nameless in", "tracked"}
    for thread, level in ((asked, "mute"), (wrote, "normal")):
        signed_in(world.cleo).post(f"{place(thread)}follow/", {"level": level})
    act(signed_in(world.cleo), nameless, 2, "delete")
    assert seen(world.cleo, "following") == ["tracked"]


@pytest.mark.parametrize("level", ["watch", "first", "track"])
def test_a_space_one_follows_brings_its_questions(world: World, level: str) -> None:
    quiet = ask(world.ada, world.commons, "quiet")
    ask(world.ada, world.commons, "loud")
    signed_in(world.cleo).post("/forum/in/commons/follow/", {"level": level})
    signed_in(world.cleo).post(f"{place(quiet)}follow/", {"level": "normal"})
    assert seen(world.cleo, "following") == ["loud"]


@pytest.mark.parametrize(
    ("show", "sentence"),
    [("unread", "You have read everything."), ("following", "You follow nothing yet."), ("mine", "not asked anything")],
)
def test_an_empty_list_says_so(world: World, show: str, sentence: str) -> None:
    assert sentence in text_of(signed_in(world.cleo).get("/forum/", {"show": show}))


# ---- all read, and not ------------------------------------------------------------------------


def test_all_is_read_and_it_is_taken_back_to_the_very_reply(world: World) -> None:
    opened, never = ask(world.ada, world.commons, "opened"), ask(world.ada, world.commons, "never opened")
    read(world.cleo, opened)
    for thread in (opened, never):
        reply(world.ben, thread)
    ask(world.ada, world.spring_space, "not hers")
    before = marks_of(world.cleo)
    answer = mark_all(world.cleo)
    assert answer["Location"] == "/forum/?marked=1"
    assert seen(world.cleo, "unread") == []
    assert marks_of(world.cleo) == {"opened": 2, "never opened": 2}
    assert "Marked as read." in text_of(signed_in(world.cleo).get(answer["Location"]))
    assert undo(world.cleo)["Location"] == "/forum/"
    assert seen(world.cleo, "unread") == ["never opened", "opened"]
    assert marks_of(world.cleo) == before | {"never opened": 0}


def test_one_list_is_read_and_no_other(world: World) -> None:
    mine = ask(world.cleo, world.commons, "mine")
    reply(world.ben, mine)
    ask(world.ada, world.commons, "another")
    assert mark_all(world.cleo, "mine")["Location"] == "/forum/?show=mine&marked=1"
    assert seen(world.cleo, "unread") == ["another"]
    assert undo(world.cleo, show="mine")["Location"] == "/forum/?show=mine"
    assert seen(world.cleo, "unread") == ["another", "mine"]


def test_a_space_is_read_and_that_is_taken_back(world: World) -> None:
    thread = ask(world.ada, world.commons)
    for baseline in (None, timezone.now() - timedelta(days=3)):
        if baseline:
            SpaceMark.objects.create(member=world.cleo, space=world.commons, before=baseline)
        answer = signed_in(world.cleo).post("/forum/in/commons/read/")
        assert seen(world.cleo, "unread") == []
        assert "Marked as read." in text_of(signed_in(world.cleo).get(answer["Location"]))
        assert undo(world.cleo, space="commons")["Location"] == "/forum/in/commons/"
        assert seen(world.cleo, "unread") == [thread.title]
        assert SpaceMark.objects.values_list("before", flat=True).first() == baseline


def test_what_was_read_since_stays_read(world: World) -> None:
    one, other = ask(world.ada, world.commons, "one"), ask(world.ada, world.commons, "other")
    mark_all(world.cleo)
    reply(world.ben, one)
    read(world.cleo, one)
    undo(world.cleo)
    assert seen(world.cleo, "unread") == [other.title]


def test_it_is_taken_back_once_and_within_ten_minutes(world: World) -> None:
    ask(world.ada, world.commons)
    assert undo(world.cleo).status_code == 302  # nothing to take back changes nothing
    mark_all(world.cleo)
    MarksBefore.objects.update(at=timezone.now() - timedelta(minutes=11))
    undo(world.cleo)
    assert seen(world.cleo, "unread") == []
    marks.forget_marks.call()
    assert not MarksBefore.objects.exists()


def test_nobody_takes_back_what_somebody_else_marked(world: World) -> None:
    ask(world.ada, world.commons)
    mark_all(world.cleo)
    undo(world.ben)
    assert seen(world.cleo, "unread") == []
    assert MarksBefore.objects.count() == 1


def test_of_very_many_the_newest_are_marked_and_the_rest_when_it_is_pressed_again(
    world: World, monkeypatch: Any
) -> None:
    monkeypatch.setattr(marks, "AT_ONCE", 10)
    threads(world.ada, world.commons, 15)
    for left in (5, 0):
        mark_all(world.cleo)
        assert len(seen(world.cleo, "unread")) == left


def test_no_list_names_a_place_one_cannot_read(world: World) -> None:
    ask(world.ada, world.spring_space, "Saxifrage")
    mark_all(world.cleo)
    assert not ReadMark.objects.filter(member=world.cleo).exists()
    answers = [undo(world.cleo, space=slug) for slug in ("spring", "nowhere")]
    assert [answer.status_code for answer in answers] == [404, 404]
