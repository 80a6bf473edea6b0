"""Addresses of our own as cards: for whoever may read what they lead to; for everybody else they stay links."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from community import linking
from community.forum.models import Post, Thread
from community.members.models import Block
from tests.budgets.counting import asked, told
from tests.cast import World
from tests.forum.forms import place
from tests.library.shelving import shelve
from tests.pages import text_of
from tests.verbs import ask, reply, say, signed_in

CARD = 'class="link-card"'


def address(path: str) -> str:
    return f"{settings.COMMUNITY_URL}{path}"


def linked(path: str) -> str:
    """As the editor writes it."""
    return f'<p>See</p><p><a href="{address(path)}">{address(path)}</a></p><p>there</p>'


@pytest.fixture
def question(world: World) -> Thread:
    return ask(world.ada, world.commons, "Where is it written?")


def page(world: World, thread: Thread, who: str) -> str:
    return text_of(signed_in(world.people[who]).get(place(thread)))


def test_a_question_is_a_card_for_whoever_may_read_it(world: World, question: Thread) -> None:
    secret = ask(world.ada, world.spring_space, "Only in spring")
    post = reply(world.ada, question, linked(f"{place(secret)}?to=2#reply-2"))
    for who, sees in (("ben", True), ("cleo", False), ("mona", True)):
        shown = page(world, question, who)
        assert (CARD in shown, "Only in spring" in shown) == (sees, sees), who
        assert f'href="{address(place(secret))}?to=2#reply-2"' in shown
        assert "<p>See</p>" in shown
        assert "<p>there</p>" in shown
    assert CARD not in Post.objects.get(pk=post.pk).html
    assert "Spring space" in page(world, question, "ben")


def test_a_question_that_is_kept_from_some_is_no_card_for_them(world: World, question: Thread) -> None:
    kept = ask(world.ada, world.commons, "Not for Cedar", hide=True)
    reply(world.ada, question, linked(place(kept)))
    assert CARD not in page(world, question, "ben")
    assert CARD in page(world, question, "cleo")


def test_a_document_and_a_message_are_cards(world: World, question: Thread) -> None:
    document = shelve(world.mona, title="Lease, annotated")
    message = say(world.fay, world.room, "The **side door**, please")
    reply(world.ada, question, linked(f"/library/{document.pk}/"))
    reply(world.ada, question, linked(f"/rooms/{world.room.pk}/?message={message.pk}"))
    inside, outside = page(world, question, "ben"), page(world, question, "cleo")
    assert (inside.count(CARD), outside.count(CARD)) == (2, 1)
    assert "Lease, annotated" in outside
    assert "The side door, please" in inside
    assert "Fay in Spring room" in inside
    assert "side door" not in outside
    Block.objects.create(member=world.ben, blocked=world.fay)
    assert "side door" not in page(world, question, "ben")


@pytest.mark.parametrize(
    "body",
    [
        "<p>{url}</p>",  # typed without an editor
        '<p><a href="{url}">{url}</a><br></p>',
        '<blockquote><p><a href="{url}">{url}</a></p></blockquote>',
    ],
)
def test_alone_in_a_paragraph_it_is_a_card(world: World, question: Thread, body: str) -> None:
    other = ask(world.ben, world.commons, "The other one")
    reply(world.ada, question, body.format(url=address(place(other))))
    assert page(world, question, "cleo").count(CARD) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<p>See {url}</p>",
        '<p><a href="{url}">my own words</a></p>',
        '<p><a href="https://elsewhere.example{path}">https://elsewhere.example{path}</a></p>',
        '<p><a href="{url}order/">{url}order/</a></p>',
        '<ul><li><a href="{url}">{url}</a></li></ul>',
    ],
)
def test_anything_else_stays_as_it_was_written(world: World, question: Thread, body: str) -> None:
    other = ask(world.ben, world.commons, "The other one")
    reply(world.ada, question, body.format(url=address(place(other)), path=place(other)))
    shown = page(world, question, "cleo")
    assert CARD not in shown
    assert "The other one" not in shown


def test_a_title_is_words_in_a_card(world: World, question: Thread) -> None:
    other = ask(world.ben, world.commons, "<script>alert(1)</script> & <b>bold</b>")
    reply(world.ada, question, linked(place(other)))
    shown = page(world, question, "cleo")
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_many_links_ask_no_more_than_one_and_are_not_all_cards(world: World, question: Thread) -> None:
    others = [ask(who, world.commons, "Another") for who in (world.ben, world.cleo, world.fay) for _ in range(4)]
    reply(world.ada, question, linked(place(others[0])))
    client: Any = signed_in(world.mona)
    few = asked(client, place(question))
    reply(world.ada, question, "".join(linked(place(other)) for other in others))
    many = asked(client, place(question))
    assert len(many) == len(few), told(many)
    assert text_of(client.get(place(question))).count(CARD) == linking.MOST


def test_a_renamed_question_shows_its_new_title(world: World, question: Thread) -> None:
    other = ask(world.ben, world.commons, "Before")
    reply(world.ada, question, linked(place(other)))
    assert "Before" in page(world, question, "cleo")
    Thread.objects.filter(pk=other.pk).update(title="After")
    assert "After" in page(world, question, "cleo")
