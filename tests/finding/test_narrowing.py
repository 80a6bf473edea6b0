"""Filters: typed or chosen, looked up among what one can see, said so when they name nothing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.finding import completing
from community.forum import actions as forum
from community.forum.models import Post, Space
from community.live.protocol import Delete, Edit
from community.members.models import Block
from tests.cast import World, grants
from tests.forum.filling import replies
from tests.library.shelving import shelve
from tests.pages import Answer, text_of, titles
from tests.verbs import ask, do, reply, say, signed_in

SAID = "Ben in Spring room"


def look(world: World, who: str, words: str, **more: str) -> Answer:
    return signed_in(world.people[who]).get("/search/", {"q": words, **more})


@pytest.fixture
def written(world: World) -> World:
    """Junipers in every place."""
    garden = Space.objects.create(slug="garden", name="The garden", audience="members")
    answered = ask(world.ada, garden, "Juniper in the garden")
    ask(world.ben, world.commons, "Juniper in the commons")
    ask(world.ben, world.spring_space, "Juniper in spring")
    reply(world.ben, answered, "<p>A juniper, I say</p>")
    say(world.ben, world.room, "Who waters the juniper?")
    shelve(world.mona, title="Juniper handbook")
    return world


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("juniper space:garden", ["Juniper in the garden"]),
        ('juniper space:"The garden"', ["Juniper in the garden"]),
        ("juniper space:the", ["Juniper in the garden"]),
        ("juniper from:ada", ["Juniper in the garden"]),
        (
            "juniper from:me",
            ["Juniper in spring", "Juniper in the commons", "Juniper in the garden", SAID],
        ),
        ("juniper cohort:spring", ["Juniper in spring", SAID]),
        ('juniper room:"Spring room"', [SAID]),
        ("juniper from:nobody", []),
        ("juniper has:file", ["Juniper handbook"]),
        ("juniper after:2999", []),
        ("juniper before:2001-02-03", []),
        ("space:garden", ["Juniper in the garden"]),
        ("juniper -commons space:commons", []),
        ("-oak space:garden", []),
    ],
)
def test_filters(written: World, words: str, found: list[str]) -> None:
    assert titles(look(written, "ben", words)) == found


def test_a_tag_finds_the_questions_that_have_it_and_what_was_replied(written: World) -> None:
    tag = forum.make_tag(grants(written.mona), name="Hedges and trees", meaning="What grows.")
    ask(written.ben, written.commons, "Only a hedge", tags=[tag.slug])
    secret = ask(written.mona, written.table, "Juniper at the table", tags=[tag.slug])
    garden = Post.objects.get(number=2).thread
    forum.set_tags(grants(written.ada), garden, [tag.slug])
    for words in ("juniper tag:hedges-and-trees", 'juniper tag:"hedges and trees"', "juniper tag:hedges"):
        assert titles(look(written, "ben", words)) == ["Juniper in the garden"]
    assert titles(look(written, "ben", "tag:hedges")) == ["Only a hedge", "Juniper in the garden"]
    assert titles(look(written, "ben", "say tag:hedges")) == ["Juniper in the garden"]
    assert secret.title in titles(look(written, "mona", "juniper tag:hedges"))
    page = text_of(look(written, "ben", "juniper tag:hedges"))
    assert "tag: hedges" in page  # the chip that takes it away
    assert '<option value="hedges-and-trees">Hedges and trees</option>' in page


def test_a_merged_tag_is_found_by_its_former_name(written: World) -> None:
    who = grants(written.mona)
    old, new = (forum.make_tag(who, name=name, meaning="What grows.") for name in ("Bushes", "Hedges"))
    ask(written.ben, written.commons, "Only a hedge", tags=[old.slug])
    forum.merge_tags(who, old, into=new.slug)
    for name in ("bushes", "Bushes", "hedges"):
        assert titles(look(written, "ben", f"tag:{name}")) == ["Only a hedge"]


def test_questions_with_and_without_an_answer(written: World) -> None:
    thread = Post.objects.get(number=2).thread
    thread.answered = True
    thread.save()
    assert titles(look(written, "ben", "juniper is:solved")) == ["Juniper in the garden"]
    assert "Juniper in the garden" not in titles(look(written, "ben", "juniper is:unsolved"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("juniper space:nowhere", "There is no space called “nowhere”."),
        ("juniper room:nowhere", "There is no room called “nowhere”."),
        ("juniper cohort:nowhere", "There is no cohort called “nowhere”."),
        ("juniper tag:nowhere", "There is no tag called “nowhere”."),
        ("juniper has:wings", "“has:” looks for files: has:file."),
        ("juniper is:blue", "“is:” looks for questions with or without an answer"),
        ("juniper after:spring", "“spring” is no date."),
        ("juniper before:2026-99", "“2026-99” is no date."),
        ("juniper after:99999", "“99999” is no date."),
    ],
)
def test_a_filter_that_means_nothing_is_said_so(written: World, words: str, sentence: str) -> None:
    page = look(written, "ben", words)
    assert (page.status_code, titles(page)) == (200, [])
    assert sentence in text_of(page)


def test_a_space_one_cannot_see_is_no_space(written: World) -> None:
    assert "There is no space called “spring”." in text_of(look(written, "cleo", "juniper space:spring"))
    assert "There is no room called “spring”." in text_of(look(written, "cleo", "juniper room:spring"))


def test_since_some_days_ago(written: World) -> None:
    Post.objects.filter(thread__title="Juniper in the garden").update(created_at=timezone.now() - timedelta(days=40))
    assert "Juniper in the garden" not in titles(look(written, "ben", "juniper after:31d"))
    assert "Juniper in the garden" in titles(look(written, "ben", "juniper before:31d"))


def test_what_is_chosen_becomes_part_of_the_words(written: World) -> None:
    answer = look(
        written, "ben", "juniper space:commons", narrow="1", space="garden", after="7d", has="", **{"in": "posts"}
    )
    assert answer.status_code == 302
    assert parse_qs(urlparse(answer["Location"]).query) == {"q": ["juniper space:garden after:7d"], "in": ["posts"]}


def test_messages_only_of_ones_own_rooms(written: World) -> None:
    assert titles(look(written, "ben", "waters", **{"in": "messages"})) == [SAID]
    assert titles(look(written, "cleo", "waters", **{"in": "messages"})) == []
    assert "message=" in text_of(look(written, "ben", "waters"))


def test_edited_and_deleted_messages(written: World) -> None:
    message = say(written.ben, written.room, "Saxifrage")
    do(written.ben, Edit(written.room.pk, message.pk, uuid4(), "Edelweiss"))
    assert titles(look(written, "ben", "saxifrage")) == []
    assert titles(look(written, "ben", "edelweiss")) == [SAID]
    do(written.ben, Delete(written.room.pk, message.pk, uuid4()))
    assert titles(look(written, "ben", "edelweiss")) == []


def test_a_thread_is_one_row_however_often_it_says_it(written: World) -> None:
    thread = ask(written.ada, written.commons, "Hedges")
    for _ in range(4):
        reply(written.ben, thread, "<p>Hawthorn</p>")
    page = look(written, "cleo", "hawthorn")
    assert titles(page) == ["Hedges"]
    assert "3 more replies say it" in text_of(page)
    assert f"/forum/t/{thread.key}/?to=5#reply-5" in text_of(page)


def test_older_results_follow_and_none_is_lost(world: World) -> None:
    for n in range(30):
        ask(world.people["ada" if n % 2 else "mona"], world.commons, f"Hawthorn {n}")
    first = look(world, "cleo", "hawthorn", **{"in": "posts"})
    older = signed_in(world.cleo).get(older_of(first))
    assert len(titles(first)) == 25
    assert sorted({*titles(first), *titles(older)}) == sorted(f"Hawthorn {n}" for n in range(30))


def older_of(page: Answer) -> str:
    before, _, rest = text_of(page).partition("Older results")
    assert rest
    return before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")


def test_a_very_long_thread_hides_no_other(world: World) -> None:
    ask(world.ada, world.commons, "Hawthorn in the hills")
    long = replies(ask(world.ada, world.commons, "Long"), [world.ben], 90)
    Post.objects.filter(thread=long).update(html="<p>hawthorn</p>")
    call_command("reindex")
    assert titles(look(world, "cleo", "hawthorn"))[0] == "Hawthorn in the hills"


def test_words_of_somebody_blocked_are_not_shown(written: World) -> None:
    Block.objects.create(member=written.cleo, blocked=written.ben)
    page = look(written, "cleo", "say")
    assert titles(page) == ["Juniper in the garden"]
    assert "I <mark>say</mark>" not in text_of(page)
    assert "I <mark>say</mark>" in text_of(look(written, "fay", "say"))


def test_what_was_meant_is_proposed_only_of_what_one_can_read(written: World) -> None:
    ask(written.ben, written.spring_space, "Saxifrage")
    completing.complete.call()
    assert titles(look(written, "ben", "saxifraeg")) == ["Saxifrage"]
    assert "This is for <b>saxifrage</b>" in text_of(look(written, "ben", "saxifraeg"))
    page = look(written, "cleo", "saxifraeg")
    assert titles(page) == []
    assert "<b>saxifrage</b>" not in text_of(page)


def test_a_word_may_be_begun(written: World) -> None:
    assert titles(look(written, "cleo", "junip hand")) == ["Juniper handbook"]


def test_quick_lines_are_places_people_and_titles(written: World) -> None:
    page = text_of(signed_in(written.ben).get("/search/quick/", {"q": "juni"}))
    assert [page.find(words) > 0 for words in ("in the garden", "handbook", "See all results for “juni”")] == [True] * 3
    assert "in spring" in page
    assert "in spring" not in text_of(signed_in(written.cleo).get("/search/quick/", {"q": "juni"}))
    places = text_of(signed_in(written.ben).get("/search/quick/", {"q": "spring r"}))
    assert "Spring cohort: Spring room" in places
    assert "Library" in text_of(signed_in(written.ben).get("/search/quick/"))


def test_quick_lines_have_a_pace(written: World) -> None:
    client = signed_in(written.ben)
    assert {client.get("/search/quick/", {"q": "x"}).status_code for _ in range(120)} == {200}
    assert client.get("/search/quick/", {"q": "x"}).status_code == 429
