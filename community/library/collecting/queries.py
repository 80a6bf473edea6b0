"""Doors and lists of collections."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q

from community.library.models import Collection, Document, Piece
from community.library.shelving import with_newest
from moderation.access import adapting as rules
from moderation.access import library as reading
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST = 60  # collections, and templates in one


def collections_for(who: Grants) -> list[Collection]:
    """Those of the library and the own organization's, by title, each with how many of it this person may open."""
    seen = reading.visible_documents(who, Document.objects.filter(offered_at=None)).values("pk")
    found = rules.visible_collections(who, Collection.objects.all())
    counted = found.annotate(number=Count("pieces", filter=Q(pieces__document__in=seen)))
    return list(counted.order_by("title", "pk")[:MOST])


def collection_for(who: Grants, pk: int) -> Collection:
    """Raises Absent."""
    found = Collection.objects.filter(pk=pk).select_related("shelf", "made_by").first()
    if found is None:
        raise Absent
    rules.may_read_collection(who, found).require_sight()
    return found


def documents_in(who: Grants, collection: Collection) -> list[Document]:
    """In their order, as far as this person sees them."""
    found = reading.visible_documents(who, Document.objects.filter(collected__collection=collection, offered_at=None))
    related = with_newest(found).select_related("shelf")
    return list(related.order_by("collected__place", "collected__pk")[:MOST])


def collections_about(who: Grants, document: Document) -> tuple[list[Collection], list[Collection]]:
    """Those in which it stands, and those into which this person may put it, were they allowed to write: what is on a
    shelf goes into those of the shelf only. One query, none where the door (`document_for`) saw no collection."""
    if not getattr(document, "collected_in", True):
        return [], []
    inside = Exists(Piece.objects.filter(collection=OuterRef("pk"), document=document))
    found = rules.visible_collections(who, Collection.objects.all()).annotate(holds=inside)
    every = list(found.select_related("shelf").order_by("title", "pk")[: 2 * MOST])
    fitting = [one for one in every if document.shelf_id in (None, one.shelf_id)]
    return [one for one in every if one.holds], [one for one in fitting if not one.holds]
