"""Messages for later that could not be said, or not yet: nothing is lost or said twice, nobody is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cohorts import actions as cohorts
from cohorts.later import actions, queries
from cohorts.models import LaterMessage, ReadMark, Room
from cohorts.talks.actions import begin
from cohorts.timeline import Change, Outcome
from community.members.models import Member
from moderation.access.decision import Denied
from moderation.actions import Refused
from tests.budgets.counting import asked, told
from tests.cast import World, grants
from tests.cohorts.talking import mark
from tests.cohorts.test_later import bodies, send, waiting
from tests.pages import Answer, text_of
from tests.verbs import say, signed_in

CHILD = "Call me: 303-555-0142"


def opened(member: Member, made: LaterMessage, **fields: str) -> Answer:
    place = f"/rooms/later/{made.pk}/"
    return signed_in(member).post(place, fields) if fields else signed_in(member).get(place)


def test_who_had_read_all_before_finds_nothing_new_in_what_they_said(world: World) -> None:
    read, behind = say(world.ada, world.room, "Hello"), begin(grants(world.ben), [world.fay])
    cohorts.mark_read({(world.ben.pk, world.room.pk): read.seq})
    say(world.fay, behind, "Hello")
    for room in (world.room, world.room, behind):
        waiting(world, room)
    send()
    assert ReadMark.objects.get(member=world.ben, room=world.room).ordinal == 3
    assert mark(world.ben, behind) is None


def test_one_that_cannot_be_stored_keeps_no_other_from_being_said(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, broken = cohorts.commit_paced, [True]

    def commit(changes: Sequence[Change]) -> list[Outcome]:
        if broken[0] and any(getattr(change.frame, "body", "") == "Two" for change in changes):
            raise OSError("no room for it")
        return real(changes)

    monkeypatch.setattr(cohorts, "commit_paced", commit)
    made = [waiting(world, body=body) for body in ("One", "Two", "Three")]
    send()
    assert bodies(world.room) == ["One", "Three"]
    left = LaterMessage.objects.get()
    assert (left.pk, left.why, left.taken_at) == (made[1].pk, "", None)
    assert "trying each alone" in caplog.text
    assert not world.ben.notices.exists(), "it is tried again"
    with pytest.raises(OSError, match="no room"):
        actions.carry_out([left])
    broken[0] = False
    LaterMessage.objects.update(at=timezone.now() - timedelta(seconds=1))
    send()
    assert bodies(world.room) == ["One", "Three", "Two"]


def test_what_was_taken_is_not_changed_until_it_is_known_whether_it_was_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = waiting(world)
    heard: list[str] = []
    monkeypatch.setattr(actions.news, "tell_now", lambda topic, *_: heard.append(topic))
    with monkeypatch.context() as killed:
        killed.setattr(actions, "settle", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.send_due.call()
    assert heard == [f"room:{world.room.pk}"], "who is there heard it before the worker was killed"
    LaterMessage.objects.update(taken_at=timezone.now() - queries.TAKEN_FOR * 2)
    for act in (actions.take_back, actions.send_now):
        with pytest.raises(Refused, match="being sent right now"):
            act(grants(world.ben), made.pk)
    page = opened(world.ben, made, off="1")
    assert page.status_code == 422
    assert "<b>Not sent.</b>" not in text_of(page)
    send()
    assert (bodies(world.room), LaterMessage.objects.exists()) == (["Good morning"], False)


def test_who_may_only_read_now_takes_it_back_and_does_not_change_it(world: World) -> None:
    made = waiting(world)
    Member.objects.filter(pk=world.ben.pk).update(standing="read_only")
    send()
    assert (bodies(world.room), LaterMessage.objects.get().why) == (
        [],
        "You can read here, but not write, at the moment.",
    )
    page = text_of(opened(world.ben, made))
    assert "Good morning" in page
    assert "Take it back" in page
    assert 'name="now"' not in page + text_of(signed_in(world.ben).get("/rooms/later/"))
    with pytest.raises(Denied):
        actions.change(grants(world.ben), made.pk, body="x", at=timezone.now(), looked=False)
    assert opened(world.ben, made, now="1").status_code == 422
    assert opened(world.ben, made, off="1").status_code == 302
    assert not LaterMessage.objects.exists()


def test_looking_at_it_reads_the_notice_and_an_empty_form_takes_nothing_back(world: World) -> None:
    made = waiting(world)
    Room.objects.filter(pk=world.room.pk).update(locked_at=timezone.now())
    send()
    assert world.ben.notices.filter(read_at=None).count() == 1
    opened(world.ben, made)
    assert not world.ben.notices.filter(read_at=None).exists()
    assert signed_in(world.ben).post(f"/rooms/later/{made.pk}/").status_code == 422
    assert LaterMessage.objects.get().why


def test_sent_now_from_its_page_it_goes_with_the_words_that_stand_there(world: World) -> None:
    made, past = waiting(world), {"day": "2001-01-01", "hour": "x"}
    assert opened(world.ben, made, body=" ", now="1", **past).status_code == 422
    assert opened(world.ben, made, body="Good evening", now="1", **past)["Location"] == f"/rooms/{world.room.pk}/"
    assert bodies(world.room) == ["Good evening"]


def test_what_pointed_to_a_child_is_shown_softened_or_sent_when_its_writer_looked(world: World) -> None:
    made = waiting(world, body=CHILD)
    send()
    assert "Does this point to a child?" in text_of(opened(world.ben, made))
    past = {"day": "2001-01-01", "hour": "08:00"}
    assert opened(world.ben, made, body=CHILD, now="1", **past).status_code == 422
    softened = text_of(opened(world.ben, made, body=CHILD, soften="1", **past))
    assert "303-555-0142</textarea>" not in softened
    assert "Neutral words stand there now." in softened
    assert bodies(world.room) == []
    assert opened(world.ben, made, body=CHILD, now="1", looked="1", **past).status_code == 302
    assert bodies(world.room) == [CHILD]


def test_the_page_of_what_waits_asks_no_more_when_more_waits(world: World) -> None:
    talk = begin(grants(world.ben), [world.fay])

    def look() -> list[str]:
        return asked(signed_in(world.ben), "/rooms/later/")

    found: list[Any] = []
    for _ in range(2):
        for room in (world.room, talk, world.room, talk):
            waiting(world, room)
        found.append(look())
    assert len(found[1]) <= len(found[0]) <= 7, told(found[1])
