"""Putting collections together: by moderators for all, by members for their own organization."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from community.db import writing
from community.library.collecting.queries import MOST
from community.library.models import Collection, Document, Piece
from moderation import audit
from moderation.access import adapting as rules
from moderation.access import library as reading
from moderation.access.grants import Grants
from moderation.actions import Refused

FULL = f"A collection holds up to {MOST} templates, and a library up to {MOST} collections."
NOT_HERE = "Only what everybody who sees the collection may know of can be put into it."


def begin(who: Grants, *, title: str, sentence: str, shelf_id: int | None) -> Collection:
    """Raises Denied, Refused."""
    now = timezone.now()
    rules.may_collect(who, shelf_id, now).require()
    with writing():
        if Collection.objects.filter(shelf_id=shelf_id).count() >= MOST:
            raise Refused("title", FULL)
        made = Collection.objects.create(
            title=title, sentence=sentence, shelf_id=shelf_id, made_by_id=who.member_id, made_at=now
        )
        told(who, made, "begin_collection")
    return made


def change(who: Grants, collection: Collection, *, title: str, sentence: str) -> None:
    """Raises Denied."""
    rules.may_arrange_collection(who, collection, timezone.now()).require()
    with writing():
        Collection.objects.filter(pk=collection.pk).update(title=title, sentence=sentence)


def drop(who: Grants, collection: Collection) -> None:
    """The templates stay where they are. Raises Denied."""
    rules.may_arrange_collection(who, collection, timezone.now()).require()
    with writing():
        told(who, collection, "drop_collection")
        collection.delete()


def put(who: Grants, collection: Collection, document: Document) -> None:
    """At the end. Twice is once. Raises Denied, Refused."""
    rules.may_arrange_collection(who, collection, timezone.now()).require()
    reading.may_read_document(who, document).require_sight()
    if document.offered_at is not None or document.shelf_id not in (None, collection.shelf_id):
        raise Refused("document", NOT_HERE)
    with writing():
        held = Collection.objects.select_for_update().get(pk=collection.pk)
        pieces = Piece.objects.filter(collection=held)
        if pieces.exclude(document=document).count() >= MOST:
            raise Refused("title", FULL)
        last = pieces.aggregate(last=Max("place"))["last"] or 0
        Piece.objects.get_or_create(collection=held, document=document, defaults={"place": last + 1})


def take_out(who: Grants, collection: Collection, document: Document) -> None:
    """Raises Denied."""
    rules.may_arrange_collection(who, collection, timezone.now()).require()
    with writing():
        Piece.objects.filter(collection=collection, document=document).delete()


def move(who: Grants, collection: Collection, document: Document, *, down: bool) -> None:
    """One place up or down. Raises Denied."""
    rules.may_arrange_collection(who, collection, timezone.now()).require()
    with writing():
        Collection.objects.select_for_update().get(pk=collection.pk)
        pieces = list(Piece.objects.filter(collection=collection))
        at = next((n for n, piece in enumerate(pieces) if piece.document_id == document.pk), None)
        if at is None:
            return
        to = max(0, min(len(pieces) - 1, at + (1 if down else -1)))
        pieces.insert(to, pieces.pop(at))
        for number, piece in enumerate(pieces, start=1):
            piece.place = number
        Piece.objects.bulk_update(pieces, ["place"])


def told(who: Grants, collection: Collection, verb: str) -> None:
    """Of the library's collections; what an organization does for itself is nobody else's."""
    if collection.shelf_id is None:
        audit.record(who.member_id, verb, kind="collection", subject=collection.pk, label=collection.title)
