"""A question about a template: asked from its page, listed there to those who may read it, and it leads back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from community.forum.models import Thread
from community.library.asking.actions import remember
from community.library.models import AskedAbout, Document
from community.members.models import Member
from moderation.access.standing import Audience
from tests.cast import World, grants
from tests.library.shelving import shelve
from tests.pages import Answer, text_of
from tests.verbs import signed_in


def ask(
    member: Member, about: str, *, space: str = "commons", title: str = "Does it hold in Ohio?", **more: Any
) -> Answer:
    given = {"space": space, "kind": "question", "title": title, "body": "<p>I wonder.</p>", "nonce": str(uuid4())}
    return signed_in(member).post("/forum/ask/", given | {"about": about} | more)


def of(document: Document) -> str:
    return f"document:{document.pk}"


def questions(member: Member, document: Document) -> str:
    page = text_of(signed_in(member).get(f"/library/{document.pk}/"))
    return page[page.index('id="questions"') :].split("</section>")[0]


def test_from_its_page_to_the_question_and_back(world: World) -> None:
    lease = shelve(world.mona, "Barn lease")
    before = questions(world.ada, lease)
    assert "Nobody has asked in the forum yet." in before
    assert f'href="/forum/ask/?about={of(lease)}"' in before
    form = text_of(signed_in(world.ada).get(f"/forum/ask/?about={of(lease)}"))
    assert f'<input type="hidden" name="about" value="{of(lease)}">' in form
    assert "About “Barn lease”." in form
    unfinished = text_of(ask(world.ada, of(lease), title=" "))
    assert f'name="about" value="{of(lease)}"' in unfinished, "it is not lost with the first mistake"
    nonce = str(uuid4())
    for _ in range(2):
        sent = ask(world.ada, of(lease), nonce=nonce)
    thread = Thread.objects.get(title="Does it hold in Ohio?")
    assert (sent.status_code, AskedAbout.objects.get().thread) == (302, thread.key)
    listed = questions(world.cleo, lease)
    assert f'href="/forum/t/{thread.key}/">Does it hold in Ohio?</a>' in listed
    assert "Nobody has asked" not in listed
    page = text_of(signed_in(world.cleo).get(f"/forum/t/{thread.key}/"))
    assert "Barn lease" in page
    assert "Library, Handbooks" in page, "as a card"


def test_each_reader_is_shown_the_questions_they_may_read(world: World) -> None:
    lease = shelve(world.mona, "Barn lease")
    assert ask(world.fay, of(lease), space="spring", title="Spring only").status_code == 302
    assert ask(world.ada, of(lease), title="Not for my school", hide="1").status_code == 302
    assert ask(world.cleo, of(lease), title="For all").status_code == 302
    titles = ("Spring only", "Not for my school", "For all")
    for person, sees in (
        ("fay", titles), ("mona", titles), ("cleo", titles[1:]), ("ben", ("Spring only", "For all")),
    ):  # fmt: skip
        listed = questions(world.people[person], lease)
        assert tuple(title for title in titles if title in listed) == sees, person


def test_the_card_is_for_those_who_may_read_the_template(world: World) -> None:
    plan = shelve(world.mona, "Larkspur plan", audience=Audience.COHORT, cohort=world.spring)
    assert ask(world.ada, of(plan)).status_code == 302
    thread = Thread.objects.get(title="Does it hold in Ohio?")
    assert "Larkspur plan" in text_of(signed_in(world.ada).get(f"/forum/t/{thread.key}/"))
    seen = signed_in(world.cleo).get(f"/forum/t/{thread.key}/")
    assert (seen.status_code, "Larkspur" in text_of(seen)) == (200, False)


@pytest.mark.parametrize("bent", ["x", "document:x", "person:%s", "document:%s ", "", "document:" + str(uuid4())])
def test_a_bent_address_asks_about_nothing(world: World, bent: str) -> None:
    lease = shelve(world.mona)
    about = bent.replace("%s", str(lease.pk))
    assert signed_in(world.ada).get("/forum/ask/", {"about": about}).status_code == 200
    assert ask(world.ada, about).status_code == 302
    assert not AskedAbout.objects.exists()


def test_what_is_no_template_of_the_library_is_asked_about_nowhere(world: World) -> None:
    ours = shelve(world.ada, shelf=world.cedar)
    offered = shelve(world.ada, offered_at=timezone.now())
    theirs = shelve(world.mona, audience="moderators")
    for document in (ours, offered, theirs):
        assert 'name="about"' not in text_of(signed_in(world.ada).get(f"/forum/ask/?about={of(document)}"))
        assert ask(world.ada, of(document), title=f"About {document.pk}").status_code == 302
    remember(grants(world.ada), theirs.pk, uuid4())
    assert not AskedAbout.objects.exists()
    for document in (ours, offered):
        assert "Ask about this template" not in text_of(signed_in(world.ada).get(f"/library/{document.pk}/"))


def test_questions_cost_two_statements_and_none_where_there_are_none(
    world: World, django_assert_max_num_queries: Any
) -> None:
    quiet, asked = shelve(world.mona, "Quiet"), shelve(world.mona, "Asked")
    for number in range(12):
        assert (
            ask(world.people[("ada", "ben", "cleo", "fay")[number % 4]], of(asked), title=f"Q{number}?").status_code
            == 302
        )
    client = signed_in(world.ada)
    for document in (quiet, asked):
        client.get(f"/library/{document.pk}/")
    with django_assert_max_num_queries(20) as before:
        client.get(f"/library/{quiet.pk}/")
    with django_assert_max_num_queries(len(before) + 2):
        page = text_of(client.get(f"/library/{asked.pk}/"))
    assert page.count("?</a>") == 8
    assert "Q11?" in page
    assert "Q3?" not in page
