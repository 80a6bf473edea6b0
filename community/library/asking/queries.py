"""What was asked about a template, as far as its reader sees it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from community import linking
from community.library.models import AskedAbout, Document
from community.places import place
from moderation.access import library as rules
from moderation.access.grants import Grants

MOST = 30  # the newest that are looked at
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Question:
    """One thread, by its title and its space."""

    key: UUID
    title: str
    where: str


def askable(who: Grants, document_id: UUID) -> tuple[str, str] | None:
    """Title and path of a template of the library that this person may ask about."""
    found = Document.objects.filter(pk=document_id, latest_number__gt=0).first()
    if found is None or found.offered_at is not None or not rules.may_note(who, found, timezone.now()):
        return None
    return found.title, place("document", found.pk)


def questions_about(who: Grants, document: Document) -> list[Question]:
    """Newest first. Two queries, none where the door (`document_for`) saw that nobody asked."""
    if not getattr(document, "is_asked_about", True):
        return []
    rows = AskedAbout.objects.filter(document=document).order_by("-at", "-pk")
    keys = list(rows.values_list("thread", flat=True)[:MOST])
    known = linking.titles(who, "thread", list(map(str, keys)))
    return [Question(key, *known[str(key)]) for key in keys if str(key) in known][:SHOWN]
