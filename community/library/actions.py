"""Sharing documents: first form, by moderators."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.files.models import Upload
from community.jobs.queue import later
from community.library import indexing, preview
from community.library.filling.actions import find_fields
from community.library.models import Document, Version
from community.library.offering.actions import tell_moderators
from community.library.preview import Preview
from community.library.wishing import actions as wishing
from moderation import audit
from moderation.access import library as rules
from moderation.access.grants import Grants

OVERTAKEN = (
    "Somebody shared version {newest} a moment ago. Look at it first; your file and your words are kept: press again "
    "to share yours as the next one."
)
NOTHING: Mapping[str, Any] = MappingProxyType({})


def share(
    who: Grants,
    *,
    title: str,
    summary: str,
    category: str,
    audience: str,
    cohort_id: int | None,
    file: UploadedFile[Any],
    note: str,
    hide: bool = False,
    said: Mapping[str, Any] = NOTHING,
    offered: bool = False,
) -> Document:
    """A new document with its first version. `hide`: keep it from one's own organization. `said`: for whom it is, as
    the document keeps it. `offered`: a moderator reads it first. Raises Denied, inspect.Refused."""
    now = timezone.now()
    (rules.may_offer_document(who, now) if offered else rules.may_share_document(who, now)).require()
    upload = files.store(who, file)
    made = preview.make(upload.kind, files.content(upload), name=upload.name)  # takes seconds: before the transaction
    with writing():
        document = Document.objects.create(
            title=title, summary=summary, category=category, audience=audience, cohort_id=cohort_id,
            shared_by_id=who.member_id, created_at=now, updated_at=now,
            hidden_from_id=who.organization_id if hide else None,
            offered_at=now if offered else None, **said,
        )  # fmt: skip
        add(document, who.member_id, upload, made, note=note)
        if offered:
            tell_moderators(document)
        else:
            audit.record(who.member_id, "share_document", kind="document", subject=document.pk, label=title)
            wishing.answered_by(who, document)
    return document


class Overtaken(Exception):
    """Somebody else shared a version meanwhile; the file lies here, loose, to be shared after a look at theirs."""

    def __init__(self, newest: int, upload: Upload) -> None:
        super().__init__(OVERTAKEN.format(newest=newest))
        self.newest, self.upload = newest, upload


def add_version(
    who: Grants, document: Document, *, file: UploadedFile[Any] | Upload, note: str, seen: int | None = None
) -> Version:
    """The next version. Older ones stay, with their links. `file`: new, or an own one that nothing carries; `seen`: the
    newest they knew. Raises Denied, inspect.Refused, Overtaken."""
    rules.may_add_version(who, document, timezone.now()).require()
    upload = file if isinstance(file, Upload) else files.store(who, file)
    made = preview.make(upload.kind, files.content(upload), name=upload.name)
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        if seen is not None and held.latest_number != seen:
            raise Overtaken(held.latest_number, upload)
        version = add(document, who.member_id, upload, made, note=note)
        if document.shelf_id is None:  # what an organization does on its own shelf is nobody else's
            audit.record(
                who.member_id, "add_version", kind="document", subject=document.pk, label=document.title, reason=note
            )
    return version


def add(document: Document, member_id: int, upload: Upload, made: Preview, *, note: str) -> Version:
    """In a transaction, with the preview that was made before it."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    number = locked.latest_number + 1
    now = timezone.now()
    version = Version.objects.create(
        document=locked, number=number, upload=upload, note=note, shared_by_id=member_id, created_at=now,
        preview_html=made.html, extent=made.extent,
    )  # fmt: skip
    pictures = [files.keep_picture(member_id, f"page-{n}.png", page) for n, page in enumerate(made.pages, start=1)]
    for piece in (upload, *pictures):
        piece.subject_kind, piece.subject_id = "version", str(version.pk)
    Upload.objects.bulk_update([upload, *pictures], ["subject_kind", "subject_id"])
    version.preview_pages = [str(p.pk) for p in pictures]
    version.save(update_fields=["preview_pages"])
    Document.objects.filter(pk=locked.pk).update(latest_number=number, updated_at=now, file_kind=upload.kind)
    document.latest_number = number
    indexing.index(document, version)
    later(find_fields, version.pk)
    return version
