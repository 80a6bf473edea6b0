"""What somebody wants to hear of a room: everything, what is for them, or nothing."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from cohorts import actions, queries
from cohorts.levels.actions import choose_level
from cohorts.models import Room, RoomLevel
from community.members.models import Member
from community.notifications import queries as notices
from community.shell import Shell
from community.takeout.actions import drop_all
from tests.cast import World, grants
from tests.cohorts.talking import look
from tests.pages import text_of
from tests.verbs import carry_out_jobs, say, signed_in


def choose(member: Member, room: Room, level: str) -> None:
    response = signed_in(member).post(f"/rooms/{room.pk}/level/", {"level": level})
    assert response.status_code == 302


def heard(member: Member) -> list[tuple[str, str]]:
    carry_out_jobs()
    return [(item.actor, item.shown.sentence) for item in notices.items_for(grants(member))]


def has_dot(member: Member) -> bool:
    """In the sidebar, with the number beside the room in the lists."""
    request = signed_in(member).get("/rooms/").wsgi_request
    request.grants = grants(member)
    [line] = [line for line in Shell(request).rooms if line.name == "Spring room"]
    [room] = queries.rooms_for(grants(member))
    assert bool(queries.unread_in(grants(member), room)) == line.unread
    return line.unread


def test_without_a_choice_ada_hears_what_is_for_her_and_sees_a_dot(world: World) -> None:
    say(world.ben, world.room, "Good morning")
    assert heard(world.ada) == []
    assert has_dot(world.ada)
    say(world.ben, world.room, "And you, @ada?")
    assert heard(world.ada) == [("Ben", "mentioned you in Spring room")]


def test_ada_who_wants_nothing_gets_no_notice_and_no_dot_and_can_still_read(world: World) -> None:
    first = say(world.ada, world.room, "Who has keys?")
    choose(world.ada, world.room, "nothing")
    say(world.ben, world.room, "Not me, @ada")
    say(world.fay, world.room, "I have", reply_to=first.pk)
    say(world.fay, world.room, "And you, @ben?")
    assert heard(world.ada) == []
    assert heard(world.ben) == [("Fay", "mentioned you in Spring room")]
    assert not has_dot(world.ada)
    assert "I have" in text_of(look(signed_in(world.ada), world.room))
    choose(world.ada, world.room, "mentions")
    assert has_dot(world.ada)
    assert not RoomLevel.objects.exists()


def test_ada_who_wants_everything_hears_of_each_message_once(world: World) -> None:
    choose(world.ada, world.room, "everything")
    say(world.ada, world.room, "My own")
    assert heard(world.ada) == []
    say(world.ben, world.room, "One")
    say(world.ben, world.room, "Two, @ada")
    assert sorted(heard(world.ada)) == [("Ben", "mentioned you in Spring room"), ("Ben", "wrote in Spring room")]
    assert world.ada.notices.count() == 2


def test_nobody_is_told_of_what_they_read_before_the_news_came_or_may_not_read_any_more(world: World) -> None:
    for member in (world.ada, world.ben, world.fay):
        choose(member, world.room, "everything")
    said = say(world.fay, world.room, "Hello")
    actions.mark_read({(world.ada.pk, world.room.pk): said.seq})
    actions.withdraw(grants(world.mona), world.spring, world.ben)
    carry_out_jobs()
    assert not world.ada.notices.exists()
    assert not world.ben.notices.exists()


def test_deleted_words_are_told_to_nobody(world: World) -> None:
    choose(world.ada, world.room, "everything")
    said = say(world.ben, world.room, "Gone in a moment")
    type(said).objects.filter(pk=said.pk).update(deleted_at=timezone.now())
    assert heard(world.ada) == []


def test_what_is_no_level_changes_nothing(world: World) -> None:
    choose(world.ada, world.room, "nothing")
    for level in ("", "all", "nothing\x00", "everything" * 99):
        choose(world.ada, world.room, level)
    assert RoomLevel.objects.get().level == "nothing"


def test_the_menu_shows_what_holds_and_works_without_scripts(world: World) -> None:
    client: Client = signed_in(world.ada)
    assert 'value="mentions" aria-current="true"' in text_of(look(client, world.room))
    choose(world.ada, world.room, "everything")
    assert 'value="everything" aria-current="true"' in text_of(look(client, world.room))


def test_a_choice_goes_with_who_leaves(world: World) -> None:
    for member in (world.ada, world.ben):
        choose_level(grants(member), world.room, "everything")
    world.room.refresh_from_db()
    assert world.room.listeners == 2
    drop_all(world.ada.pk)
    world.room.refresh_from_db()
    assert world.room.listeners == 1
    assert [row.member_id for row in RoomLevel.objects.all()] == [world.ben.pk]
