"""Sharing documents: first form, by moderators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.files.models import Upload
from community.jobs.queue import later
from community.library import indexing, pieces, preview
from community.library.covers.actions import draw_soon
from community.library.filling.actions import find_fields
from community.library.models import Document, Version
from community.library.offering.actions import tell_moderators
from community.library.preview import Preview
from community.library.pulling.telling import tell_who_adapted
from community.library.revealing import actions as revealing
from community.library.wishing import actions as wishing
from moderation import audit
from moderation.access import library as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants

OVERTAKEN = (
    "Somebody shared version {newest} a moment ago. Look at it first; your file and your words are kept: press again "
    "to share yours as the next one."
)
NOTHING: Mapping[str, Any] = MappingProxyType({})


def share(who: Grants, *, file: UploadedFile[Any], offered: bool = False, hide: bool = False, **facts: Any) -> Document:
    """A new document of a file and all that is known of it. Raises Denied, inspect.Refused."""
    may_begin(who, offered=offered).require()
    return put(who, files.store(who, file), offered=offered, hide=hide, **facts)


def may_begin(who: Grants, *, offered: bool) -> Decision:
    now = timezone.now()
    return rules.may_offer_document(who, now) if offered else rules.may_share_document(who, now)


def put(
    who: Grants,
    upload: Upload,
    *,
    title: str,
    summary: str,
    category: str,
    audience: str,
    cohort_id: int | None,
    note: str,
    hide: bool = False,
    said: Mapping[str, Any] = NOTHING,
    offered: bool = False,
    traces: Sequence[Mapping[str, Any]] = (),
) -> Document:
    """A new document with its first version. `hide`: keep it from one's own organization. `said`: for whom it is, as
    the document keeps it. `offered`: a moderator reads it first. `traces`: what the file reveals. Raises Denied."""
    may_begin(who, offered=offered).require()
    now = timezone.now()
    made = preview.make(upload.kind, files.content(upload), name=upload.name)  # takes seconds: before the transaction
    with writing():
        document = Document.objects.create(
            title=title, summary=summary, category=category, audience=audience, cohort_id=cohort_id,
            shared_by_id=who.member_id, created_at=now, updated_at=now,
            hidden_from_id=who.organization_id if hide else None,
            offered_at=now if offered else None, **said,
        )  # fmt: skip
        add(document, who.member_id, upload, made, note=note, traces=traces)
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
    who: Grants, document: Document, *, file: UploadedFile[Any] | Upload, note: str, seen: int | None = None,
    clean: bool = False, final: bool = False,
) -> Version:  # fmt: skip
    """The next version. Older ones stay, with their links. `file`: new, or an own one that nothing carries; `seen`: the
    newest they knew; `clean`: without what the file reveals; `final`: tracked changes become the text. Raises Denied,
    inspect.Refused, Overtaken, revealing.Unsettled."""
    rules.may_add_version(who, document, timezone.now()).require()
    upload = file if isinstance(file, Upload) else files.store(who, file)
    found = revealing.look(upload.kind, files.content(upload))
    cleaned = revealing.without(upload, found, final=final) if clean else None
    kept, traces = (cleaned.upload, cleaned.traces) if cleaned else (upload, found)
    made = preview.make(kept.kind, files.content(kept), name=kept.name)
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        late = seen is not None and held.latest_number != seen
        if cleaned:  # who was late shares the file as it came, once they looked
            files.discard_loose([kept.pk if late else upload.pk])
        if not late:
            version = add(document, who.member_id, kept, made, note=note, traces=traces)
            told_of(who, document, note)
    if late:
        raise Overtaken(held.latest_number, upload)
    return version


def told_of(who: Grants, document: Document, note: str) -> None:
    """In the log, and to those who adapted it; what an organization does on its own shelf is nobody else's."""
    if document.shelf_id is None:
        audit.record(
            who.member_id, "add_version", kind="document", subject=document.pk, label=document.title, reason=note
        )
        tell_who_adapted(document, who.member_id)


def add(
    document: Document,
    member_id: int,
    upload: Upload,
    made: Preview,
    *,
    note: str,
    traces: Sequence[Mapping[str, Any]] = (),
) -> Version:
    """In a transaction, with the preview that was made before it."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    number = locked.latest_number + 1
    now = timezone.now()
    version = Version.objects.create(
        document=locked, number=number, upload=upload, note=note, shared_by_id=member_id, created_at=now,
        preview_html=made.html, words=made.words, extent=made.extent, traces=[dict(fact) for fact in traces],
    )  # fmt: skip
    pieces.hang(version, upload, made)
    Document.objects.filter(pk=locked.pk).update(latest_number=number, updated_at=now, file_kind=upload.kind)
    document.latest_number = number
    indexing.index(document, version)
    later(find_fields, version.pk)
    draw_soon(version.pk)
    return version
