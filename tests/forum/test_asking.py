from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from community.forum.models import Post, ReadMark, Space, Thread
from moderation.access.standing import Audience
from tests.cast import World
from tests.forum.forms import place, send_question
from tests.pages import text_of, typed_in
from tests.verbs import ask, signed_in


@pytest.mark.parametrize("kind", ["question", "discussion"])
def test_ada_asks_and_lands_on_her_thread(world: World, kind: str) -> None:
    answer = send_question(signed_in(world.ada), world.commons, kind=kind, title="  Snow \n days? ")
    thread = Thread.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, place(thread))
    assert (thread.kind, thread.title, thread.author, thread.space) == (kind, "Snow days?", world.ada, world.commons)
    assert (thread.last_number, thread.reply_count, thread.helper_count, thread.answered) == (1, 0, 0, False)


def test_what_ada_asked_stands_there(world: World) -> None:
    client = signed_in(world.ada)
    sent = send_question(client, world.commons, title="Fish & <chips>?", body="<p>A <b>lot</b>.</p>")
    page = text_of(client.get(sent["Location"]))
    assert "<h1>Fish &amp; &lt;chips&gt;?</h1>" in page
    assert "<p>A <b>lot</b>.</p>" in page
    assert Thread.objects.get().excerpt == "A lot."


def test_asking_by_script_answers_with_the_place(world: World) -> None:
    answer = send_question(signed_in(world.ada), world.commons, script=True)
    assert (answer.status_code, answer["X-Location"]) == (204, place(Thread.objects.get()))


def test_the_same_form_sent_twice_asks_once(world: World) -> None:
    client, nonce = signed_in(world.ada), uuid4()
    first = send_question(client, world.commons, nonce=nonce)
    again = send_question(client, world.commons, nonce=nonce, title="In other words?")
    assert first["Location"] == again["Location"]
    assert Thread.objects.count() == Post.objects.count() == 1


def test_two_people_may_happen_on_the_same_nonce(world: World) -> None:
    nonce = uuid4()
    for person in (world.ada, world.ben):
        send_question(signed_in(person), world.commons, nonce=nonce)
    assert Thread.objects.count() == 2


def test_a_form_opens_with_the_space_it_was_opened_from(world: World) -> None:
    page = text_of(signed_in(world.ada).get("/forum/ask/?space=spring"))
    assert '<option value="spring" data-readers="6" data-audience="Only its cohort" selected>' in page
    assert 'data-mentions="/forum/in/spring/mentions/"' in page


@pytest.mark.parametrize("odd", ["", "no-such-space", "table", "a/b", "%00", "ä", "'\"><script>", "x" * 500])
def test_a_form_opens_whatever_space_its_address_names(world: World, odd: str) -> None:
    answer = signed_in(world.ada).get("/forum/ask/", {"space": odd})
    assert answer.status_code == 200
    assert "<script>" not in text_of(answer).replace('<script type="module"', "")
    assert 'data-mentions="/forum/in/commons/mentions/"' in text_of(answer)


def test_only_spaces_one_can_read_are_offered(world: World) -> None:
    offered = {
        name: re.findall(
            r'<option value="(\w+)" data-readers="\d', text_of(signed_in(world.people[name]).get("/forum/ask/"))
        )
        for name in ("ada", "cleo", "mona")
    }
    assert offered == {"ada": ["commons", "spring"], "cleo": ["commons"], "mona": ["commons", "spring", "table"]}


def test_a_community_without_spaces_still_shows_the_form(world: World) -> None:
    Space.objects.all().delete()
    assert signed_in(world.ada).get("/forum/ask/").status_code == 200


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "Please write your question in one line."),
    ({"title": " \n\t "}, "Please write your question in one line."),
    ({"title": "\u200b\u3164"}, "Please write your question in one line."),
    ({"title": "x" * 161}, "Please keep it to 160 characters; this has 161."),
    ({"body": ""}, "Please write something first."),
    ({"body": "<p> </p><p><br></p>"}, "Please write something first."),
    ({"body": "<script>alert(1)</script><!-- x -->"}, "Please write something first."),
    ({"body": "x" * 100_000}, "This is too long to post: 100,000 of at most 64,000 characters."),
    ({"space": ""}, "Choose where to ask."),
    ({"space": "not a slug"}, "Enter a valid “slug”"),
    ({"kind": "riddle"}, "riddle is not one of the available choices"),
    ({"kind": ""}, "This field is required."),
    ({"nonce": "x"}, "Enter a valid UUID."),
    ({"attachments": str(uuid4())}, "One of the files is no longer there."),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=lambda value: str(value)[:30])
def test_words_survive_a_question_that_is_refused(world: World, fields: dict[str, Any], sentence: str) -> None:
    given = {"title": "My <careful> title", "body": "<p>Long &amp; careful words</p>\nsecond line"} | fields
    answer = send_question(signed_in(world.ada), world.commons, **given)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert (typed_in(answer), typed_in(answer, "title")) == (given["body"], given["title"])


@pytest.mark.parametrize(("fields", "_sentence"), REFUSED, ids=lambda value: str(value)[:30])
def test_a_refused_question_leaves_nothing(world: World, fields: dict[str, Any], _sentence: str) -> None:
    send_question(signed_in(world.ada), world.commons, **fields)
    assert not Thread.objects.exists()
    assert not Post.objects.exists()
    assert not ReadMark.objects.exists()


def test_a_form_that_came_back_can_be_sent_again(world: World) -> None:
    client, nonce = signed_in(world.ada), uuid4()
    refused = send_question(client, world.commons, title="", nonce=nonce)
    assert typed_in(refused, "nonce") == str(nonce)
    send_question(client, world.commons, nonce=nonce)
    assert Thread.objects.count() == 1


def test_a_title_of_160_characters_fits(world: World) -> None:
    send_question(signed_in(world.ada), world.commons, title="é" * 160)
    assert Thread.objects.get().title == "é" * 160


@pytest.mark.parametrize("slug", ["spring", "table", "no-such-space"])
def test_cleo_cannot_ask_where_she_cannot_read(world: World, slug: str) -> None:
    client = signed_in(world.cleo)
    missing = send_question(client, "never-was")
    answer = send_question(client, slug)
    assert answer.status_code == 404
    assert answer.content == missing.content
    assert not Thread.objects.exists()


def test_ron_reads_but_does_not_ask(world: World) -> None:
    client = signed_in(world.ron)
    assert client.get("/forum/ask/").status_code == 403
    assert send_question(client, world.commons).status_code == 403
    assert not Thread.objects.exists()


def test_the_pace_of_posting_is_limited_and_words_survive(world: World) -> None:
    client = signed_in(world.ada)
    for _ in range(20):
        assert send_question(client, world.commons, script=True).status_code == 204
    answer = send_question(client, world.commons, body="<p>The one too many</p>")
    assert (answer.status_code, typed_in(answer)) == (422, "<p>The one too many</p>")
    assert "You have posted a lot in a short time." in text_of(answer)


def test_a_question_without_an_editor_is_text(world: World) -> None:
    send_question(signed_in(world.ada), world.commons, body="one < two\n\nthree", plain="on")
    assert Post.objects.get().html == "<p>one &lt; two</p><p>three</p>"


def test_an_audience_needs_its_cohort(world: World) -> None:
    ask(world.ada, world.spring_space)
    assert Thread.objects.get().space.audience == Audience.COHORT
    assert "Spring space" not in text_of(signed_in(world.cleo).get("/forum/"))
