"""Two questions that are one: all of the first at the end of the second, and its address leads there."""

from __future__ import annotations

from uuid import uuid4

import pytest

from community.drafts import actions as drafts
from community.drafts.models import Draft
from community.forum import actions
from community.forum.actions import moving
from community.forum.models import Post, ReadMark, Thread
from moderation.access.decision import Absent, Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place, send_reply
from tests.pages import Answer, text_of, titles, typed_in
from tests.verbs import ask, reply, signed_in


@pytest.fixture
def two(world: World) -> tuple[Thread, Thread]:
    """Ada's, with a reply of Ben; Cleo's, with one of Fay."""
    first = ask(world.ada, world.commons, "Which door?", "<p>There are two.</p>")
    reply(world.ben, first, "<p>The side door.</p>")
    second = ask(world.cleo, world.commons, "Which entrance?", "<p>I see two.</p>")
    reply(world.fay, second, "<p>The front.</p>")
    return Thread.objects.get(pk=first.pk), Thread.objects.get(pk=second.pk)


def merge(world: World, thread: Thread, into: str, who: str = "mona", **fields: str) -> Answer:
    return signed_in(world.people[who]).post(f"{place(thread)}merge/", {"into": into} | fields)


def test_a_moderator_sees_what_it_means_and_then_merges(world: World, two: tuple[Thread, Thread]) -> None:
    first, second = two
    asked = merge(world, second, f"https://community.test{place(first)}?to=2#reply-2")
    assert asked.status_code == 200
    assert "“Which entrance?” and its 1 reply go to the end of" in text_of(asked)
    assert Thread.objects.count() == 2
    assert merge(world, second, str(first.key), sure="1")["Location"] == place(first)
    first.refresh_from_db()
    posts = first.posts.order_by("number").values_list("number", "author__handle")
    assert list(posts) == [(1, "ada"), (2, "ben"), (3, "cleo"), (4, "fay")]
    assert (first.reply_count, first.helper_count, first.last_number, first.last_author) == (3, 3, 4, world.fay)
    assert titles(signed_in(world.ben).get("/forum/")) == ["Which door?"]
    entry = AuditEntry.objects.get()
    assert (entry.subject_id, entry.reason) == (str(second.pk), "into “Which door?”")
    found = signed_in(world.ben).get("/search/", {"q": "front", "in": "posts"})
    assert titles(found) == ["Which door?"]


def test_its_addresses_lead_there_however_often_they_move(world: World, two: tuple[Thread, Thread]) -> None:
    first, second = two
    third = ask(world.ada, world.spring_space, "Which way in?")
    actions.merge(grants(world.mona), second, first)
    client = signed_in(world.ben)
    assert client.get(place(second))["Location"] == f"{place(first)}?to=3#reply-3"
    assert client.get(f"{place(second)}?to=2")["Location"] == f"{place(first)}?to=4#reply-4"
    assert client.get(f"{place(second)}?to=77")["Location"] == f"{place(first)}?to=3#reply-3"
    actions.merge(grants(world.mona), first, third)
    assert client.get(f"{place(second)}?to=2")["Location"] == f"{place(third)}?to=5#reply-5"
    there, never = (signed_in(world.cleo).get(at) for at in (place(second), f"/forum/t/{uuid4()}/"))
    assert (there.status_code, there.content) == (404, never.content)


def test_what_was_read_of_both_is_read(world: World, two: tuple[Thread, Thread]) -> None:
    first, second = two
    ReadMark.objects.all().delete()
    for who, one, other in (("ada", 2, 2), ("ben", 2, 1), ("cleo", 1, 2), ("fay", 0, 2), ("mona", 2, 0)):
        for thread, number in ((first, one), (second, other)):
            if number:
                ReadMark.objects.create(member=world.people[who], thread=thread, number=number)
    actions.merge(grants(world.olga), second, first)
    marks = dict(ReadMark.objects.values_list("member__handle", "number"))
    assert marks == {"ada": 4, "ben": 3, "cleo": 1, "mona": 2}


def test_two_people_never_stand_under_one_alias(world: World) -> None:
    first, second = (ask(person, world.commons, anonymous=True) for person in (world.ada, world.cleo))
    Post.objects.filter(thread=second).update(alias=first.alias)
    Thread.objects.filter(pk=second.pk).update(alias=first.alias)
    reply(world.cleo, second, anonymous=True)
    actions.merge(grants(world.mona), second, first)
    aliases = dict(first.posts.values_list("number", "alias"))
    assert aliases[1] == first.alias
    assert aliases[2] == aliases[3] != first.alias
    first.refresh_from_db()
    assert (first.reply_count, first.helper_count) == (2, 2)  # of another one, as readers see
    page = signed_in(world.cleo).get(place(first))
    assert f"As {aliases[3]}, as before" in text_of(page)
    assert reply(world.cleo, first, anonymous=True).alias == aliases[3]


def test_a_reply_that_was_being_written_is_not_lost(world: World, two: tuple[Thread, Thread]) -> None:
    first, second = two
    drafts.keep(grants(world.ben), f"reply:{second.key}", drafts.Written("<p>Half a</p>", {}, (), 0))
    actions.merge(grants(world.mona), second, first)
    assert Draft.objects.get().place == f"reply:{first.key}"
    page = send_reply(signed_in(world.ben), second, body="<p>All my words</p>")
    assert page.status_code == 422
    assert "merged into this one while you wrote" in text_of(page)
    assert typed_in(page) == "<p>All my words</p>"
    assert f'action="{place(first)}reply/"' in text_of(page)
    with pytest.raises(Absent):  # and when it happens in between
        actions.reply(grants(world.ben), second, body="<p>Late</p>", nonce=uuid4())


@pytest.mark.parametrize(
    ("into", "sentence"),
    [("", "Paste the address"), ("Which door?", "Paste the address"), (str(uuid4()), "There is no question at")],
)
def test_an_address_that_leads_nowhere_is_said(
    world: World, two: tuple[Thread, Thread], into: str, sentence: str
) -> None:
    page = merge(world, two[1], into)
    assert (page.status_code, sentence in text_of(page)) == (422, True)


def test_some_things_are_not_merged(world: World, two: tuple[Thread, Thread], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two
    assert merge(world, second, str(first.key), "ada", sure="1").status_code == 403
    assert merge(world, second, str(second.key), sure="1").status_code == 403
    kept = ask(world.ada, world.commons, "Kept", hide=True)
    assert merge(world, kept, str(first.key), sure="1").status_code == 403
    assert merge(world, first, str(kept.key), sure="1").status_code == 403
    with pytest.raises(Denied):
        actions.merge(grants(world.cleo), second, first)
    monkeypatch.setattr(moving, "MOST_MERGED", 1)
    page = merge(world, second, str(first.key), sure="1")
    assert (page.status_code, "too many to merge" in text_of(page)) == (422, True)
    assert Thread.objects.count() == 3
