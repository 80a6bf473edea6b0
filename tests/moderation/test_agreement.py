"""What everybody agrees to: nothing opens before, everybody is asked again when it changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from community.members import epoch
from moderation import actions, queries
from moderation.access.decision import Denied
from moderation.actions import Refused
from moderation.models import Acceptance, Agreement, AuditEntry
from tests.cast import World, grants
from tests.pages import FETCH, text_of, typed_in
from tests.verbs import signed_in

BODY = "## Stays here\n\nWhat is said here stays here."


def publish(world: World, body: str = BODY, changes: str = "") -> Agreement:
    return actions.publish_agreement(grants(world.olga), title="Our agreement", body=body, changes=changes)


def accept(client: Client, number: object, **more: str) -> Any:
    return client.post("/agreement/", {"number": str(number), "accept": "1", **more})


def test_nothing_is_asked_while_nothing_is_published(world: World) -> None:
    assert signed_in(world.ada).get("/").status_code == 200
    assert "nothing to accept" in text_of(signed_in(world.ada).get("/agreement/"))


def test_nothing_opens_before_ada_has_accepted(world: World) -> None:
    client = signed_in(world.ada)
    assert client.get("/forum/").status_code == 200
    publish(world)
    answer = client.get("/forum/?show=unanswered")
    assert (answer.status_code, answer["Location"]) == (302, "/agreement/?next=%2Fforum%2F%3Fshow%3Dunanswered")
    assert "What is said here stays here." in text_of(client.get(answer["Location"]))
    assert accept(client, 1, next="/forum/?show=unanswered")["Location"] == "/forum/?show=unanswered"
    assert client.get("/forum/").status_code == 200


def test_whoever_published_it_has_accepted_it(world: World) -> None:
    publish(world)
    assert signed_in(world.olga).get("/").status_code == 200
    assert signed_in(world.mona).get("/").status_code == 302, "moderators are asked like everybody"


def test_what_ada_was_sending_is_not_lost(world: World) -> None:
    client = signed_in(world.ada)
    client.get("/")
    publish(world)
    answer = client.post("/forum/ask/", {"title": "A long question", "body": "<p>Words</p>"})
    assert answer.status_code == 403
    assert "what you wrote is still in the form" in text_of(answer)
    assert 'href="/agreement/" target="_blank"' in text_of(answer)
    assert client.post("/forum/ask/", headers=FETCH).status_code == 403


def test_a_new_version_asks_again_and_shows_what_changed(world: World) -> None:
    publish(world)
    client = signed_in(world.ada)
    accept(client, 1)
    publish(world, BODY.replace("stays here.", "stays here, for good."), "It now says for how long.")
    page = text_of(client.get("/agreement/"))
    assert "It now says for how long." in page
    assert "<ins>" in page.replace('<span class="sr-only"> (new: </span>', "")
    assert client.get("/").status_code == 302
    accept(client, 2)
    assert client.get("/").status_code == 200
    kept = Acceptance.objects.filter(member=world.ada).order_by("agreement__number")
    assert [acceptance.agreement.number for acceptance in kept] == [1, 2]


@pytest.mark.parametrize("number", ["0", "2", "x", "", "9" * 30, "-1"])
def test_only_the_current_version_can_be_accepted(world: World, number: str) -> None:
    publish(world)
    client = signed_in(world.ada)
    assert accept(client, number).status_code in {200, 422}
    assert client.get("/").status_code == 302


def test_ada_read_the_old_version_while_a_new_one_was_published(world: World) -> None:
    publish(world)
    client = signed_in(world.ada)
    client.get("/agreement/")
    publish(world, BODY + "\n\nAnd more.")
    answer = accept(client, 1)
    assert (answer.status_code, Acceptance.objects.filter(member=world.ada).count()) == (422, 0)
    assert "has changed in the meantime" in text_of(answer)
    assert "And more." in text_of(answer)


def test_going_on_without_the_tick_is_told(world: World) -> None:
    publish(world)
    answer = signed_in(world.ada).post("/agreement/", {"number": "1"})
    assert (answer.status_code, Acceptance.objects.filter(member=world.ada).exists()) == (422, False)
    assert "Please tick the box" in text_of(answer)


def test_accepting_twice_accepts_once(world: World) -> None:
    publish(world)
    actions.accept_agreement(world.ada.pk, 1)
    actions.accept_agreement(world.ada.pk, 1)
    assert Acceptance.objects.filter(member=world.ada).count() == 1


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"])
def test_accepting_leads_nowhere_else(world: World, place: str) -> None:
    publish(world)
    assert accept(signed_in(world.ada), 1, next=place)["Location"] == "/"


@pytest.mark.parametrize("person", ["sue", "rex", "nia"])
def test_whoever_is_shut_out_does_not_stand_at_the_door(world: World, person: str) -> None:
    publish(world)
    answer = signed_in(world.people[person]).get("/agreement/")
    assert answer.status_code == 403
    assert "stays here" not in text_of(answer)


def test_only_owners_publish(world: World) -> None:
    for person in (world.ada, world.mona):
        with pytest.raises(Denied):
            actions.publish_agreement(grants(person), title="Mine", body="Do as I say.", changes="")
    written = {"title": "T", "body": "B", "publish": "1"}
    assert signed_in(world.mona).post("/moderation/agreement/", written).status_code == 403
    assert not Agreement.objects.exists()


def test_an_owner_looks_at_it_first_and_then_publishes_it(world: World) -> None:
    client = signed_in(world.olga)
    written = {"title": "Our agreement", "body": "# Be kind\n\n<script>alert(1)</script>", "changes": ""}
    looked = client.post("/moderation/agreement/", written)
    assert "<h1>Be kind</h1>" in text_of(looked)
    assert "<script>alert" not in text_of(looked)
    assert typed_in(looked) == written["body"]
    assert not Agreement.objects.exists()
    before = epoch.current()
    assert client.post("/moderation/agreement/", {**written, "publish": "1"}).status_code == 302
    assert (Agreement.objects.get().number, epoch.current() > before) == (1, True)
    assert AuditEntry.objects.get(verb="publish_agreement").subject_label == "Our agreement, version 1"


@pytest.mark.parametrize(("body", "sentence"), [(" \u200b ", "Please write"), ("x" * 40_001, "Please keep it to")])
def test_what_cannot_be_published_is_refused_with_a_sentence(world: World, body: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        publish(world, body)


def test_the_same_text_again_asks_nobody(world: World) -> None:
    publish(world)
    with pytest.raises(Refused, match="Nothing has changed"):
        publish(world)
    answer = signed_in(world.olga).post(
        "/moderation/agreement/", {"title": "T", "body": BODY, "changes": "nothing", "publish": "1"}
    )
    assert (answer.status_code, typed_in(answer)) == (422, BODY)


def test_a_moderator_sees_who_accepted_what(world: World) -> None:
    publish(world)
    actions.accept_agreement(world.ada.pk, 1)
    actions.accept_agreement(world.mona.pk, 1)
    assert "accepted by 3 people" in text_of(signed_in(world.mona).get("/moderation/agreement/"))
    [kept] = queries.acceptances_of(grants(world.mona), world.ada.pk)
    assert kept.agreement.number == 1
