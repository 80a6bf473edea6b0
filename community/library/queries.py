"""Doors and lists of the library."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from community.library.models import AskedAbout, Collection, Document, Lineage, Version
from community.library.narrowing import Narrow, narrowed
from community.library.shelving import with_newest
from community.members import queries as members
from moderation.access import adapting as making
from moderation.access import library as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

PAGE = 24
EVERYTHING = Narrow()


def document_for(who: Grants, document_id: UUID) -> Document:
    """The document with its versions and who shared them. `adapted`: was anything made of it, or is it made of another;
    `is_asked_about`: did anybody ask about it; `collected_in`: are there collections at all. Two queries."""
    versions = Version.objects.select_related("upload", "shared_by", "field_list").defer("field_list__fields")
    versions = versions.order_by("-number")
    document = (
        Document.objects.filter(pk=document_id)
        .select_related(
            "shared_by__organization",
            "hidden_from",
            "reviewed_by",
            "shelf",
            "answers",
            "lineage__parent",
            "lineage__organization",
        )
        .prefetch_related(Prefetch("versions", queryset=versions))
        .annotate(
            adapted=Exists(Lineage.objects.filter(Q(root=OuterRef("pk")) | Q(root=OuterRef("lineage__root")))),
            is_asked_about=Exists(AskedAbout.objects.filter(document=OuterRef("pk"))),
            collected_in=Exists(making.visible_collections(who, Collection.objects.all())),
        )
        .first()
    )
    if document is None:
        raise Absent
    rules.may_read_document(who, document).require_sight()
    return document


def documents_for(
    who: Grants, narrow: Narrow = EVERYTHING, *, before: tuple[datetime, UUID] | None = None, most: int = PAGE
) -> list[Document]:
    """Newest first; one more than `most` when there are older ones."""
    found = narrowed(shelf_of(who), narrow)
    if narrow.kind:
        found = found.filter(category=narrow.kind)
    if before is not None:
        at, pk = before
        found = found.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=pk), updated_at__lte=at)
    return list(with_newest(found).order_by("-updated_at", "-pk")[: most + 1])


def shelf_of(who: Grants) -> QuerySet[Document]:
    return rules.shelved_documents(who, Document.objects.filter(latest_number__gt=0))


def counts_by_category(who: Grants, narrow: Narrow = EVERYTHING) -> dict[str, int]:
    """Only of what this person may see: a count is a sight."""
    found = narrowed(shelf_of(who), narrow)
    return {row["category"]: row["n"] for row in found.order_by().values("category").annotate(n=Count("pk"))}


def related_to(who: Grants, document: Document) -> list[Document]:
    """What goes with it, of the starter library, as far as this person sees it."""
    names = document.related.split()
    return list(shelf_of(who).filter(starter__in=names).only("title").order_by("title")) if names else []


def newest_for(who: Grants, most: int) -> QuerySet[Document]:
    return with_newest(shelf_of(who)).order_by("-updated_at")[:most]


def cohort_id_of(slug: str) -> int | None:
    found: int | None = members.cohort_choices().filter(slug=slug).values_list("pk", flat=True).first()
    return found
