"""How far what is said may go: chosen once, kept by everything, and only ever stricter by itself."""

from __future__ import annotations

import pytest

from community.forum import actions
from community.forum.models import Space, Thread
from community.members.models import Member
from moderation.access.decision import Denied
from moderation.access.labels import Label, label_of
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place, send_question
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in

STAYS, UNNAMED, FREE = Label


def label(thread: Thread) -> Label:
    return label_of(Thread.objects.select_related("space").get(pk=thread.pk))


def arrange(world: World, space: Space, label: Label) -> None:
    actions.arrange_space(grants(world.mona), space, name=space.name, purpose=space.purpose, label=label)
    space.refresh_from_db()


def test_a_question_is_as_its_space_or_stricter_never_looser(world: World) -> None:
    arrange(world, world.commons, FREE)
    asked = {given: ask(world.ada, world.commons, label=given) for given in (None, STAYS, UNNAMED, FREE)}
    assert [label(thread) for thread in asked.values()] == [FREE, STAYS, UNNAMED, FREE]
    arrange(world, world.spring_space, STAYS)
    assert label(ask(world.ada, world.spring_space, label=FREE)) is STAYS


def test_the_form_offers_what_is_stricter_and_keeps_what_was_chosen(world: World) -> None:
    client = signed_in(world.ada)
    send_question(client, world.commons, label="stays")
    assert label(Thread.objects.get()) is STAYS
    wrong = send_question(client, world.commons, label="secret")
    assert (wrong.status_code, Thread.objects.count()) == (422, 1)
    again = send_question(client, world.commons, label="stays", title="").content.decode()
    assert 'name="label" value="stays" checked' in again


def test_its_page_says_it_above_the_reply_and_beside_the_question(world: World) -> None:
    page = text_of(signed_in(world.ben).get(place(ask(world.ada, world.commons, label=STAYS))))
    assert page.count("Stays here") == 2
    assert "Not a word of it leaves" in page


def test_looser_only_as_long_as_nobody_else_relied_on_it(world: World) -> None:
    arrange(world, world.commons, FREE)
    thread = ask(world.ada, world.commons, label=STAYS)
    actions.set_label(grants(world.ada), thread, UNNAMED)
    reply(world.ben, thread)
    for member in (world.ada, world.mona):
        with pytest.raises(Denied, match="stricter, but not looser"):
            actions.set_label(grants(member), thread, FREE)
    actions.set_label(grants(world.mona), thread, STAYS)
    assert label(thread) is STAYS
    [entry] = AuditEntry.objects.filter(verb="label_thread")
    assert (entry.actor_id, entry.reason) == (world.mona.pk, "from unnamed to stays")


def test_a_reply_that_only_some_see_counts_as_relying_on_it(world: World) -> None:
    thread = ask(world.ada, world.commons, label=STAYS)
    reply(world.ben, thread, hide=True)
    with pytest.raises(Denied):
        actions.set_label(grants(world.ada), thread, UNNAMED)


@pytest.mark.parametrize(("name", "offered"), [("ada", "stays"), ("mona", "stays")])
def test_the_page_offers_what_is_allowed_now(world: World, name: str, offered: str) -> None:
    thread = ask(world.ada, world.commons)
    client = signed_in(world.people[name])
    assert 'value="unnamed" checked' in client.get(f"{place(thread)}label/").content.decode()
    assert 'value="free"' not in client.get(f"{place(thread)}label/").content.decode(), "its space says less"
    reply(world.ben, thread)
    assert client.post(f"{place(thread)}label/", {"label": "stays"}).status_code == 302
    refused = client.post(f"{place(thread)}label/", {"label": "unnamed"})
    assert refused.status_code == 422
    assert "It can become stricter, but not looser." in text_of(refused)
    assert client.post(f"{place(thread)}label/", {}).status_code == 422


def test_a_stricter_space_is_stricter_for_all_in_it_and_a_looser_one_for_what_comes(world: World) -> None:
    before = ask(world.ada, world.commons)
    arrange(world, world.commons, STAYS)
    assert label(before) is STAYS
    between = ask(world.ada, world.commons)
    arrange(world, world.commons, FREE)
    assert [label(t) for t in (before, between, ask(world.ada, world.commons))] == [STAYS, STAYS, FREE]


def test_moving_takes_the_promise_along(world: World) -> None:
    arrange(world, world.spring_space, STAYS)
    arrange(world, world.commons, FREE)
    thread = ask(world.ada, world.spring_space)
    actions.move(grants(world.mona), thread, world.commons)
    assert label(thread) is STAYS
    free = ask(world.ada, world.commons)
    actions.move(grants(world.mona), free, world.spring_space)
    assert label(free) is STAYS, "as its new space says"


def test_a_space_is_changed_by_moderators_in_the_log(world: World) -> None:
    client = signed_in(world.mona)
    page = "/forum/in/commons/settings/"
    assert "Change this space" in text_of(client.get("/forum/in/commons/"))
    assert client.post(page, {"name": "", "label": "free"}).status_code == 422
    client.post(page, {"name": "Town hall", "purpose": "All of us", "label": "free"})
    client.post(page, {"name": "Town hall", "purpose": "All of us", "label": "free"})
    space = Space.objects.get(slug="commons")
    assert (space.name, space.purpose, space.label) == ("Town hall", "All of us", "free")
    logged = AuditEntry.objects.filter(subject_kind="space").order_by("pk").values_list("verb", "reason")
    assert list(logged) == [("label_space", "from unnamed to free"), ("change_space", f"it was {world.commons.name}")]
    assert "May be shared freely" in text_of(signed_in(world.ada).get("/forum/in/commons/readers/"))


def test_a_new_space_begins_as_the_ground_rules_say(world: World) -> None:
    page = signed_in(world.mona).get("/forum/spaces/new/").content.decode()
    assert 'name="label" value="unnamed" checked' in page


@pytest.mark.parametrize("name", ["ben", "ron", "cleo"])
def test_others_are_told_why_not(world: World, name: str) -> None:
    thread = ask(world.ada, world.commons)
    member: Member = world.people[name]
    assert signed_in(member).get(f"{place(thread)}label/").status_code == 403
