"""A member's field notes, for their archive; and taking them away."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, linebreaks

from community.library.trusting.actions import forget_some
from community.library.trusting.models import FieldNote
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    notes = FieldNote.objects.filter(author_id=member_id).select_related("document")
    for piece in pieces(notes, by="written_at"):
        for note in piece:
            said = "\n\n".join(part for part in (note.get_verdict_display(), note.changed, note.counsel) if part)
            yield Words(
                id=str(note.pk), at=note.written_at, where="Library", title=note.document.title,
                html=linebreaks(escape(said)), text=said, facts={"version": note.version, "verdict": note.verdict},
            )  # fmt: skip


SOURCE = Source("field-notes", "How it went with templates", read, forget_some)
