"""The list of rooms and the page of one, without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cohorts import actions
from cohorts.models import Room
from community.live.protocol import Delete, Edit, Pin, React
from tests.access.test_door import plain
from tests.cast import World, grants
from tests.cohorts.talking import bodies, fill, look, place, state
from tests.pages import Answer, text_of
from tests.verbs import do, say, signed_in


def lines(answer: Answer) -> list[tuple[str, str]]:
    """Each room of the list with what it says of news."""
    return [
        (name, re.sub(r"<[^>]*>|, last.*", "", news).strip())
        for name, news in re.findall(
            r'<span class="name">(.*?)</span><br><span class="meta">(.*?)</span>\s*(?:<span class="last|</a>)',
            text_of(answer), re.DOTALL,
        )
    ]  # fmt: skip


def headings(answer: Answer) -> list[str]:
    return re.findall(r'<h2 id="cohort-\d+">(.*?)</h2>', text_of(answer))


# ---- the list --------------------------------------------------------------------------------


def test_ada_sees_the_rooms_of_her_cohort_and_what_is_new(world: World) -> None:
    actions.mark_read({(world.ada.pk, world.room.pk): 0})
    say(world.ben, world.room, "Who has keys?")
    say(world.fay, world.room, "I have")
    page = signed_in(world.ada).get("/rooms/")
    assert (headings(page), lines(page)) == (["Spring cohort"], [("Spring room", "2 new")])
    assert "<b>Fay:</b> I have" in text_of(page)


def test_a_room_read_to_its_end_has_nothing_new(world: World) -> None:
    said = say(world.ben, world.room)
    actions.mark_read({(world.ada.pk, world.room.pk): said.seq})
    assert lines(signed_in(world.ada).get("/rooms/")) == [("Spring room", "Nothing new")]


def test_the_last_words_are_never_deleted_ones(world: World) -> None:
    say(world.ben, world.room, "Who has keys?")
    gone = say(world.ben, world.room, "Nobody?")
    do(world.ben, Delete(world.room.pk, gone.pk, uuid4()))
    page = text_of(signed_in(world.ada).get("/rooms/"))
    assert "<b>Ben:</b> Who has keys?" in page
    assert "Nobody?" not in page


def test_a_quiet_room_shows_what_it_is_for(world: World) -> None:
    Room.objects.filter(pk=world.room.pk).update(topic="Keys and kettles")
    assert "Keys and kettles" in text_of(signed_in(world.ada).get("/rooms/"))


def test_mona_sees_every_cohort_her_own_first_and_nothing_new_where_she_only_moderates(world: World) -> None:
    world.spring.enrollments.create(member=world.mona)
    say(world.ben, world.room)
    say(world.cleo, world.other_room)
    page = signed_in(world.mona).get("/rooms/")
    assert headings(page) == ["Spring cohort", "Autumn cohort"]
    assert lines(page) == [("Spring room", "1 new"), ("Autumn room", "Nothing new")]
    assert text_of(page).count("you moderate here") == 1


def test_somebody_in_no_cohort_is_told_how_to_get_into_one(world: World) -> None:
    world.spring.enrollments.filter(member=world.ben).delete()
    assert "A moderator can enroll you." in text_of(signed_in(world.ben).get("/rooms/"))


def test_an_archived_room_is_not_listed_and_can_still_be_read(world: World) -> None:
    say(world.ben, world.room, "Who has keys?")
    Room.objects.filter(pk=world.room.pk).update(archived_at=timezone.now())
    client = signed_in(world.ada)
    assert "Spring room" not in text_of(client.get("/rooms/"))
    page = look(client, world.room)
    assert bodies(page) == ["Who has keys?"]
    assert "The room is archived: it can be read, but not written to." in text_of(page)
    assert 'name="body"' not in text_of(page)


# ---- one room --------------------------------------------------------------------------------


def test_a_room_shows_what_was_said_in_its_order_and_who_can_read_it(world: World) -> None:
    for author, body in ((world.ben, "First"), (world.ben, "Second"), (world.fay, "Third")):
        say(author, world.room, body)
    page = look(signed_in(world.ada), world.room)
    assert bodies(page) == ["First", "Second", "Third"]
    assert "Only these 6 people" in text_of(page)
    assert 'placeholder="Write to 6 people"' in text_of(page)
    assert text_of(page).count('<b class="name">Ben</b>') == 1  # one heading for what one person says in a row


def test_the_page_tells_its_script_what_the_wire_would(world: World) -> None:
    first = say(world.ben, world.room, "First")
    actions.mark_read({(world.ada.pk, world.room.pk): first.seq})
    say(world.fay, world.room, "Second")
    told = state(look(signed_in(world.ada), world.room))
    assert (told["rev"], told["read"], told["before"], told["after"]) == (2, 1, False, False)
    assert (told["me"], told["own"]["name"], told["leads"], told["enrolled"]) == (world.ada.pk, "Ada", False, True)
    assert [m["body"] for m in told["messages"]] == ["First", "Second"]
    assert told["messages"][1]["author"]["role"] == "facilitator"


def test_what_is_said_cannot_break_out_of_the_page(world: World) -> None:
    hostile = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
    say(world.ben, world.room, hostile)
    page = look(signed_in(world.ada), world.room)
    assert "<script>alert" not in text_of(page)
    assert "<img" not in text_of(page).partition("<ol")[2].partition("</ol>")[0]
    assert state(page)["messages"][0]["body"] == hostile


def test_deleted_answered_and_marked_messages_look_like_it(world: World) -> None:
    first = say(world.ben, world.room, "Who has keys?")
    second = say(world.fay, world.room, "I have", reply_to=first.pk)
    do(world.ada, React(world.room.pk, second.pk, uuid4(), "🎉", True))
    do(world.ben, Delete(world.room.pk, first.pk, uuid4()))
    page = text_of(look(signed_in(world.ada), world.room))
    assert "This message was deleted." in page
    assert '<p class="quote">Ben: a deleted message</p>' in page
    assert '<span class="reaction">🎉 1</span>' in page


def test_pins_stand_on_top_newest_first(world: World) -> None:
    messages = [say(world.ben, world.room, body) for body in ("Wifi", "Keys")]
    for message in messages:
        do(world.fay, Pin(world.room.pk, message.pk, uuid4(), True))
    page = look(signed_in(world.ada), world.room)
    assert [pin["body"] for pin in state(page)["pins"]] == ["Keys", "Wifi"]
    assert f'href="?message={messages[1].pk}" data-pin-text>Keys</a>' in text_of(page)
    assert "2 pinned" in text_of(page)


def test_an_empty_room_says_so(world: World) -> None:
    page = text_of(look(signed_in(world.ada), world.room))
    assert "Nothing said here yet." in page
    assert "everyone in this room will see it" in page


# ---- where it opens --------------------------------------------------------------------------


def test_a_long_room_opens_at_its_newest_words_for_a_first_visit(world: World) -> None:
    fill(world.room, [world.ben], 120)
    page = look(signed_in(world.ada), world.room)
    assert (bodies(page)[0], bodies(page)[-1], len(bodies(page))) == ("Words 71", "Words 120", 50)
    assert (state(page)["before"], state(page)["after"]) == (True, False)


def test_it_opens_around_the_first_unread_words_when_they_are_further_back(world: World) -> None:
    fill(world.room, [world.ben], 120)
    actions.mark_read({(world.ada.pk, world.room.pk): 30})
    page = look(signed_in(world.ada), world.room)
    assert (bodies(page)[0], bodies(page)[-1]) == ("Words 5", "Words 54")
    assert (state(page)["before"], state(page)["after"]) == (True, True)


def test_it_opens_at_the_end_when_everything_unread_is_there(world: World) -> None:
    fill(world.room, [world.ben], 120)
    actions.mark_read({(world.ada.pk, world.room.pk): 100})
    assert bodies(look(signed_in(world.ada), world.room))[-1] == "Words 120"


def test_a_link_to_a_message_opens_around_it(world: World) -> None:
    messages = fill(world.room, [world.ben], 120)
    page = look(signed_in(world.ada), world.room, message=messages[9].pk)
    assert (bodies(page)[0], bodies(page)[-1]) == ("Words 1", "Words 34")
    assert state(page)["target"] == str(messages[9].pk)


@pytest.mark.parametrize("message", ["", "x", "\x00", "9" * 36, str(uuid4()), "' OR 1=1"])
def test_a_link_to_no_message_opens_at_the_newest_words(world: World, message: str) -> None:
    fill(world.room, [world.ben], 3)
    assert bodies(look(signed_in(world.ada), world.room, message=message)) == ["Words 1", "Words 2", "Words 3"]


def test_a_link_to_a_message_of_another_room_shows_nothing_of_it(world: World) -> None:
    secret = say(world.cleo, world.other_room, "Hellebore")
    page = look(signed_in(world.ada), world.room, message=secret.pk)
    assert (page.status_code, b"Hellebore" in page.content) == (200, False)


def test_looking_at_a_room_marks_nothing_read(world: World) -> None:
    say(world.ben, world.room, "@ada come")
    client = signed_in(world.ada)
    look(client, world.room)
    assert lines(client.get("/rooms/")) == [("Spring room", "1 new")]
    assert client.get("/notices/unread/").json() == {"unread": 1}


# ---- who -------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["", "say/", "unread/", "mentions/"])
def test_a_room_that_is_not_hers_is_for_cleo_one_that_never_was(world: World, what: str) -> None:
    client = signed_in(world.cleo)
    ask = client.post if what in {"say/", "unread/"} else client.get
    places = (place(world.room), f"/rooms/{uuid4()}/")
    foreign, missing = (plain(ask(f"{at}{what}", {"body": "Hello", "nonce": uuid4(), "seq": "1"})) for at in places)
    assert foreign[0] == 404
    assert foreign == missing


def test_a_facilitator_leads_her_own_cohort_and_no_other(world: World) -> None:
    fay, cleo = signed_in(world.fay), world.cleo
    assert state(look(fay, world.room))["leads"] is True
    assert look(fay, world.other_room).status_code == 404
    world.autumn.enrollments.create(member=world.fay)
    actions.enroll(grants(world.mona), world.autumn, world.fay, role="member")
    assert state(look(fay, world.other_room))["leads"] is False
    assert state(look(signed_in(cleo), world.other_room))["leads"] is False
    assert state(look(signed_in(world.mona), world.other_room))["leads"] is True


def test_a_moderator_who_is_not_enrolled_is_told_so(world: World) -> None:
    told = state(look(signed_in(world.mona), world.room))
    assert (told["enrolled"], told["own"]["role"]) == (False, "moderator")


def test_the_menu_leads_to_the_other_rooms_of_the_cohort(world: World) -> None:
    kitchen = actions.add_room(grants(world.mona), world.spring, name="Kitchen", topic="")
    page = text_of(look(signed_in(world.ada), world.room))
    assert f'<a class="menu-item phone-only" href="/rooms/{kitchen.pk}/">' in page
    assert "Autumn" not in page


def test_an_edited_message_shows_its_new_words_alone(world: World) -> None:
    said = say(world.ben, world.room, "Tomorow")
    do(world.ben, Edit(world.room.pk, said.pk, uuid4(), "Tomorrow"))
    assert b"Tomorow" not in look(signed_in(world.ada), world.room).content


# ---- the menu of mentions --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beginning", "offered"),
    [
        ("", ["ada", "ben", "fay", "mona", "olga", "ron"]),
        ("b", ["ben"]),
        ("BE", ["ben"]),
        ("cleo", []),
        ("sue", []),
        ("%", []),
        ("_", []),
        ("\x00be", ["ben"]),
        ("x" * 500, []),
    ],
)
def test_people_of_the_room_are_offered_while_typing(world: World, beginning: str, offered: list[str]) -> None:
    answer = signed_in(world.ada).get(f"{place(world.room)}mentions/", {"q": beginning}).json()
    assert [person["handle"] for person in answer["people"]] == offered


def test_who_is_offered_comes_with_school_and_picture(world: World) -> None:
    [ben] = signed_in(world.ada).get(f"{place(world.room)}mentions/", {"q": "ben"}).json()["people"]
    assert ben == {"handle": "ben", "name": "Ben", "school": "Cedar School, CO", "initials": "B", "hue": "pine"}


def test_the_menu_has_its_pace(world: World) -> None:
    client = signed_in(world.ada)
    answers = [client.get(f"{place(world.room)}mentions/", {"q": "b"}) for _ in range(121)]
    assert [answers[119].status_code, answers[120].status_code] == [200, 429]
    assert answers[120].json() == {"people": []}


def test_times_stand_in_the_zone_of_whoever_looks(world: World) -> None:
    noon = timezone.now().replace(hour=12, minute=0) - timedelta(days=30)
    fill(world.room, [world.ben], 1, start=noon)
    client = signed_in(world.ada)
    client.cookies["zone"] = "Asia/Tokyo"
    assert ", 9:01 pm" in text_of(look(client, world.room))
