"""Telling how it went with a template; saying that it still holds."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.db import writing
from community.library.models import Document
from community.library.trusting.models import USED, FieldNote
from community.members import epoch
from community.notifications import actions as notices
from moderation import audit
from moderation.access import library as rules
from moderation.access.grants import Grants

HOLDS_FOR = timedelta(days=365)  # until somebody should look again
NOTED = "document.noted"


def place_of(document: Document) -> str:
    return f"document:{document.pk}"


def write_note(who: Grants, document: Document, *, verdict: str, changed: str, counsel: str) -> FieldNote:
    """One's own, anew or instead of the one before. Raises Denied."""
    now = timezone.now()
    rules.may_note(who, document, now).require()
    said = {"verdict": verdict, "changed": changed, "counsel": counsel, "version": document.latest_number}
    with writing():
        note, made = FieldNote.objects.update_or_create(
            document=document, author_id=who.member_id,
            defaults={**said, "edited_at": now},
            create_defaults={**said, "organization_id": who.organization_id, "written_at": now},
        )  # fmt: skip
        recount(document)
        if made and document.shared_by_id != who.member_id:
            wanted = notices.Wanted(document.shared_by_id, who.member_id, NOTED, str(note.pk), place_of(document))
            notices.notify([wanted], at_epoch=epoch.hold())
    return note


def drop_note(who: Grants, note: FieldNote) -> None:
    """Raises Denied."""
    now = timezone.now()
    rules.may_drop_note(who, note, now).require()
    with writing():
        forget(note)
        if note.author_id != who.member_id:
            label = note.document.title
            audit.record(who.member_id, "drop_note", kind="document", subject=note.document_id, label=label)


def forget(note: FieldNote) -> None:
    """In a transaction."""
    notices.withdraw([NOTED], [str(note.pk)])
    note.delete()
    recount(note.document)


def recount(document: Document) -> None:
    """How many schools use it, as lists say: each once, whoever of it wrote."""
    used = FieldNote.objects.filter(document=document, verdict__in=USED, organization__isnull=False)
    Document.objects.filter(pk=document.pk).update(used_by=used.values("organization").distinct().count())


def confirm(who: Grants, document: Document) -> None:
    """A moderator looked through it, and it holds for another year. Raises Denied."""
    now = timezone.now()
    rules.may_decide_document(who, document, now).require()
    with writing():
        Document.objects.filter(pk=document.pk).update(
            reviewed_by_id=who.member_id, reviewed_at=now, review_by=timezone.localdate(now) + HOLDS_FOR
        )
        audit.record(who.member_id, "review_document", kind="document", subject=document.pk, label=document.title)


def forget_some(member_id: int) -> bool:
    """Of somebody who leaves and takes their words along; that their school used it was theirs to say, too."""
    with writing():
        for note in FieldNote.objects.filter(author_id=member_id).select_related("document"):
            forget(note)
    return False
