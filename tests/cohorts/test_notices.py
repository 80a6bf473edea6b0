"""What tells somebody that they were named or answered in a room."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from cohorts import actions, people, queries, wire
from cohorts.files import readable
from cohorts.models import Message
from community.live.protocol import Delete, Edit
from community.members import epoch
from community.notifications import queries as notices
from moderation.access.rooms import EVERYTHING
from tests.cast import World, grants
from tests.cohorts.talking import fill
from tests.verbs import do, say


def told(world: World, name: str) -> list[tuple[str, str, str]]:
    """Who did what in which words, newest first."""
    items = notices.items_for(grants(world.people[name]))
    return [(item.actor, item.shown.sentence, item.shown.excerpt) for item in items]


def test_a_mention_and_an_answer_tell_whom_they_are_for(world: World) -> None:
    first = say(world.ben, world.room, "Who has **keys**, @ada?")
    say(world.ada, world.room, "I have", reply_to=first.pk)
    assert told(world, "ada") == [("Ben", "mentioned you in Spring room", "Who has keys, @Ada?")]
    assert told(world, "ben") == [("Ada", "replied to you in Spring room", "I have")]
    assert told(world, "fay") == []


def test_a_notice_leads_to_the_message(world: World) -> None:
    said = say(world.ben, world.room, "@ada")
    [item] = notices.items_for(grants(world.ada))
    assert item.shown.url == f"/rooms/{world.room.pk}/?message={said.pk}"
    assert (item.shown.place_name, item.shown.hue) == ("Spring cohort", "pine")


def test_who_is_named_in_an_answer_is_told_once(world: World) -> None:
    first = say(world.ada, world.room)
    say(world.ben, world.room, "@ada @ada yes", reply_to=first.pk)
    assert told(world, "ada") == [("Ben", "mentioned you in Spring room", "@Ada @Ada yes")]


def test_nobody_is_told_of_their_own_words(world: World) -> None:
    first = say(world.ada, world.room, "@ada")
    say(world.ada, world.room, "Again", reply_to=first.pk)
    assert told(world, "ada") == []


def test_sending_the_same_again_tells_once(world: World) -> None:
    nonce = uuid4()
    for _ in range(3):
        say(world.ben, world.room, "@ada", nonce=nonce)
    assert world.ada.notices.count() == 1


def test_a_deleted_message_tells_nothing_any_more(world: World) -> None:
    said = say(world.ben, world.room, "@ada")
    do(world.ben, Delete(world.room.pk, said.pk, uuid4()))
    assert told(world, "ada") == []


def test_an_edited_message_is_told_in_its_new_words(world: World) -> None:
    said = say(world.ben, world.room, "@ada tomorow")
    do(world.ben, Edit(world.room.pk, said.pk, uuid4(), "@ada tomorrow"))
    assert told(world, "ada") == [("Ben", "mentioned you in Spring room", "@Ada tomorrow")]


def test_a_notice_is_shown_only_while_the_room_is_ones_own(world: World) -> None:
    say(world.ben, world.room, "@ada")
    actions.withdraw(grants(world.mona), world.spring, world.ada)
    assert told(world, "ada") == []
    actions.enroll(grants(world.mona), world.spring, world.ada, role="member")
    assert len(told(world, "ada")) == 1


def test_reading_the_room_reads_its_notices(world: World) -> None:
    said = say(world.ben, world.room, "@ada")
    other = actions.add_room(grants(world.mona), world.spring, name="Kitchen", topic="")
    say(world.ben, other, "@ada")
    assert notices.unread_count(grants(world.ada)) == 2
    actions.mark_read({(world.ada.pk, world.room.pk): said.seq})
    assert notices.unread_count(grants(world.ada)) == 1


def test_names_follow_the_people(world: World) -> None:
    """Remembered while nobody's access or name changes, and no longer."""
    at = epoch.current()
    assert people.authors(at, world.spring.pk, [world.fay.pk])[world.fay.pk]["role"] == "facilitator"
    actions.enroll(grants(world.mona), world.spring, world.fay, role="member")
    found = people.authors(epoch.current(), world.spring.pk, [world.fay.pk, 10**9])
    assert {pk: author["role"] for pk, author in found.items()} == {world.fay.pk: "member"}


def test_an_author_who_has_no_row_any_more_is_a_former_member(world: World) -> None:
    fill(world.room, [world.ben], 1)
    [row] = queries.latest(world.room.pk, EVERYTHING).rows
    assert wire.message({**row, "author_id": 10**9}, {})["author"]["name"] == "A former member"


def test_files_of_a_message_are_read_by_whoever_is_in_the_room(world: World) -> None:
    said = say(world.ben, world.room)
    assert readable(grants(world.ada), str(said.pk))
    assert not readable(grants(world.cleo), str(said.pk))
    assert not readable(grants(world.ada), str(uuid4()))
    Message.objects.filter(pk=said.pk).update(deleted_at=timezone.now())
    assert not readable(grants(world.ada), str(said.pk))
