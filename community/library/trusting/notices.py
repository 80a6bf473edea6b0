"""What the bell says of field notes."""

from __future__ import annotations

from collections.abc import Sequence

from community.library.trusting.actions import NOTED
from community.library.trusting.models import FieldNote
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.places import place
from community.text import plain
from moderation.access import library as rules
from moderation.access.grants import Grants


def register() -> None:
    kinds.register(NOTED, resolve, counted=("word about a template of yours", "words about templates of yours"))


def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    notes = FieldNote.objects.filter(pk__in=list(subjects)).select_related("document")
    return {str(note.pk): shown(note) for note in notes if rules.may_read_document(who, note.document)}


def shown(note: FieldNote) -> Shown:
    return Shown(
        sentence=f"told how it went with “{plain.shorten(note.document.title, 80)}”",
        url=f"{place('document', note.document_id)}#note-{note.pk}",
        excerpt=plain.shorten(note.changed or note.counsel or note.get_verdict_display(), 120),
        place_name="Library",
        hue="pine",
        named=False,
    )
