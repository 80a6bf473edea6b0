"""Drafts: kept for their writer alone, on all devices, and gone when they are posted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.drafts import actions, queries
from community.drafts.models import Draft
from community.forum import actions as forum
from community.forum.models import Space
from tests.cast import World, grants
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in

NOWHERE = f"reply:{uuid4()}"


def keep(client: Client, place: str, body: str = "<p>Half a thought</p>", *, version: int = 0, **more: Any) -> Any:
    sent = {"place": place, "body": body, "version": version, "fields": json.dumps(more.pop("fields", {}))} | more
    return client.post("/drafts/one/", sent)


def kept(client: Client, place: str) -> Any:
    return client.get("/drafts/one/", {"place": place}).json()["draft"]


def test_what_ada_begins_on_one_device_stands_on_the_other(world: World) -> None:
    desk, phone = signed_in(world.ada), signed_in(world.ada)
    fields = {"title": "How do you do snow days?", "space": "commons"}
    assert keep(desk, "ask", fields=fields).json() == {"version": 1}
    found = kept(phone, "ask")
    assert (found["body"], found["fields"], found["version"]) == ("<p>Half a thought</p>", fields, 1)
    assert keep(phone, "ask", "<p>A whole one</p>", version=1, fields=fields).json() == {"version": 2}


def test_two_devices_never_overwrite_each_other_unseen(world: World) -> None:
    desk, phone = signed_in(world.ada), signed_in(world.ada)
    keep(desk, "ask", "<p>From the desk</p>")
    answer = keep(phone, "ask", "<p>From the phone</p>")
    assert (answer.status_code, answer.json()["draft"]["body"]) == (409, "<p>From the desk</p>")
    assert kept(desk, "ask")["body"] == "<p>From the desk</p>"


def test_two_that_begin_at_the_same_moment_are_two_devices_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second learns of the first, and neither breaks."""
    first = Draft(member=world.ada, place="ask", body="<p>First</p>", at=timezone.now())

    def meanwhile(*_: Any) -> int:
        first.save()
        raise IntegrityError

    monkeypatch.setattr(actions, "keep_held", meanwhile)
    with pytest.raises(actions.OtherDraftError):
        actions.keep(grants(world.ada), "ask", actions.Written("<p>Second</p>", {}, (), 0))


def test_nobody_else_reads_it(world: World) -> None:
    keep(signed_in(world.ada), "ask", "<p>A secret of Ada's</p>")
    for other in (world.ben, world.mona, world.olga):
        client = signed_in(other)
        assert kept(client, "ask") is None
        assert "A secret of Ada's" not in text_of(client.get("/drafts/"))
        client.post("/drafts/throw-away/", {"place": "ask"})
    assert kept(signed_in(world.ada), "ask")["body"] == "<p>A secret of Ada's</p>"


def test_a_draft_says_nothing_of_whether_its_place_exists(world: World) -> None:
    space = Space.objects.create(name="Autumn", slug="autumn", audience="cohort", cohort=world.autumn)
    hidden = ask(world.cleo, space, "Autumn only")
    client = signed_in(world.ada)
    for place in (NOWHERE, f"reply:{hidden.key}"):
        assert keep(client, place).json() == {"version": 1}
    page = text_of(client.get("/drafts/"))
    assert "not open to you any more" in page
    assert "Autumn only" not in page


def test_posting_ends_the_draft(world: World) -> None:
    client = signed_in(world.ada)
    keep(client, "ask")
    thread = ask(world.ada, world.commons)
    assert kept(client, "ask") is None
    for place, post in (
        (f"reply:{thread.key}", lambda: reply(world.ada, thread)),
        (f"edit:{thread.key}:1", lambda: forum.edit(grants(world.ada), thread.posts.get(number=1), body="<p>New</p>")),
    ):
        keep(client, place)
        keep(signed_in(world.ben), place)
        post()
        assert kept(client, place) is None
        assert kept(signed_in(world.ben), place) is not None, "somebody else's stays"


def test_what_cannot_be_posted_ends_no_draft(world: World) -> None:
    client = signed_in(world.ada)
    keep(client, "ask")
    with pytest.raises(forum.Unusable):
        ask(world.ada, world.commons, title="")
    assert kept(client, "ask") is not None


def test_an_emptied_one_is_gone(world: World) -> None:
    client = signed_in(world.ada)
    keep(client, "ask")
    assert keep(client, "ask", "<p></p>", version=1).json() == {"version": 0}
    assert not Draft.objects.exists()


def test_the_list_leads_back_to_each(world: World) -> None:
    client = signed_in(world.ada)
    thread = ask(world.ben, world.commons, "Ben's question")
    own = ask(world.ada, world.commons, "Ada's question")
    keep(client, "ask", fields={"title": "Begun"})
    keep(client, f"reply:{thread.key}", "<p>To Ben</p>")
    keep(client, f"edit:{own.key}:1", "<p>Better</p>")
    page = client.get("/drafts/").content.decode()
    for words in (
        'href="/forum/ask/">Begun', f'href="/forum/t/{thread.key}/#reply"', "Your reply to “Ben's question”",
        f'href="/forum/t/{own.key}/1/edit/"', "To Ben", "Better",
    ):  # fmt: skip
        assert words.replace("'", "&#39;") in page or words in page
    client.post("/drafts/throw-away/", {"place": "ask"})
    assert Draft.objects.filter(member=world.ada).count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"place": ""}, {"place": "ask:1"}, {"place": "reply:1"}, {"place": "else"}, {"fields": "["},
        {"fields": '{"title": 1}'}, {"fields": "[" * 5_000}, {"files": "{}"}, {"files": '[{"id": 1, "evil": 2}]'},
        {"version": "many"}, {"body": "x" * 2_000_000},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_composer_sends_is_refused_in_words(world: World, sent: dict[str, str]) -> None:
    answer = signed_in(world.ada).post("/drafts/one/", {"place": "ask", "body": "<p>Hm</p>"} | sent)
    assert answer.status_code in {413, 422}
    assert not Draft.objects.exists()


def test_no_more_than_a_hundred_and_none_older_than_a_year(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 3)
    client = signed_in(world.ada)
    for number in range(5):
        keep(client, f"edit:{uuid4()}:{number + 1}", f"<p>Number {number}</p>")
    assert [d.body for d in queries.drafts_of(grants(world.ada))] == [f"<p>Number {n}</p>" for n in (4, 3, 2)]
    Draft.objects.filter(body__contains="3").update(at=timezone.now() - timedelta(days=366))
    actions.forget_old.call()
    assert Draft.objects.count() == 2


def test_saving_without_end_is_slowed(world: World) -> None:
    client, version = signed_in(world.ada), 0
    answers = []
    for number in range(92):
        answer = keep(client, "ask", f"<p>{number}</p>", version=version)
        answers.append(answer.status_code)
        version = answer.json()["version"] if answer.status_code == 200 else version
    assert (answers[0], answers[-1]) == (200, 429)


def test_the_list_asks_once_for_each_kind(world: World) -> None:
    client = signed_in(world.ada)
    threads = [ask(world.ben, world.commons, f"Question {n}") for n in range(4)]
    keep(client, f"reply:{threads[0].key}")
    client.get("/drafts/")
    with CaptureQueriesContext(connection) as few:
        client.get("/drafts/")
    for thread in threads[1:]:
        keep(client, f"reply:{thread.key}")
    with CaptureQueriesContext(connection) as many:
        assert "Question 3" in text_of(client.get("/drafts/"))
    assert len(many) == len(few)
