"""What belongs together is one row of the inbox: counted exactly, of what one may see alone, and read together."""

from __future__ import annotations

from typing import Any

import pytest

from cohorts.actions import withdraw
from community.live import news
from community.notifications import actions, queries
from community.notifications.grouping import Item, in_words
from community.notifications.models import Notice
from tests.cast import World, grants, person
from tests.forum.filling import replies
from tests.forum.forms import act, place
from tests.pages import text_of
from tests.verbs import ask, reply, say, signed_in


def rows(world: World, name: str = "ada", **more: Any) -> list[Item]:
    return queries.items_for(grants(world.people[name]), **more)


def answered(world: World, *names: str, title: str = "When?") -> Any:
    thread = ask(world.ada, world.commons, title)
    for name in names:
        reply(world.people[name], thread, f"<p>Says {name}</p>")
    return thread


def test_replies_to_one_question_are_one_row(world: World) -> None:
    thread = answered(world, "ben", "cleo", "fay", "cleo")
    [item] = rows(world)
    assert (item.actors, item.count, item.unread) == ("Cleo and 2 others", 4, True)
    assert (item.shown.excerpt, item.url) == ("Says cleo", f"/forum/t/{thread.key}/?to=2#reply-2")
    page = text_of(signed_in(world.ada).get("/notices/"))
    for words in ("Cleo and 2 others replied to “When?”", "“Says cleo”", "<span>4 replies</span>"):
        assert words in page
    assert queries.unread_count(grants(world.ada)) == 4


def test_other_kinds_and_other_places_stand_apart_the_newest_first(world: World) -> None:
    answered(world, "ben", title="First?")
    answered(world, "ben", "cleo", title="Second?")
    say(world.fay, world.room, "@ada")
    first = say(world.ada, world.room)
    say(world.fay, world.room, "Yes", reply_to=first.pk)
    assert [(item.actors, item.shown.sentence) for item in rows(world)] == [
        ("Fay", "replied to you in Spring room"),
        ("Fay", "mentioned you in Spring room"),
        ("Cleo and Ben", "replied to “Second?”"),
        ("Ben", "replied to “First?”"),
    ]


def test_news_of_an_old_row_bring_it_to_the_top(world: World) -> None:
    first = answered(world, "ben", title="First?")
    answered(world, "ben", title="Second?")
    reply(world.cleo, first)
    assert [item.actors for item in rows(world)] == ["Cleo and Ben", "Ben"]


def test_one_person_who_writes_often_is_one_person(world: World) -> None:
    answered(world, "ben", "ben", "ben")
    [item] = rows(world)
    assert (item.actors, item.count) == ("Ben", 3)


def test_two_people_of_one_name_are_two(world: World) -> None:
    twin = person("twin", world.dune)
    type(twin).objects.filter(pk=twin.pk).update(name="Ben")
    thread = answered(world, "ben")
    reply(twin, thread)
    assert rows(world)[0].actors == "Ben and Ben"


@pytest.mark.parametrize(
    ("names", "words"),
    [(["Ana"], "Ana"), (["Ana", "Ben"], "Ana and Ben"), (["Ana", "Ben", "Cleo"], "Ana and 2 others")],
)
def test_people_are_named_as_one_says_it(names: list[str], words: str) -> None:
    assert in_words(names) == words


def test_what_is_read_and_what_is_new_are_not_mixed(world: World) -> None:
    thread = answered(world, "ben", "cleo")
    signed_in(world.ada).post(f"{place(thread)}read/", {"number": 3})
    reply(world.fay, thread)
    assert [(item.actors, item.unread, item.count) for item in rows(world)] == [
        ("Fay", True, 1), ("Cleo and Ben", False, 2),
    ]  # fmt: skip
    page = text_of(signed_in(world.ada).get("/notices/"))
    assert page.index('id="new"') < page.index("Fay replied") < page.index('id="earlier"') < page.index("Cleo and Ben")


def test_what_one_may_not_see_any_more_is_not_counted_among_the_others(world: World) -> None:
    thread = answered(world, "ben", "cleo", "fay")
    act(signed_in(world.cleo), thread, 3, "delete")
    reply(world.fay, thread, "<p>Kept from Cedar</p>", hide=True)  # Fay's own organization is Dune
    [item] = rows(world)
    assert (item.actors, item.count) == ("Fay and Ben", 3)
    say(world.ben, world.room, "@ada")
    withdraw(grants(world.mona), world.spring, world.ada)
    assert [item.kind for item in rows(world)] == ["post.reply"]


def test_rows_that_cannot_be_seen_do_not_push_out_those_that_can(world: World) -> None:
    answered(world, "ben")
    for n in range(4):
        reply(world.ben, ask(world.ada, world.spring_space, f"Number {n}?"))
    withdraw(grants(world.mona), world.spring, world.ada)
    assert [item.shown.sentence for item in rows(world, most=2)] == ["replied to “When?”"]


def test_fifty_rows_and_no_more(world: World) -> None:
    posts = replies(ask(world.ada, world.commons), [world.ben], 60).posts.filter(number__gt=1)
    Notice.objects.bulk_create(
        Notice(member=world.ada, actor=world.ben, kind="post.reply", subject=str(post.pk), place=f"thread:{post.pk}")
        for post in posts
    )
    assert len(rows(world)) == queries.AT_MOST


def test_however_much_waits_it_is_looked_up_in_as_many_questions(world: World, django_assert_num_queries: Any) -> None:
    answered(world, "ben")
    who = grants(world.ada)
    with django_assert_num_queries(2):
        assert len(queries.items_for(who)) == 1
    for n in range(12):
        answered(world, "ben", "cleo", title=f"Number {n}?")
    with django_assert_num_queries(2):
        assert len(queries.items_for(who)) == 13


def test_home_counts_things_not_rows(world: World) -> None:
    answered(world, "ben", "cleo", "fay")
    page = text_of(signed_in(world.ada).get("/"))
    assert "3 things wait for you." in page
    assert "Fay and 2 others replied to “When?”" in page
    assert "Mark read" not in page


# ---- one row read ----------------------------------------------------------------------------


def seen(item: Item) -> dict[str, Any]:
    return {"kind": item.kind, "place": item.place, "up_to": item.newest}


def test_one_row_is_marked_read_and_the_others_are_not(world: World) -> None:
    answered(world, "ben", "cleo", title="First?")
    answered(world, "ben", title="Second?")
    client = signed_in(world.ada)
    page = text_of(client.get("/notices/"))
    second, first = rows(world)
    for name, value in seen(first).items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert client.post("/notices/read/", seen(first))["Location"] == "/notices/"
    assert [(item.place, item.unread) for item in rows(world)] == [(second.place, True), (first.place, False)]


def test_what_came_after_one_looked_stays_new(world: World) -> None:
    thread = answered(world, "ben")
    client = signed_in(world.ada)
    [item] = rows(world)
    reply(world.cleo, thread)
    client.post("/notices/read/", seen(item))
    assert [(item.actors, item.unread) for item in rows(world)] == [("Cleo", True), ("Ben", False)]
    [item, _] = rows(world)
    answered(world, "fay", title="Later?")
    client.post("/notices/read/", {"up_to": item.newest})
    assert [(item.actors, item.unread) for item in rows(world)] == [("Fay", True), ("Cleo and Ben", False)]


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "post.reply", "place": "thread:of-nobody", "up_to": "999999"},
        {"kind": "post.reply", "up_to": "999999"},
        {"place": "thread:x"},
        {"up_to": "-1"},
        {"up_to": "9" * 40},
        {"up_to": "many"},
        {"kind": "x" * 25, "up_to": "1"},
        {"place": "x\x00", "up_to": "1"},
    ],
)
def test_what_names_no_row_reads_none(world: World, given: dict[str, str]) -> None:
    answered(world, "ben")
    assert signed_in(world.ada).post("/notices/read/", given).status_code == 302
    assert queries.unread_count(grants(world.ada)) == 1


def test_nobody_reads_for_somebody_else(world: World) -> None:
    answered(world, "ben")
    [item] = rows(world)
    signed_in(world.cleo).post("/notices/read/", seen(item))
    assert queries.unread_count(grants(world.ada)) == 1


def test_every_open_page_hears_that_something_was_read_and_nothing_when_nothing_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(world, "ben")
    heard: list[tuple[str, int, str]] = []
    monkeypatch.setattr(news, "tell", lambda *given: heard.append(given))
    [item] = rows(world)
    for _ in range(2):
        actions.mark_group_read(world.ada.pk, item.kind, item.place, up_to=item.newest)
        actions.mark_read_at(world.ada.pk, item.place)
        actions.mark_all_read(world.ada.pk)
    assert [topic for topic, _, _ in heard] == [f"inbox:{world.ada.pk}"]
    assert '"read"' in heard[0][2]
    assert item.place not in heard[0][2]
