"""Who has read one's own message: in small rooms, from the read marks, and only both ways."""

from __future__ import annotations

import pytest

from cohorts import actions as cohorts
from cohorts.models import Message
from cohorts.seen.queries import quiet_readers
from cohorts.talks.actions import add, begin
from community.members.models import Member
from moderation.access import seen as rules
from tests.cast import World, grants
from tests.pages import Answer, text_of
from tests.verbs import say, signed_in


def seen(member: Member, message: Message) -> Answer:
    return signed_in(member).get(f"/rooms/{message.room_id}/seen/{message.pk}/")


def read(world: World, message: Message, *names: str) -> None:
    cohorts.mark_read({(world.people[name].pk, message.room_id): message.seq for name in names})


def hide(member: Member) -> None:
    assert signed_in(member).post("/you/privacy/", {"listed": "1"}).status_code == 302


def test_ada_sees_who_has_read_her_message_and_nobody_else_does(world: World) -> None:
    message = say(world.ada, world.room, "Who has keys?")
    assert f'data-seen="/rooms/{world.room.pk}/seen/"' in text_of(signed_in(world.ada).get(f"/rooms/{world.room.pk}/"))
    others = world.spring.enrollments.exclude(member=world.ada).filter(member__standing__in=("active", "read_only"))
    assert f"Seen by 0 of {others.count()}" in text_of(seen(world.ada, message))
    read(world, message, "ben")
    page = text_of(seen(world.ada, message))
    assert f"Seen by 1 of {others.count()}" in page
    read_it, _, not_yet = page.partition("Not yet")
    assert ("Ben" in read_it, "Fay" in not_yet) == (True, True)
    assert (seen(world.ben, message).status_code, seen(world.cleo, message).status_code) == (403, 404)


def test_switched_off_it_is_off_both_ways(world: World) -> None:
    message = say(world.ada, world.room, "Who has keys?")
    read(world, message, "ben", "fay")
    hide(world.ben)
    page = text_of(seen(world.ada, message))
    assert "Seen by 1 of" in page
    assert "1 person does not show what they have read." in page
    assert 'href="/people/ben/"' not in page
    answer = seen(world.ben, say(world.ben, world.room, "Me"))
    assert answer.status_code == 403
    assert "You can change that under You." in text_of(answer)
    assert quiet_readers([world.ada.pk, world.ben.pk]) == {world.ben.pk}
    signed_in(world.ben).post("/you/privacy/", {"reading": "1"})
    assert "Seen by 2 of" in text_of(seen(world.ada, message))


def test_whoever_came_to_a_talk_later_was_not_told_it(world: World) -> None:
    talk = begin(grants(world.ada), [world.ben, world.mona], name="Keys")
    message = say(world.ada, talk, "Under the mat")
    add(grants(world.ada), talk, world.fay)
    page = text_of(seen(world.ada, message))
    assert "Seen by 0 of 2" in page
    assert 'href="/people/fay/"' not in page


def test_in_a_large_room_nobody_is_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SEEN_UP_TO", 1)
    answer = seen(world.ada, say(world.ada, world.room, "Who has keys?"))
    assert answer.status_code == 403
    assert "shown in rooms of up to" in text_of(answer)
