"""Saying something by the form: once, whole, and never lost when it is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cohorts import actions
from cohorts.models import Message, Room
from community.live.protocol import Refusal
from tests.cast import World
from tests.cohorts.talking import bodies, fill, look, mark, place, send
from tests.conftest import forget
from tests.pages import text_of, typed_in
from tests.verbs import signed_in


def test_ada_says_something_and_finds_it_in_the_room(world: World) -> None:
    client = signed_in(world.ada)
    answer = send(client, world.room, "Who has **keys**?")
    assert (answer.status_code, answer["Location"]) == (302, place(world.room))
    assert bodies(look(client, world.room)) == ["Who has keys?"]
    assert "<strong>keys</strong>" in text_of(look(signed_in(world.ben), world.room))


def test_what_one_said_oneself_is_read(world: World) -> None:
    fill(world.room, [world.ben], 3)
    send(signed_in(world.ada), world.room)
    assert mark(world.ada, world.room) == (4, 4)


def test_the_same_form_sent_again_says_it_once(world: World) -> None:
    client, nonce = signed_in(world.ada), uuid4()
    answers = [send(client, world.room, nonce=nonce) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert Message.objects.count() == 1


def test_other_words_in_a_form_that_was_sent_are_kept_and_can_be_sent_anew(world: World) -> None:
    """A browser's Back brings the old form with the old nonce."""
    client, nonce = signed_in(world.ada), uuid4()
    send(client, world.room, "First", nonce=nonce)
    answer = send(client, world.room, "Second", nonce=nonce)
    assert answer.status_code == 422
    assert "This was already sent with other words." in text_of(answer)
    assert typed_in(answer) == "Second"
    assert send(client, world.room, "Second", nonce=typed_in(answer, "nonce")).status_code == 302
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == ["First", "Second"]


@pytest.mark.parametrize("nonce", ["", "x", "9" * 100])
def test_a_form_without_a_number_of_its_own_gets_one(world: World, nonce: str) -> None:
    client = signed_in(world.ada)
    answer = send(client, world.room, "Hello", nonce=nonce)
    assert answer.status_code == 422
    assert "Please send your message again." in text_of(answer)
    assert send(client, world.room, typed_in(answer), nonce=typed_in(answer, "nonce")).status_code == 302


@pytest.mark.parametrize("body", ["", " ", "\n\r\n", "\u200b\u2800"])
def test_nothing_is_not_said(world: World, body: str) -> None:
    answer = send(signed_in(world.ada), world.room, body)
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert "Write something first." in text_of(answer)


def test_a_message_too_long_is_kept_to_be_shortened(world: World) -> None:
    client, words = signed_in(world.ada), "x" * 7_999
    answer = send(client, world.room, f"{words}\r\ny")
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert "A message holds up to 8,000 characters; this has 8,001." in text_of(answer)
    assert typed_in(answer) == f"{words}\ny"
    assert send(client, world.room, f"{words[1:]}\r\ny").status_code == 302  # a line's end counts as one


def test_too_many_at_once_are_kept_and_go_out_a_moment_later(world: World) -> None:
    client, nonce = signed_in(world.ada), uuid4()
    for number in range(20):
        send(client, world.room, f"Words {number}")
    answer = send(client, world.room, "One more", nonce=nonce)
    assert (answer.status_code, Message.objects.count()) == (422, 20)
    assert "That was very fast." in text_of(answer)
    assert (typed_in(answer), typed_in(answer, "nonce")) == ("One more", str(nonce))
    forget()
    assert send(client, world.room, "One more", nonce=nonce).status_code == 302
    assert Message.objects.count() == 21


def test_the_pace_is_of_one_person_in_one_room(world: World) -> None:
    world.autumn.enrollments.create(member=world.ada)
    client = signed_in(world.ada)
    for number in range(20):
        send(client, world.room, f"Words {number}")
    assert send(client, world.other_room).status_code == 302
    assert send(signed_in(world.ben), world.room).status_code == 302


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("locked_at", "The room is closed for writing at the moment."),
        ("archived_at", "The room is archived: it can be read, but not written to."),
    ],
)
def test_words_for_a_room_that_closed_meanwhile_are_not_lost(world: World, field: str, sentence: str) -> None:
    Room.objects.filter(pk=world.room.pk).update(**{field: timezone.now()})
    answer = send(signed_in(world.ada), world.room, "My long\nthoughts")
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert sentence in text_of(answer)
    assert typed_in(answer) == "My long\nthoughts"


def test_a_facilitator_speaks_in_a_closed_room(world: World) -> None:
    Room.objects.filter(pk=world.room.pk).update(locked_at=timezone.now())
    assert send(signed_in(world.fay), world.room).status_code == 302
    assert send(signed_in(world.mona), world.room).status_code == 302
    assert send(signed_in(world.ben), world.room).status_code == 422


def test_ron_who_may_only_read_is_told_so_and_has_no_box(world: World) -> None:
    client = signed_in(world.ron)
    page = text_of(look(client, world.room))
    assert "You can read here, but not write, at the moment." in page
    assert 'name="body"' not in page
    assert send(client, world.room).status_code == 403


def test_what_may_point_to_a_child_is_asked_about_and_stays_when_its_writer_lets_it(world: World) -> None:
    words, client = "Maya Thornton in 4th grade was suspended for a week", signed_in(world.ada)
    answer = send(client, world.room, words)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "This may point to a child: “Maya Thornton”." in page
    assert "It may stay as it is" in page
    assert words in page
    assert send(client, world.room, words, looked="1").status_code == 302
    assert list(Message.objects.values_list("body", flat=True)) == [words]


def test_a_form_without_its_token_says_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(world.ada).cookies
    answer = send(client, world.room)
    assert (answer.status_code, Message.objects.exists()) == (403, False)
    assert "This page was open for too long" in text_of(answer)


def test_saying_without_a_form_raises_the_refusal(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        actions.say(world.cleo.pk, world.room.pk, body="Hello")
    assert (refused.value.code, refused.value.room) == ("no_access", str(world.room.pk))
    assert actions.say(world.ada.pk, world.room.pk, body="Hello").seq == 1
