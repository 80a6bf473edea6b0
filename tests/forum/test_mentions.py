from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from community.forum.models import Post
from community.notifications.models import Notice
from tests.cast import OUTSIDE, World, person
from tests.forum.forms import place, send_edit, send_question, send_reply
from tests.pages import Answer, text_of
from tests.verbs import ask, signed_in


def mention(*handles: str) -> str:
    return "<p>" + " ".join(f'<span data-mention="{handle}">@{handle}</span>' for handle in handles) + "</p>"


def told(kind: str = "post.mention") -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("member__handle", flat=True))


def suggested(answer: Answer) -> list[str]:
    return [one["handle"] for one in answer.json()["people"]]


@pytest.mark.parametrize(
    ("space", "expected"),
    [
        ("commons", ["ada", "ben", "cleo", "fay", "mona", "olga", "ron"]),
        ("spring", ["ada", "ben", "fay", "mona", "olga", "ron"]),
        ("table", ["mona", "olga"]),
    ],
)
def test_only_people_who_can_read_it_are_suggested(world: World, space: str, expected: list[str]) -> None:
    assert suggested(signed_in(world.mona).get(f"/forum/in/{space}/mentions/")) == expected


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("a", ["ada"]), ("A", ["ada"]), ("be", ["ben"]), ("%", []), ("_", []), ("\x00be", ["ben"]), ("@", []),
        ("x" * 500, []), ("\u202ebe", ["ben"]), ("lovelace", ["ada"]), ("ove", []), ("'", []), (" be ", ["ben"]),
    ],
)  # fmt: skip
def test_names_are_suggested_by_their_beginning(world: World, beginning: str, expected: list[str]) -> None:
    world.ada.name = "Ada Lovelace"
    world.ada.save(update_fields=["name"])
    answer = signed_in(world.ben).get("/forum/in/commons/mentions/", {"q": beginning})
    assert (answer.status_code, suggested(answer)) == (200, expected)


def test_a_suggestion_says_no_more_than_a_name_beside_words(world: World) -> None:
    [ada] = signed_in(world.ben).get("/forum/in/commons/mentions/?q=ada").json()["people"]
    assert ada == {"handle": "ada", "name": "Ada", "school": "Cedar School, CO", "initials": "A", "hue": "pine"}


def test_at_most_eight_are_suggested(world: World) -> None:
    for n in range(12):
        person(f"zoe-{n}", world.cedar)
    assert len(suggested(signed_in(world.ben).get("/forum/in/commons/mentions/?q=zoe"))) == 8


@pytest.mark.parametrize("slug", ["spring", "table", "no-such-space"])
def test_nobody_learns_who_reads_a_space_they_cannot_read(world: World, slug: str) -> None:
    client = signed_in(world.cleo)
    answer, missing = client.get(f"/forum/in/{slug}/mentions/"), client.get("/forum/in/never-was/mentions/")
    assert (answer.status_code, answer.content) == (404, missing.content)


@pytest.mark.parametrize("outsider", [*OUTSIDE, "vera"])
def test_nobody_outside_is_suggested_anybody(world: World, outsider: str) -> None:
    answer = signed_in(world.people.get(outsider)).get("/forum/in/commons/mentions/")
    assert answer.status_code in (302, 403)
    assert b"handle" not in answer.content


def test_suggesting_too_often_rests(world: World) -> None:
    client = signed_in(world.ada)
    codes = [client.get("/forum/in/commons/mentions/?q=b").status_code for _ in range(121)]
    assert (set(codes[:120]), codes[120]) == ({200}, 429)
    assert client.get("/forum/similar/?title=something").status_code == 429


def test_ben_is_told_and_named_as_he_is_called_now(world: World) -> None:
    send_question(signed_in(world.ada), world.commons, body=mention("ben"))
    assert told() == {"ben"}
    assert '<a class="mention" data-mention="ben" href="/people/ben/">@Ben</a>' in Post.objects.get().html


@pytest.mark.parametrize("space", ["commons", "spring_space", "table"])
def test_only_people_who_can_read_it_are_told(world: World, space: str) -> None:
    everybody = [*world.people]
    send_question(signed_in(world.mona), getattr(world, space), body=mention(*everybody, "nobody"))
    readers = {
        "commons": {"ada", "ben", "cleo", "fay", "olga", "ron"},
        "spring_space": {"ada", "ben", "fay", "olga", "ron"},
        "table": {"olga"},
    }[space]
    assert told() == readers
    html = Post.objects.get().html
    assert {handle for handle in [*everybody, "nobody"] if f'data-mention="{handle}"' in html} == readers | {"mona"}


@pytest.mark.parametrize("body", ["@ben, have you?", "(@ben)", "Hi\n\n@ben"])
def test_a_mention_typed_without_an_editor_is_one(world: World, body: str) -> None:
    send_question(signed_in(world.ada), world.commons, body=body, plain="on")
    assert told() == {"ben"}
    assert 'href="/people/ben/">@Ben</a>' in Post.objects.get().html


def test_a_handle_in_an_address_is_no_mention(world: World) -> None:
    send_question(signed_in(world.ada), world.commons, body="Write to office@ben.example", plain="on")
    assert told() == set()


def test_mentioning_oneself_or_somebody_twice_tells_once(world: World) -> None:
    send_question(signed_in(world.ada), world.commons, body=mention("ada", "ben", "ben"))
    assert list(Notice.objects.values_list("member__handle", flat=True)) == ["ben"]


def test_whoever_is_named_in_a_reply_is_not_told_twice_of_it(world: World) -> None:
    thread = ask(world.ada, world.commons)
    send_reply(signed_in(world.ben), thread, body=mention("ada", "cleo"))
    assert (told(), told("post.reply")) == ({"ada", "cleo"}, set())


def test_twenty_people_are_told_of_one_post(world: World) -> None:
    crowd = [person(f"zoe-{n}", world.cedar).handle for n in range(20)]
    send_question(signed_in(world.ada), world.commons, body=mention(*crowd))
    assert len(told()) == 20


def test_an_edit_tells_nobody_again(world: World) -> None:
    thread = ask(world.ada, world.commons, body=mention("ben"))
    send_edit(signed_in(world.ada), thread, 1, body=mention("ben", "cleo"), title="Still?")
    assert told() == {"ben"}
    assert 'data-mention="cleo"' in Post.objects.get().html


def test_a_name_in_a_mention_is_escaped(world: World) -> None:
    world.ben.name = "<img src=x onerror=alert(1)>"
    world.ben.save(update_fields=["name"])
    thread = ask(world.ada, world.commons, body=mention("ben"))
    assert "@&lt;img src=x onerror=alert(1)&gt;</a>" in text_of(signed_in(world.cleo).get(place(thread)))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Snow days in winter", ["Snow days for a small school"]),
        ("snow DAYS", ["Snow days for a small school"]),
        ("school", ["Snow days for a small school"]),
        ("days of school", ["Snow days for a small school"]),
        ("snow machines", []),
        ("a of to", []),
        ("", []),
        ("%%%% ____", []),
        ("\x00snow days", ["Snow days for a small school"]),
        ("x" * 5000, []),
        ("<script> alert", []),
    ],
    ids=lambda value: str(value)[:20],
)
def test_questions_like_the_one_being_typed(world: World, title: str, found: list[str]) -> None:
    ask(world.ada, world.commons, "Snow days for a small school")
    ask(world.ben, world.spring_space, "Snow days for our cohort, in school")
    page = text_of(signed_in(world.cleo).get("/forum/similar/", {"title": title}))
    assert [words for words in ("Snow days for a small school", "Snow days for our cohort") if words in page] == found


def test_at_most_three_questions_like_it_are_shown(world: World, django_assert_max_num_queries: Any) -> None:
    for n in range(5):
        ask(world.ada, world.commons, f"Snow days number {n}")
    client = signed_in(world.ben)
    client.get("/forum/similar/?title=warm")
    with django_assert_max_num_queries(4):
        page = text_of(client.get("/forum/similar/?title=snow+days+winter"))
    assert page.count("<li>") == 3
    assert "3 similar questions. Is your answer here?" in page


def test_a_mention_carries_no_other_link(world: World) -> None:
    body = '<p><a data-mention="ben" href="https://evil.example/">@Mona, moderator</a></p>'
    send_question(signed_in(world.ada), world.commons, body=body, nonce=uuid4())
    assert "evil.example" not in Post.objects.get().html
