from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from community.forum import actions
from community.forum.models import Post, Thread
from community.notifications.models import Notice
from tests.cast import World, grants
from tests.forum.filling import replies
from tests.forum.forms import place, send_reply
from tests.pages import numbers, text_of, typed_in
from tests.verbs import ask, reply, signed_in


def test_ben_replies_and_lands_on_his_reply(world: World) -> None:
    thread = ask(world.ada, world.commons)
    answer = send_reply(signed_in(world.ben), thread, body="<p>Like <i>this</i>.</p>")
    assert answer["Location"] == f"{place(thread)}?to=2#reply-2"
    assert Post.objects.get(number=2).html == "<p>Like <i>this</i>.</p>"
    assert "<p>Like <i>this</i>.</p>" in text_of(signed_in(world.ada).get(answer["Location"]))


def test_replying_by_script_answers_with_the_place(world: World) -> None:
    thread = ask(world.ada, world.commons)
    answer = send_reply(signed_in(world.ben), thread, script=True)
    assert (answer.status_code, answer["X-Location"]) == (204, f"{place(thread)}?to=2#reply-2")


def test_a_reply_is_counted_for_the_lists(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ada, thread)
    post = reply(world.ben, thread)
    thread.refresh_from_db()
    assert (thread.last_number, thread.reply_count, thread.helper_count) == (3, 2, 1)
    assert (thread.last_author, thread.last_post_at) == (world.ben, post.created_at)


def test_the_same_form_sent_twice_replies_once(world: World) -> None:
    thread, client, nonce = ask(world.ada, world.commons), signed_in(world.ben), uuid4()
    places = {send_reply(client, thread, nonce=nonce)["Location"] for _ in range(3)}
    thread.refresh_from_db()
    assert places == {f"{place(thread)}?to=2#reply-2"}
    assert (thread.last_number, thread.reply_count, Post.objects.count()) == (2, 1, 2)


def test_a_form_sent_again_to_another_thread_leads_to_where_its_words_are(world: World) -> None:
    first, second, nonce = ask(world.ada, world.commons), ask(world.ada, world.commons), uuid4()
    client = signed_in(world.ben)
    send_reply(client, first, nonce=nonce)
    assert send_reply(client, second, nonce=nonce)["Location"] == f"{place(first)}?to=2#reply-2"
    assert not Post.objects.filter(thread=second, number=2).exists()


def test_a_reply_to_a_reply_names_whom_it_answers(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    send_reply(signed_in(world.cleo), thread, to=2)
    page = text_of(signed_in(world.ada).get(place(thread)))
    assert '<a class="in-reply" href="#reply-2">' in page
    assert "In reply to Ben" in page


@pytest.mark.parametrize("to", ["1", "3", "99", ""])
def test_a_reply_to_nothing_answers_the_question(world: World, to: str) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    actions.reply(grants(world.cleo), thread, body="<p>x</p>", nonce=uuid4(), to=int(to or 0))
    assert Post.objects.get(number=3).reply_to is None


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"body": ""}, "Please write something first."),
    ({"body": " \u200b\n"}, "Please write something first."),
    ({"body": "<p></p><hr><ul><li></li></ul>"}, "Please write something first."),
    ({"body": "<b>x</b>" * 12_500}, "This is too long to post: 100,000 of at most 64,000 characters."),
    ({"nonce": "x"}, "Something in the form was not right."),
    ({"to": "two"}, "Something in the form was not right."),
    ({"to": "1"}, "Something in the form was not right."),
    ({"to": "9" * 30}, "Something in the form was not right."),
    ({"attachments": "x"}, "One of the files is no longer there."),
    ({"attachments": str(uuid4())}, "One of the files is no longer there."),
    ({"attachments": ",".join(str(uuid4()) for _ in range(11))}, "A post carries up to 10 files."),
    ({"body": "half \x00 a word"}, "Something in the form was not right."),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=lambda value: str(value)[:30])
def test_words_survive_a_reply_that_is_refused(world: World, fields: dict[str, Any], sentence: str) -> None:
    thread = ask(world.ada, world.commons)
    given = {"body": "<p>Long &amp; careful words</p>\nsecond line"} | fields
    answer = send_reply(signed_in(world.ben), thread, **given)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert typed_in(answer) == given["body"]


@pytest.mark.parametrize(("fields", "_sentence"), REFUSED, ids=lambda value: str(value)[:30])
def test_a_refused_reply_leaves_nothing(world: World, fields: dict[str, Any], _sentence: str) -> None:
    thread = ask(world.ada, world.commons)
    send_reply(signed_in(world.ben), thread, **fields)
    thread.refresh_from_db()
    assert (thread.last_number, thread.reply_count, Post.objects.count(), Notice.objects.count()) == (1, 0, 1, 0)


def test_a_body_of_64000_characters_fits(world: World) -> None:
    thread = ask(world.ada, world.commons)
    assert send_reply(signed_in(world.ben), thread, body="<p>" + "x" * 63_993 + "</p>").status_code == 302


def test_the_pace_of_replying_is_limited(world: World) -> None:
    thread, client = ask(world.ada, world.commons), signed_in(world.ben)
    codes = [send_reply(client, thread, script=True).status_code for _ in range(21)]
    assert codes == [204] * 20 + [422]
    assert Post.objects.filter(author=world.ben).count() == 20


def test_ron_reads_but_does_not_reply(world: World) -> None:
    thread = ask(world.ada, world.commons)
    client = signed_in(world.ron)
    assert 'name="body"' not in text_of(client.get(place(thread)))
    assert send_reply(client, thread).status_code == 403
    assert Post.objects.count() == 1


def test_the_asker_and_whoever_is_answered_are_told(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    reply(world.cleo, thread, to=2)
    told = Notice.objects.filter(actor=world.cleo).values_list("member__handle", "kind")
    assert set(told) == {("ada", "post.reply"), ("ben", "post.reply")}


def test_nobody_is_told_of_their_own_reply(world: World) -> None:
    thread = ask(world.ada, world.commons)
    post = reply(world.ada, thread)
    reply(world.ada, thread, to=post.number)
    assert not Notice.objects.exists()


def test_a_long_thread_shows_a_window_of_replies(world: World) -> None:
    thread = replies(ask(world.ada, world.commons), [world.ben, world.cleo], 60)
    client = signed_in(world.ada)
    first = client.get(place(thread))
    assert numbers(first) == [1, *range(2, 27)]
    assert 'href="?from=27#reply-27"' in text_of(first)
    assert "Show 35 later replies" in text_of(first)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("from=27", range(27, 52)),
        ("to=40", range(37, 62)),
        ("to=2", range(2, 27)),
        ("to=999", range(37, 62)),
        ("to=0", range(2, 27)),
        ("to=-5", range(2, 27)),
        ("to=x", range(2, 27)),
        ("to=99999999999999999999", range(2, 27)),
        ("to=²", range(2, 27)),
        ("from=61", range(37, 62)),
        ("from=%00", range(2, 27)),
    ],
)
def test_a_link_opens_the_window_around_its_reply(world: World, query: str, shown: range) -> None:
    thread = replies(ask(world.ada, world.commons), [world.ben], 60)
    assert numbers(signed_in(world.ada).get(f"{place(thread)}?{query}")) == [1, *shown]


def test_every_reply_is_on_exactly_one_of_the_windows_one_leads_to(world: World) -> None:
    thread = replies(ask(world.ada, world.commons), [world.ben], 60)
    client = signed_in(world.ada)
    seen = [number for start in (2, 27, 52) for number in numbers(client.get(f"{place(thread)}?from={start}"))]
    assert set(seen) == set(range(1, 62))


def test_a_long_thread_opens_where_one_stopped_reading(world: World) -> None:
    thread = replies(ask(world.ada, world.commons), [world.ben], 60)
    client = signed_in(world.ada)
    client.post(f"{place(thread)}read/", {"number": 30})
    page = client.get(place(thread))
    assert numbers(page) == [1, *range(29, 54)]
    assert '<div class="newline" id="new">31 new</div>' in text_of(page)
    assert "Show replies 3 to 27" in text_of(page)


def test_the_chosen_answer_stands_on_top_wherever_it_is(world: World) -> None:
    thread = replies(ask(world.ada, world.commons), [world.ben], 60)
    actions.choose_answer(grants(world.ada), Post.objects.get(thread=thread, number=55))
    page = text_of(signed_in(world.cleo).get(place(thread)))
    assert "Answer chosen by Ada" in page
    assert page.index("Words 55.") < page.index("Words 2.")


def test_a_short_thread_is_shown_whole(world: World) -> None:
    thread = replies(ask(world.ada, world.commons), [world.ben], 25)
    page = signed_in(world.cleo).get(f"{place(thread)}?to=20")
    assert numbers(page) == list(range(1, 27))
    assert "Show " not in text_of(page)
    assert Thread.objects.get().last_number == 26
