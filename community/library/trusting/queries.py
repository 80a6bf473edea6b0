"""Field notes of a document, and what two of its versions say."""

from __future__ import annotations

from community.library.models import Document, Version
from community.library.trusting.models import FieldNote
from community.text import differences, plain
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST = 50  # notes on a page, the newest
TESTED_BY = 3  # schools that are named


def notes_of(document: Document) -> list[FieldNote]:
    """Newest first, with who wrote them. The door was asked about the document."""
    notes = FieldNote.objects.filter(document=document).select_related(
        "author__organization", "organization", "document"
    )
    return list(notes.order_by("-written_at", "-pk")[:MOST])


def note_for(document: Document, pk: int) -> FieldNote:
    """Raises Absent."""
    note = FieldNote.objects.filter(document=document, pk=pk).select_related("document").first()
    if note is None:
        raise Absent
    return note


def own_note(who: Grants, document: Document) -> FieldNote | None:
    return FieldNote.objects.filter(document=document, author_id=who.member_id).first()


def two_versions(document: Document, older: int, newer: int) -> tuple[Version, Version]:
    """Raises Absent."""
    found = {version.number: version for version in document.versions.all()}
    if older not in found or newer not in found:
        raise Absent
    return found[older], found[newer]


def changes(older: Version, newer: Version) -> list[differences.Piece] | None:
    """In whole words, with a little of what stayed around them; None where one of them has no text to compare."""
    if not older.preview_html or not newer.preview_html:
        return None
    before, after = (plain.lines_from_html(version.preview_html) for version in (older, newer))
    return differences.shortened(differences.between(before, after))
