"""Who has read one's own message: in small rooms, from the read marks, and only both ways."""

from __future__ import annotations

import pytest

from cohorts import actions as cohorts
from cohorts.arranging.actions import set_since
from cohorts.models import Enrollment, Message
from cohorts.seen.queries import quiet_readers
from cohorts.talks.actions import add, begin
from community.members import actions as people
from community.members.models import Member
from moderation.access import seen as rules
from tests.budgets.counting import asked, told
from tests.cast import World, grants, person
from tests.cohorts.talking import look
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
    assert "Seen by 0 of 3" in text_of(seen(world.ada, message))
    read(world, message, "ben", "nia", "sue")
    page = text_of(seen(world.ada, message))
    assert "Seen by 1 of 3" in page
    read_it, _, not_yet = page.partition("Not yet")
    assert ("Ben" in read_it, "Fay" in not_yet, "Ron" in not_yet) == (True, True, True)
    assert (seen(world.ben, message).status_code, seen(world.cleo, message).status_code) == (403, 404)


def test_who_cannot_come_in_is_neither_listed_nor_counted(world: World) -> None:
    """Without a seat, suspended, removed, gone: enrolled as they still are."""
    message = say(world.ada, world.room, "Who has keys?")
    read(world, message, "nia", "sue", "rex", "lea")
    page = text_of(seen(world.ada, message))
    assert "Seen by 0 of 3" in page
    assert "not show" not in page
    for name in ("nia", "sue", "rex", "lea"):
        assert f'href="/people/{name}/"' not in page
    cohorts.withdraw(grants(world.mona), world.spring, world.ben)
    page = text_of(seen(world.ada, message))
    assert "Seen by 0 of 2" in page
    assert 'href="/people/ben/"' not in page


@pytest.mark.parametrize("since_joining", [False, True])
def test_who_came_later_was_not_told_what_came_before(world: World, *, since_joining: bool) -> None:
    """What was said before counts as read for them: nobody may believe that they read it."""
    set_since(grants(world.fay), world.room, since_joining=since_joining)
    before = say(world.ada, world.room, "Who has keys?")
    cohorts.enroll(grants(world.mona), world.spring, world.cleo, role="member")
    page = text_of(seen(world.ada, before))
    assert "Seen by 0 of 3" in page
    assert 'href="/people/cleo/"' not in page
    assert "Seen by 0 of 4" in text_of(seen(world.ada, say(world.ada, world.room, "And now?")))


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_where_one_blocked_the_other_it_is_not_shown(world: World, who: str) -> None:
    message = say(world.ada, world.room, "Who has keys?")
    read(world, message, "ben")
    people.block(grants(world.people[who]), world.people["ben" if who == "ada" else "ada"])
    page = text_of(seen(world.ada, message))
    assert "Seen by 0 of 2" in page
    assert "1 person does not show what they have read." in page
    assert 'href="/people/ben/"' not in page


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


def test_it_is_offered_only_where_it_is_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    message = say(world.ada, world.room, "Who has keys?")
    said = say(world.ben, world.room, "I have")
    page = text_of(look(signed_in(world.ada), world.room))
    assert f'href="/rooms/{world.room.pk}/seen/{message.pk}/"' in page
    assert f"/seen/{said.pk}/" not in page
    for offered in (False, True):
        signed_in(world.ada).post("/you/privacy/", {"reading": "1"} if offered else {})
        page = text_of(look(signed_in(world.ada), world.room))
        assert ("data-seen=" in page, "/seen/" in page) == (offered, offered)
    monkeypatch.setattr(rules, "SEEN_UP_TO", 1)
    page = text_of(look(signed_in(world.ada), world.room))
    assert ("data-seen=" in page, "/seen/" in page) == (False, False)


def test_it_asks_no_more_when_more_have_read_it(world: World) -> None:
    message = say(world.ada, world.room, "Who has keys?")
    place = f"/rooms/{world.room.pk}/seen/{message.pk}/"
    few = asked(signed_in(world.ada), place)
    for n in range(10):
        member = person(f"reader{n}", world.cedar)
        Enrollment.objects.filter(pk=world.spring.enrollments.create(member=member).pk).update(since=message.at)
        cohorts.mark_read({(member.pk, world.room.pk): message.seq})
    many = asked(signed_in(world.ada), place)
    assert "Seen by 10 of 13" in text_of(seen(world.ada, message))
    assert len(many) <= len(few) <= 9, told(many)
