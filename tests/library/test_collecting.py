"""Collections: put together by moderators for all, by a school for itself; in an order; with what one may see."""

from __future__ import annotations

from typing import Any

import pytest

from community.library.collecting import actions, queries
from community.library.models import Collection, Document
from community.members.models import Member
from moderation.access.decision import Absent, Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.library.shelving import shelve
from tests.pages import Answer, text_of
from tests.verbs import signed_in

SENTENCE = "In this order, from the lease to the first morning."


def begin(member: Member, **fields: Any) -> Answer:
    given = {"title": "Opening in 90 days", "sentence": SENTENCE} | fields
    return signed_in(member).post("/library/collections/new/", given)


def put(member: Member, document: Document, collection: Collection) -> Answer:
    return signed_in(member).post(f"/library/{document.pk}/collect/", {"collection": collection.pk})


def order(member: Member, collection: Collection, document: Document, do: str) -> Answer:
    where = f"/library/collections/{collection.pk}/order/"
    return signed_in(member).post(where, {"do": do, "document": document.pk})


def titles(member: Member, collection: Collection) -> list[str]:
    return [one.title for one in queries.documents_in(grants(member), collection)]


def test_mona_puts_one_together_for_all_in_her_order(world: World) -> None:
    lease, letter, secret = shelve(world.mona, "Lease"), shelve(world.mona, "Letter"), shelve(
        world.mona, "Secret", audience="moderators"
    )  # fmt: skip
    assert begin(world.mona, title=" ").status_code == 422
    assert begin(world.mona).status_code == 302
    made = Collection.objects.get()
    for document in (letter, secret, lease, lease):
        assert put(world.mona, document, made).status_code == 302
    assert titles(world.mona, made) == ["Letter", "Secret", "Lease"]
    for do, expected in (("up", ["Letter", "Lease", "Secret"]), ("up", ["Lease", "Letter", "Secret"]), ("up", None)):
        assert order(world.mona, made, lease, do).status_code == 302
        assert expected is None or titles(world.mona, made) == expected
    assert titles(world.cleo, made) == ["Lease", "Letter"], "what she cannot open is not there"
    gallery = text_of(signed_in(world.cleo).get("/library/"))
    assert "Opening in 90 days" in gallery
    assert "2 templates" in gallery
    assert SENTENCE in text_of(signed_in(world.cleo).get(f"/library/collections/{made.pk}/"))
    assert "Opening in 90 days" in text_of(signed_in(world.cleo).get(f"/library/{lease.pk}/"))
    assert order(world.mona, made, letter, "out").status_code == 302
    assert titles(world.mona, made) == ["Lease", "Secret"]
    change = f"/library/collections/{made.pk}/change/"
    assert signed_in(world.mona).post(change, {"title": "First 90 days"}).status_code == 302
    assert signed_in(world.mona).post(f"/library/collections/{made.pk}/drop/").status_code == 302
    assert (Collection.objects.count(), Document.objects.count()) == (0, 3)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "subject_label")) == [
        ("begin_collection", "Opening in 90 days"), ("drop_collection", "First 90 days"),
    ]  # fmt: skip


def test_a_school_has_its_own_that_nobody_else_meets(world: World) -> None:
    original = shelve(world.mona, "Lease")
    assert begin(world.ada).status_code == 302
    made = Collection.objects.get()
    assert made.shelf == world.cedar
    signed_in(world.ada).post(f"/library/{original.pk}/ours/")
    ours = Document.objects.get(shelf=world.cedar)
    assert put(world.ben, ours, made).status_code == put(world.ben, original, made).status_code == 302
    assert len(titles(world.ben, made)) == 2
    for member in (world.cleo, world.olga):
        assert "Opening in 90 days" not in text_of(signed_in(member).get("/library/"))
        assert signed_in(member).get(f"/library/collections/{made.pk}/").status_code == 404
        assert put(member, original, made).status_code == 404
        with pytest.raises(Absent):
            queries.collection_for(grants(member), made.pk)
    assert not AuditEntry.objects.exists()
    for_all = actions.begin(grants(world.mona), title="All", sentence="", shelf_id=None)
    late = put(world.mona, ours, for_all)
    assert (late.status_code, "Only what everybody" in text_of(late)) == (422, True)
    with pytest.raises(Denied):
        actions.begin(grants(world.cleo), title="Theirs", sentence="", shelf_id=world.cedar.pk)
    with pytest.raises(Denied):
        actions.put(grants(world.cleo), for_all, original)


def test_bent_addresses_and_numbers_break_nothing(world: World) -> None:
    document, client = shelve(world.mona), signed_in(world.mona)
    made = actions.begin(grants(world.mona), title="All", sentence="", shelf_id=None)
    for bent in ("", "x", "-1", "9" * 30, "2147483648"):
        assert client.post(f"/library/{document.pk}/collect/", {"collection": bent}).status_code == 422
    assert client.post(f"/library/{document.pk}/collect/", {"collection": "2147483647"}).status_code == 404
    for given in ({}, {"do": "up", "document": "x"}, {"do": "sideways", "document": document.pk}):
        assert client.post(f"/library/collections/{made.pk}/order/", given).status_code == 302
    assert order(world.mona, made, document, "down").status_code == 302
