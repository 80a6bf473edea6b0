"""Members offer templates; a moderator reads them first; until then nobody else sees them anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from community.files.models import Upload
from community.library.models import Document
from community.library.offering import actions
from community.members.models import Member
from community.takeout import sources
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import INSIDE, World, grants
from tests.files.bringing import code, named
from tests.library.shelving import bell, send_document, shelve
from tests.pages import Answer, text_of
from tests.verbs import signed_in


def offer(member: Member, title: str = "Larkspur plan", content: bytes = b"The plan.", **fields: Any) -> Document:
    assert send_document(signed_in(member), "plan.md", content, title=title, **fields).status_code == 302
    return Document.objects.get(title=title)


def decide(member: Member, document: Document, do: str, why: str = "") -> Answer:
    return signed_in(member).post(f"/library/{document.pk}/decide/", {"do": do, "why": why})


def test_what_ada_offers_only_she_and_the_moderators_see(world: World) -> None:
    document = offer(world.ada, audience="moderators")
    assert (document.audience, document.offered_at is None) == ("members", False)
    upload = document.versions.get().upload_id
    for person in INSIDE:
        client = signed_in(world.people[person])
        sees = person in ("ada", "mona", "olga")
        expected = 200 if sees else 404
        assert (code(client, f"/library/{document.pk}/"), code(client, f"/files/{upload}/")) == (expected,) * 2, person
        found = "Larkspur" in text_of(client.get("/search/?q=Larkspur")).replace("q=Larkspur", "").replace(
            'value="Larkspur"', ""
        ).replace("“Larkspur”", "")
        assert found is sees, person
        listed = text_of(client.get("/library/"))
        assert ("Larkspur plan" in listed) is sees, person
        assert "Larkspur plan" not in text_of(client.get("/")).partition("Waiting for you")[0]


def test_the_form_says_that_somebody_reads_it_first(world: World) -> None:
    page = text_of(signed_in(world.ada).get("/library/share/"))
    assert "A moderator reads it first" in page
    assert "Offer a template" in text_of(signed_in(world.ada).get("/library/"))
    for member, chooses in ((world.ada, False), (world.mona, True)):
        client = signed_in(member)
        page = text_of(client.get(client.post("/library/share/", {"file": named("a.txt", b"A")})["Location"]))
        assert ('name="audience"' in page) is chooses


def test_a_moderator_puts_it_on_the_shelf(world: World) -> None:
    document = offer(world.ada)
    assert bell(world.mona) == ["Ada offers the template “Larkspur plan”"]
    assert decide(world.mona, document, "publish").status_code == 302
    assert decide(world.olga, document, "publish").status_code == 302, "twice is once"
    assert signed_in(world.cleo).get(f"/library/{document.pk}/").status_code == 200
    assert "Larkspur plan" in text_of(signed_in(world.cleo).get("/library/"))
    assert bell(world.ada) == ["Mona put your template “Larkspur plan” into the library"]
    assert bell(world.mona) == bell(world.olga) == []
    assert list(AuditEntry.objects.values_list("verb", "actor__handle")) == [("publish_document", "mona")]


def test_or_says_why_not(world: World) -> None:
    document = offer(world.ada)
    silent = decide(world.mona, document, "decline", " ")
    assert (silent.status_code, "Say why" in text_of(silent)) == (422, True)
    decide(world.mona, document, "decline", "There is a child's name in it")
    assert signed_in(world.cleo).get(f"/library/{document.pk}/").status_code == 404
    page = text_of(signed_in(world.ada).get(f"/library/{document.pk}/"))
    assert "There is a child&#39;s name in it" in page
    assert "Larkspur plan" not in text_of(signed_in(world.mona).get("/library/")), "decided is decided"
    assert AuditEntry.objects.get().reason == "There is a child's name in it"


def test_ada_takes_it_back_and_nothing_is_left(world: World) -> None:
    document = offer(world.ada)
    place = Path(settings.MEDIA_ROOT) / document.versions.get().upload.place
    assert place.exists()
    client = signed_in(world.ada)
    assert client.post(f"/library/{document.pk}/back/").status_code == 302
    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)
    assert bell(world.mona) == []


def test_others_decide_and_take_back_nothing(world: World) -> None:
    document = offer(world.ada)
    for member in (world.ada, world.ben):
        with pytest.raises(Denied):
            actions.publish(grants(member), document)
    for member in (world.ben, world.mona):
        with pytest.raises(Denied):
            actions.take_back(grants(member), document)
    on_the_shelf = shelve(world.mona)
    with pytest.raises(Denied, match="others build on it"):
        actions.take_back(grants(world.mona), on_the_shelf)


def test_what_may_point_to_a_child_is_shown_to_both(world: World) -> None:
    document = offer(world.ada, content=b"Maya Thornton, a 4th grader, hits others")
    for member in (world.ada, world.mona):
        assert "<q>Maya Thornton</q>" in signed_in(member).get(f"/library/{document.pk}/").content.decode()


def test_what_is_wrong_keeps_what_was_typed(world: World) -> None:
    answer = send_document(signed_in(world.ada), title="Larkspur", category="poems")
    assert (answer.status_code, 'value="Larkspur"' in text_of(answer)) == (422, True)
    assert not Document.objects.exists()


def test_who_leaves_takes_along_what_nobody_has_read(world: World) -> None:
    offer(world.ada)
    kept = shelve(world.ada, "On the shelf")
    source = next(one for one in sources.registered() if one.name == "documents")
    assert source.forget is not None
    source.forget(world.ada.pk)
    assert list(Document.objects.all()) == [kept]
