"""Whether a template can be trusted: who used it, how it went, what changed, does it still hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone

from community.library.models import Document, FieldNote
from community.library.trusting import actions
from community.members.models import Member, Organization
from community.notifications import queries as notices
from community.takeout import sources
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.library.shelving import send_version, shelve
from tests.pages import Answer, text_of
from tests.verbs import signed_in


def tell(member: Member, document: Document, **fields: Any) -> Answer:
    return signed_in(member).post(f"/library/{document.pk}/notes/", {"verdict": "as_is"} | fields)


def page(member: Member, document: Document) -> str:
    return text_of(signed_in(member).get(f"/library/{document.pk}/"))


def used_by(document: Document) -> int:
    return Document.objects.get(pk=document.pk).used_by


def test_who_used_it_tells_how_it_went(world: World) -> None:
    document = shelve(world.mona)
    answer = tell(world.cleo, document, verdict="changed", changed="Shorter. <b>Much</b>", counsel="Strike section 4")
    assert (answer.status_code, answer["Location"]) == (302, f"/library/{document.pk}/#notes")
    shown = page(world.ada, document)
    for words in ("Used it, with changes", "Shorter. &lt;b&gt;Much&lt;/b&gt;", "Strike section 4", "Dune School, AZ"):
        assert words in shown
    assert "Used at Dune School, AZ." in shown
    assert "Used by 1 school" in shown
    assert "Used by 1 school" in text_of(signed_in(world.ada).get("/library/"))


def test_of_what_kind_the_school_is_stands_beside_its_state(world: World) -> None:
    document = shelve(world.mona)
    Organization.objects.filter(pk=world.dune.pk).update(kind="Charter school")
    tell(world.cleo, document)
    assert "Dune School, AZ, Charter school, version 1" in page(world.ada, document)
    Member.objects.filter(pk=world.cleo.pk).update(audiences={"school": "moderators"})
    assert "Charter school" not in page(world.ada, document), "with the name of the school goes its kind"


def test_a_school_counts_once_and_its_own_is_no_test(world: World) -> None:
    document = shelve(world.mona)  # of Cedar, as are Ada and Ben
    tell(world.ada, document)
    tell(world.ben, document)
    assert used_by(document) == 1
    assert "Founder-tested" not in page(world.fay, document)
    tell(world.ada, document, verdict="not_used")
    tell(world.ben, document, verdict="not_used")
    assert used_by(document) == 0


def test_one_note_each_that_can_be_changed_and_keeps_its_school(world: World) -> None:
    document = shelve(world.mona)
    tell(world.cleo, document, changed="First")
    Member.objects.filter(pk=world.cleo.pk).update(organization=world.cedar)
    tell(world.cleo, document, changed="Second")
    note = FieldNote.objects.get()
    assert (note.changed, note.organization_id) == ("Second", world.dune.pk)
    assert note.edited_at is not None
    assert "Change what you told" in page(world.cleo, document)


@pytest.mark.parametrize("fields", [{"verdict": ""}, {"verdict": "perfect"}, {"changed": "x" * 1001}])
def test_what_is_wrong_is_said_and_what_was_written_stays(world: World, fields: dict[str, str]) -> None:
    answer = tell(world.ada, shelve(world.mona), **({"counsel": "Our Larkspur"} | fields))
    assert answer.status_code == 422
    assert "Our Larkspur" in text_of(answer)
    assert not FieldNote.objects.exists()


def test_a_school_that_somebody_keeps_to_themselves_is_not_told(world: World) -> None:
    document = shelve(world.mona)
    Member.objects.filter(pk=world.cleo.pk).update(audiences={"school": "moderators"})
    tell(world.cleo, document)
    shown = page(world.ada, document)
    assert "Dune School" not in shown
    assert "Used by 1 school" in shown


def test_the_one_who_shared_it_is_told_once_until_they_look(world: World) -> None:
    document = shelve(world.mona, "Handbook")
    tell(world.cleo, document, changed="Shorter")
    tell(world.cleo, document, changed="Shorter still")
    [item] = notices.items_for(grants(world.mona), only_unread=True)
    assert f"{item.actor} {item.shown.sentence}" == "Cleo told how it went with “Handbook”"
    assert item.shown.excerpt == "Shorter still"
    assert signed_in(world.mona).get(item.url.partition("#")[0]).status_code == 200
    assert notices.items_for(grants(world.mona), only_unread=True) == []


def test_taking_it_away_by_oneself_or_a_moderator(world: World) -> None:
    document = shelve(world.mona)
    for member in (world.ada, world.cleo):
        tell(member, document)
    ids = dict(FieldNote.objects.values_list("author_id", "pk"))
    away = {pk: f"/library/{document.pk}/notes/{note}/drop/" for pk, note in ids.items()}
    assert signed_in(world.ben).post(away[world.ada.pk]).status_code == 403
    assert signed_in(world.ada).post(away[world.ada.pk]).status_code == 302
    assert signed_in(world.mona).post(away[world.cleo.pk]).status_code == 302
    assert (FieldNote.objects.count(), used_by(document)) == (0, 0)
    assert notices.items_for(grants(world.mona)) == []
    assert AuditEntry.objects.filter(verb="drop_note").count() == 1
    assert signed_in(world.mona).post(away[world.cleo.pk]).status_code == 404
    other = shelve(world.mona, "Other")
    tell(world.ada, other)
    wrong = f"/library/{document.pk}/notes/{FieldNote.objects.get().pk}/drop/"
    assert signed_in(world.ada).post(wrong).status_code == 404, "a note of another document"


def test_it_is_in_the_archive_and_goes_with_who_leaves(world: World) -> None:
    document = shelve(world.mona)
    tell(world.cleo, document, changed="Shorter")
    source = next(one for one in sources.registered() if one.name == "field-notes")
    [words] = source.read(world.cleo.pk)
    assert (words.title, words.text) == (document.title, "Used it as it is\n\nShorter")
    assert source.forget is not None
    assert source.forget(world.cleo.pk) is False
    assert (list(source.read(world.cleo.pk)), used_by(document)) == ([], 0)


def test_two_versions_side_by_side(world: World) -> None:
    document = shelve(world.mona)
    send_version(signed_in(world.mona), document, "second.txt", b"Doors open at 9, and close at 3.")
    send_version(signed_in(world.mona), document, "third.txt", b"Doors open at 9, and close at 4.")
    client = signed_in(world.ada)
    assert "What changed between versions" in page(world.ada, document)
    newest = client.get(f"/library/{document.pk}/compare/").content.decode()
    assert ("<del>3</del>" in newest, "<ins>4</ins>" in newest) == (True, True)
    turned = client.get(f"/library/{document.pk}/compare/?from=3&to=2").content.decode()
    assert "<del>3</del>" in turned, "the older one stands on the left"
    assert "no text that can be compared" in text_of(client.get(f"/library/{document.pk}/compare/?from=1&to=2"))
    assert "are the same" in text_of(client.get(f"/library/{document.pk}/compare/?from=2&to=2"))
    assert client.get(f"/library/{document.pk}/compare/?from=1&to=9").status_code == 404
    assert client.get(f"/library/{document.pk}/compare/?from=x&to=").status_code == 200


def test_a_moderator_says_that_it_still_holds(world: World) -> None:
    document = shelve(world.mona, review_by=timezone.localdate() - timedelta(days=3))
    assert "Review due since" in page(world.ada, document)
    assert signed_in(world.olga).post(f"/library/{document.pk}/holds/").status_code == 302
    now = Document.objects.get(pk=document.pk)
    today = timezone.localdate(timezone=ZoneInfo(settings.COMMUNITY_TIME_ZONE))  # hers
    assert (now.reviewed_by_id, now.review_by) == (world.olga.pk, today + actions.HOLDS_FOR)
    assert "Review due" not in page(world.ada, document)
    assert "<dt>Last looked through</dt><dd>by Olga, " in page(world.ada, document)
    assert AuditEntry.objects.filter(verb="review_document", actor=world.olga).count() == 1


def test_what_others_may_do_with_it_is_said(world: World) -> None:
    assert "please don’t publish it" in page(world.ada, shelve(world.mona))
    assert "CC BY 4.0" in page(world.ada, shelve(world.mona, terms="credit"))
