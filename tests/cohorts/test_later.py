"""Messages for later: in one's own time, said once, by the action of every message, and kept when they are refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts import actions as cohorts
from cohorts.later import actions, queries
from cohorts.models import LaterMessage, Message, Room
from cohorts.talks.actions import begin
from community.members import actions as people
from community.members.models import Member
from community.takeout.actions import drop_all
from moderation.access.decision import Denied
from moderation.actions import Refused
from tests.cast import World, grants
from tests.cohorts.talking import look, mark
from tests.pages import Answer, text_of
from tests.verbs import carry_out_jobs, say, signed_in


def later(member: Member, room: Room, body: str = "Good morning", *, hours: float = 24, **more: str) -> Answer:
    at = timezone.localtime() + timedelta(hours=hours)
    when = {"day": at.date().isoformat(), "hour": f"{at:%H:%M}"}
    return signed_in(member).post(f"/rooms/{room.pk}/later/", {"body": body} | when | more)


def waiting(world: World, room: Room | None = None, body: str = "Good morning") -> LaterMessage:
    """Of Ben, and due."""
    made = actions.plan(grants(world.ben), room or world.room, body=body, at=timezone.now(), looked=False)
    LaterMessage.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(seconds=1))
    return made


def send() -> None:
    actions.send_due.call()
    carry_out_jobs()


def bodies(room: Room) -> list[str]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("body", flat=True))


def page(member: Member) -> str:
    return text_of(signed_in(member).get("/rooms/later/"))


def test_what_ben_wrote_in_the_room_waits_until_its_time_and_is_said_in_his_name(world: World) -> None:
    ben = signed_in(world.ben)
    assert f'formaction="/rooms/{world.room.pk}/later/"' in text_of(look(ben, world.room))
    asked = ben.post(f"/rooms/{world.room.pk}/later/", {"body": "Good morning"})
    assert asked.status_code == 200
    assert "Good morning</textarea>" in text_of(asked)
    assert later(world.ben, world.room)["Location"] == f"/rooms/later/?planned={world.room.pk}"
    assert "Good morning" in page(world.ben)
    assert "Good morning" not in page(world.ada) + page(world.mona)
    send()
    assert bodies(world.room) == []
    LaterMessage.objects.update(at=timezone.now() - timedelta(seconds=1))
    say(world.ada, world.room, "Hello?")
    send()
    assert bodies(world.room) == ["Hello?", "Good morning"]
    assert Message.objects.get(body="Good morning").author == world.ben
    assert not LaterMessage.objects.exists()
    assert mark(world.ben, world.room) is None, "what he has not read stays new"


def test_the_time_is_that_of_ones_own_zone(world: World) -> None:
    Member.objects.filter(pk=world.ben.pk).update(timezone="Asia/Tokyo")
    day = (datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=3)).date()
    later(world.ben, world.room, day=day.isoformat(), hour="07:30")
    at = LaterMessage.objects.get().at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (at.date(), at.hour, at.minute) == (day, 7, 30)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"day": "2001-01-01"}, "Choose a time from now on, within 30 days."),
        ({"day": "2999-01-01"}, "Choose a time from now on, within 30 days."),
        ({"day": "x"}, "Write the day as 2027-01-31."),
        ({"hour": ""}, "At what time?"),
        ({"body": " "}, "Write something first."),
        ({"body": "x" * 8001}, "A message holds up to 8,000 characters"),
        ({"hours": 24 * 31}, "Choose a time from now on, within 30 days."),
    ],
)
def test_what_does_not_work_is_said_at_the_field(world: World, fields: dict[str, Any], error: str) -> None:
    answer = later(world.ben, world.room, **fields)
    assert answer.status_code == 422
    assert error in text_of(answer)
    assert not LaterMessage.objects.exists()


def test_what_may_point_to_a_child_is_asked_about_now_and_when_it_is_sent(world: World) -> None:
    words = "Call me: 303-555-0142"
    answer = later(world.ben, world.room, words)
    assert answer.status_code == 422
    assert "Does this point to a child?" in text_of(answer)
    softened = later(world.ben, world.room, words, soften="1")
    assert "303-555-0142</textarea>" not in text_of(softened)
    assert not LaterMessage.objects.exists()
    assert later(world.ben, world.room, words, looked="1").status_code == 302
    LaterMessage.objects.update(at=timezone.now() - timedelta(seconds=1))
    send()
    assert bodies(world.room) == [words]
    waiting(world, body=words)
    send()
    assert bodies(world.room) == [words]
    assert "It may point to a child." in page(world.ben)


def test_killed_after_it_was_said_and_before_it_was_noted_it_is_still_said_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = waiting(world)
    with monkeypatch.context() as killed:
        killed.setattr(actions, "settle", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.send_due.call()
    assert bodies(world.room) == ["Good morning"]
    send()
    assert LaterMessage.objects.exists(), "another worker may still be at it"
    with pytest.raises(Refused, match="being sent right now"):
        actions.change(grants(world.ben), made.pk, body="Other words", at=timezone.now(), looked=False)
    with pytest.raises(Refused, match="being sent right now"):
        actions.send_now(grants(world.ben), made.pk)
    LaterMessage.objects.update(taken_at=timezone.now() - queries.TAKEN_FOR * 2)
    send()
    send()
    assert bodies(world.room) == ["Good morning"]
    assert not LaterMessage.objects.exists()


@pytest.mark.parametrize("what", ["left", "archived", "locked"])
def test_refused_when_it_is_due_the_words_are_kept_and_their_writer_is_told(world: World, what: str) -> None:
    made = waiting(world)
    if what == "left":
        cohorts.withdraw(grants(world.mona), world.spring, world.ben)
        Room.objects.filter(pk=world.room.pk).update(name="Secret since")
    else:
        Room.objects.filter(pk=world.room.pk).update(**{f"{what}_at": timezone.now()})
    send()
    send()
    assert bodies(world.room) == []
    told = text_of(signed_in(world.ben).get("/notices/"))
    assert "Your message was not sent:" in told
    assert f"/rooms/later/{made.pk}/" in told
    for text in (page(world.ben), text_of(signed_in(world.ben).get(f"/rooms/later/{made.pk}/"))):
        assert "Good morning" in text
        assert "Secret since" not in text
    assert world.ben.notices.count() == 1
    signed_in(world.ben).post(f"/rooms/later/{made.pk}/", {"off": "1"})
    assert not world.ben.notices.exists()


def test_a_talk_of_two_in_which_one_blocked_the_other_hears_nothing(world: World) -> None:
    talk = begin(grants(world.ben), [world.fay])
    waiting(world, talk)
    assert "Fay" in page(world.ben)
    people.block(grants(world.fay), world.ben)
    send()
    assert bodies(talk) == []
    assert "You can’t write to this person at the moment." in page(world.ben)
    with pytest.raises(Denied):
        actions.plan(grants(world.ron), world.room, body="x", at=timezone.now(), looked=False)


def test_where_one_talks_slowly_it_waits_for_its_turn(world: World) -> None:
    Room.objects.filter(pk=world.room.pk).update(stage="alumni")
    waiting(world, body="One")
    waiting(world, body="Two")
    send()
    assert bodies(world.room) == ["One"]
    left = LaterMessage.objects.get()
    assert (left.body, left.why, left.taken_at) == ("Two", "", None)
    assert timedelta(minutes=8) < left.at - timezone.now() <= timedelta(minutes=10)


def test_it_is_changed_sent_now_or_taken_back_by_its_writer_alone(world: World) -> None:
    first, second = (waiting(world, body=body) for body in ("First", "Second"))
    ben, at = signed_in(world.ben), timezone.localtime() + timedelta(days=2)
    when = {"day": at.date().isoformat(), "hour": f"{at:%H:%M}"}
    assert signed_in(world.ada).post(f"/rooms/later/{first.pk}/", {"off": "1"}).status_code == 404
    assert ben.post(f"/rooms/later/{first.pk}/", {"body": "Better"} | when).status_code == 302
    send()
    assert bodies(world.room) == ["Second"]
    assert ben.post(f"/rooms/later/{first.pk}/", {"now": "1"})["Location"] == f"/rooms/{world.room.pk}/"
    assert bodies(world.room) == ["Second", "Better"]
    third = waiting(world)
    Room.objects.filter(pk=world.room.pk).update(archived_at=timezone.now())
    refused = ben.post(f"/rooms/later/{third.pk}/", {"now": "1"})
    assert refused.status_code == 422
    assert "The room is archived" in text_of(refused)
    assert not world.ben.notices.filter(kind="later.refused").exists(), "he was looking"
    assert ben.post(f"/rooms/later/{third.pk}/", {"off": "1"}).status_code == 302
    assert not LaterMessage.objects.exists()
    assert second.pk != third.pk


def test_no_more_than_fifty_wait_and_all_go_with_whoever_leaves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    for _ in range(2):
        later(world.ben, world.room)
    assert later(world.ben, world.room).status_code == 422
    assert LaterMessage.objects.count() == 2
    drop_all(world.ben.pk)
    assert not LaterMessage.objects.exists()
