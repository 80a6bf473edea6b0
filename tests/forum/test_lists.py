from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.test import Client
from django.utils import timezone

from community.forum import actions, lists
from community.forum.models import Thread
from tests.cast import INSIDE, World, grants
from tests.forum.filling import replies, threads
from tests.forum.forms import act
from tests.pages import link_named, text_of, titles
from tests.verbs import ask, reply, signed_in


def pages_of(client: Client, path: str, between: Any = None) -> list[list[str]]:
    """The titles of each page, following "Older questions" to the end."""
    pages = []
    for _ in range(20):
        page = client.get(path)
        pages.append(titles(page))
        older = link_named(page, "Older questions")
        if older is None:
            return pages
        path = urljoin(path, older)
        if between:
            between()
    raise AssertionError("the list does not end")


SEEN = {"cleo": {"all"}, "mona": {"all", "spring", "table"}, "olga": {"all", "spring", "table"}}


@pytest.mark.parametrize("person", INSIDE)
def test_everybody_sees_the_threads_of_their_spaces(world: World, person: str) -> None:
    for title, space in (("all", world.commons), ("spring", world.spring_space), ("table", world.table)):
        ask(world.mona, space, title)
    client, expected = signed_in(world.people[person]), SEEN.get(person, {"all", "spring"})
    for path in ("/forum/", "/forum/?show=unanswered", "/"):
        assert set(titles(client.get(path))) == expected, path


def test_the_newest_activity_comes_first(world: World) -> None:
    first, second = ask(world.ada, world.commons, "first"), ask(world.ada, world.commons, "second")
    client = signed_in(world.cleo)
    assert titles(client.get("/forum/")) == ["second", "first"]
    reply(world.ben, first)
    assert titles(client.get("/forum/in/commons/")) == ["first", "second"]
    reply(world.ben, second)
    assert titles(client.get("/forum/")) == ["second", "first"]


def test_a_deleted_reply_does_not_move_a_thread(world: World) -> None:
    first = ask(world.ada, world.commons, "first")
    ask(world.ada, world.commons, "second")
    reply(world.ben, first)
    act(signed_in(world.ben), first, 2, "delete")
    assert titles(signed_in(world.cleo).get("/forum/")) == ["first", "second"]


@pytest.mark.parametrize("path", ["/forum/", "/forum/in/commons/", "/forum/?show=unanswered"])
def test_every_thread_is_on_exactly_one_page(world: World, path: str) -> None:
    threads(world.ada, world.commons, 60)
    pages = pages_of(signed_in(world.ben), path)
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [title for page in pages for title in page] == [f"Question {n} of 60" for n in range(60, 0, -1)]


def test_threads_of_the_same_moment_are_on_exactly_one_page(world: World) -> None:
    threads(world.ada, world.commons, 60)
    Thread.objects.update(last_post_at=timezone.now(), created_at=timezone.now())
    for path in ("/forum/", "/forum/?show=unanswered"):
        seen = [title for page in pages_of(signed_in(world.ben), path) for title in page]
        assert sorted(seen) == sorted(f"Question {n} of 60" for n in range(1, 61))


def test_pages_stay_where_they_are_while_people_write(world: World) -> None:
    old = threads(world.ada, world.commons, 60)

    def people_write() -> None:
        ask(world.mona, world.commons, "Newcomer")
        replies(old[-1], [world.mona], 1)

    seen = [title for page in pages_of(signed_in(world.ben), "/forum/", people_write) for title in page]
    assert sorted(seen) == sorted(f"Question {n} of 60" for n in range(1, 61))


def test_a_thread_one_moved_up_meanwhile_is_only_missed_below(world: World) -> None:
    old = threads(world.ada, world.commons, 40)
    client = signed_in(world.ben)
    first = client.get("/forum/")
    reply(world.mona, old[0])
    second = titles(client.get("/forum/" + str(link_named(first, "Older questions"))))
    assert "Question 1 of 40" not in second
    assert titles(client.get("/forum/"))[0] == "Question 1 of 40"


BENT = [
    "x", "~", "~~~", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00~", "2026-01-01T00:00:00~5", "~5",
    "2026-01-01T00:00:00+00:00~-1", "2026-01-01T00:00:00+00:00~1e9", "2026-13-40T00:00:00+00:00~1", "now~1",
    "0001-01-01T00:00:00+23:59~1", "9999-12-31T23:59:59-23:59~1", "2026-01-01T00:00:00+00:00~" + "9" * 30, "\x00~1",
    "2026-01-01T00:00:00+00:00~1' OR 1=1", "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("bent", BENT, ids=lambda text: text[:35])
@pytest.mark.parametrize("path", ["/forum/", "/forum/in/commons/", "/forum/in/commons/?show=solved"])
def test_an_address_somebody_bent_begins_at_the_top(world: World, path: str, bent: str) -> None:
    actions.choose_answer(grants(world.ada), reply(world.ben, ask(world.ada, world.commons, "only")))
    answer = signed_in(world.cleo).get(path + ("&" if "?" in path else "?") + urlencode({"before": bent}))
    assert (answer.status_code, titles(answer)) == (200, ["only"])


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("0001-01-01T00:00:00+00:00~1", []),
        ("9999-12-31T23:59:59+00:00~1", ["only"]),
        ("9999-12-31T23:59:59.999999+14:00~" + "9" * 18, ["only"]),
        ("2026W011T00Z~1", None),
    ],
)
def test_a_place_far_away_is_a_place(world: World, before: str, found: list[str] | None) -> None:
    ask(world.ada, world.commons, "only")
    answer = signed_in(world.cleo).get("/forum/", {"before": before})
    assert answer.status_code == 200
    assert found is None or titles(answer) == found


def test_a_place_in_another_zone_is_the_same_place(world: World) -> None:
    made = threads(world.ada, world.commons, 3)
    at = (made[1].last_post_at - datetime.min.replace(tzinfo=made[1].last_post_at.tzinfo)).total_seconds()
    assert at > 0
    elsewhere = made[1].last_post_at.astimezone(timezone.get_fixed_timezone(timedelta(hours=9))).isoformat()
    assert titles(signed_in(world.ben).get("/forum/", {"before": f"{elsewhere}~{made[1].pk}"})) == ["Question 1 of 3"]


def test_questions_nobody_answered_are_those_only_the_asker_wrote_in(world: World) -> None:
    waiting, helped = ask(world.ada, world.commons, "waiting"), ask(world.ada, world.commons, "helped")
    ask(world.ada, world.commons, "talk", kind="discussion")
    alone = ask(world.ada, world.commons, "answered by herself")
    reply(world.ada, waiting)
    reply(world.ben, helped)
    actions.choose_answer(grants(world.ada), reply(world.ada, alone))
    assert titles(signed_in(world.cleo).get("/forum/?show=unanswered")) == ["waiting"]


def test_a_question_whose_only_help_was_deleted_waits_again(world: World) -> None:
    thread = ask(world.ada, world.commons, "waiting")
    reply(world.ben, thread)
    act(signed_in(world.ben), thread, 2, "delete")
    assert titles(signed_in(world.cleo).get("/forum/?show=unanswered")) == ["waiting"]


def test_unanswered_are_in_the_order_they_were_asked(world: World) -> None:
    first = ask(world.ada, world.commons, "first")
    ask(world.ada, world.commons, "second")
    reply(world.ada, first)
    assert titles(signed_in(world.cleo).get("/forum/?show=unanswered")) == ["second", "first"]


def test_a_space_shows_its_answered_questions(world: World) -> None:
    for title, space in (("here", world.commons), ("there", world.spring_space)):
        actions.choose_answer(grants(world.ada), reply(world.ben, ask(world.ada, space, title)))
    ask(world.ada, world.commons, "open")
    assert titles(signed_in(world.ada).get("/forum/in/commons/?show=solved")) == ["here"]


@pytest.mark.parametrize("show", ["all", "", "nonsense", '"><script>alert(1)</script>', "solved", "\x00", "x" * 3000])
def test_another_choice_shows_everything(world: World, show: str) -> None:
    threads(world.ada, world.commons, 26)
    page = signed_in(world.cleo).get("/forum/", {"show": show})
    assert len(titles(page)) == 25
    assert "<script>alert" not in text_of(page)
    assert "show=" not in str(link_named(page, "Older questions"))


def test_older_pages_keep_the_choice(world: World) -> None:
    threads(world.ada, world.commons, 30)
    client = signed_in(world.cleo)
    for path in ("/forum/", "/forum/in/commons/"):
        older = link_named(client.get(f"{path}?show=unanswered"), "Older questions")
        assert older is not None
        assert older.startswith("?show=unanswered&before=")
        assert len(titles(client.get(path + older))) == 5


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/forum/", "No questions yet. Be the first to ask."),
        ("/forum/?show=unanswered", "Every question here has an answer."),
        ("/forum/in/commons/?show=solved", "No question here has a chosen answer yet."),
        ("/forum/?before=0001-01-01T00:00:00%2B00:00~1", "There is nothing older."),
    ],
)
def test_an_empty_list_says_why(world: World, path: str, sentence: str) -> None:
    assert sentence in text_of(signed_in(world.ada).get(path))


def test_a_line_tells_what_one_wants_to_know(world: World) -> None:
    thread = ask(world.ada, world.commons, "Fish & <chips>?", body="<p>With <b>vinegar</b>?</p>")
    reply(world.ben, thread)
    page = text_of(signed_in(world.cleo).get("/forum/"))
    assert "Fish &amp; &lt;chips&gt;?</a>" in page
    assert '<p class="excerpt">With vinegar?</p>' in page
    assert "Ada, Cedar School, CO" in page
    assert "<span>1 reply</span>" in page


def test_lists_name_people_as_they_are_called_now(world: World) -> None:
    threads(world.ada, world.commons, 2)
    client = signed_in(world.cleo)
    assert "Ada, Cedar School, CO" in text_of(client.get("/forum/"))
    world.ada.name = "Ada Renamed"
    world.ada.save(update_fields=["name"])
    assert text_of(client.get("/forum/")).count('title="Ada Renamed, Cedar School, CO"') == 2


def test_a_list_is_as_long_as_it_is_asked_for(world: World) -> None:
    threads(world.ada, world.commons, 12)
    who = grants(world.ben)
    assert len(lists.latest(who, most=8)) == 9
    assert len(lists.unanswered(who, most=3)) == 4
    assert lists.solved(who, space=world.commons, most=3) == []
