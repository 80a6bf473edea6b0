"""An organization's own shelf, and the tree of what schools made from a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from community import cursors
from community.library.models import Document, Lineage
from community.library.shelving import with_newest
from moderation.access import library as rules
from moderation.access.grants import Grants

PAGE = 24
MOST = 300  # adaptations of one tree that are looked at


@dataclass(frozen=True, slots=True)
class Made:
    """One adaptation the reader may open."""

    document: Document
    school: str
    number: int  # the version it was made from
    depth: int


@dataclass(slots=True)
class Tree:
    """`schools` adapted it; those the reader may see stand in `made`, `unseen` are only counted. `ours`: what lies on
    the reader's own shelf."""

    schools: int = 0
    unseen: int = 0
    made: list[Made] = field(default_factory=list)
    ours: Document | None = None


def ours_for(who: Grants, *, before: tuple[datetime, UUID] | None = None) -> list[Document]:
    """The own organization's, newest first; one more than a page when there are older ones."""
    found = rules.own_documents(who, Document.objects.filter(latest_number__gt=0))
    if before is not None:
        found = found.filter(cursors.before("updated_at", before), updated_at__lte=before[0])
    related = with_newest(found).select_related("shelf", "lineage__parent")
    return list(related.order_by("-updated_at", "-pk")[: PAGE + 1])


def our_copy(who: Grants, document: Document) -> Document | None:
    """What this person's organization made of it."""
    found = rules.own_documents(who, Document.objects.filter(lineage__parent=document))
    return found.order_by("created_at").first()


def tree_for(who: Grants, document: Document) -> Tree:
    """One query, none where the door (`document_for`) saw that there is no tree."""
    if not getattr(document, "adapted", True):
        return Tree()
    held = lineage_of(document)
    rows = Lineage.objects.filter(root_id=held.root_id if held else document.pk)
    below: dict[UUID, list[Lineage]] = {}
    for row in rows.select_related("document", "organization").order_by("at", "pk")[:MOST]:
        below.setdefault(row.parent_id, []).append(row)
    schools, named, tree = set(), set(), Tree()
    for row, depth in walk(below, document.pk, 0):
        schools.add(row.organization_id)
        if rules.may_read_document(who, row.document):
            named.add(row.organization_id)
            if row.document.shelf_id is not None and depth == 0:
                tree.ours = row.document
            tree.made.append(Made(row.document, row.organization.name, row.from_number, depth))
    tree.schools, tree.unseen = len(schools), len(schools - named)
    return tree


def walk(below: dict[UUID, list[Lineage]], at: UUID, depth: int) -> Iterator[tuple[Lineage, int]]:
    for row in below.get(at, []):
        yield row, depth
        yield from walk(below, row.document_id, depth + 1)


def lineage_of(document: Document) -> Lineage | None:
    return getattr(document, "lineage", None)


def newer_original(who: Grants, document: Document) -> Lineage | None:
    """Of a template of the own shelf: where its original has a version they neither took nor left."""
    held = lineage_of(document)
    if held is None or document.shelf_id is None or not rules.may_read_document(who, held.parent):
        return None
    return held if held.parent.latest_number > max(held.from_number, held.left_number) else None
