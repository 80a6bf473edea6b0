"""Making a template one's own, following its original, offering back what became of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.files.models import Upload
from community.library import actions as library
from community.library.adapting.queries import lineage_of, newer_original, our_copy
from community.library.models import Document, Lineage, Version
from community.library.offering.actions import remove, tell_moderators
from community.library.preview import Preview
from moderation.access import adapting as rules
from moderation.access import library as reading
from moderation.access.grants import Grants

KEPT = ("title", "summary", "category", "stage", "schools", "grades", "states", "minutes", "review_by", "terms")
FIRST = "From the library: version {number}"
PULLED = "The original as of its version {number}"


def make_ours(who: Grants, document: Document, version: Version) -> Document:
    """A copy on the own organization's shelf; the one that is there, if there is one. Raises Denied, files.TooMany."""
    now = timezone.now()
    rules.may_adapt(who, document, now).require()
    school_id = who.organization_id or 0  # the rule knows that there is one
    there = our_copy(who, document)
    if there is not None:
        return there
    upload, made = copied(who, version)
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        there = our_copy(who, held)
        if there is not None:  # a colleague pressed at the same moment
            files.discard_loose([upload.pk])
            return there
        ours = begun(who, document, shelf_id=school_id)
        Lineage.objects.create(
            document=ours, parent=held, root_id=root_of(document), organization_id=school_id,
            from_number=version.number, at=now,
        )  # fmt: skip
        library.add(ours, who.member_id, upload, made, note=FIRST.format(number=version.number),
                    traces=version.traces)  # fmt: skip
    return ours


def begun(who: Grants, like: Document, **facts: Any) -> Document:
    now = timezone.now()
    kept = {name: getattr(like, name) for name in KEPT}
    return Document.objects.create(**(kept | facts), shared_by_id=who.member_id, created_at=now, updated_at=now)


def root_of(document: Document) -> Any:
    held = lineage_of(document)
    return held.root_id if held else document.pk


def copied(who: Grants, version: Version) -> tuple[Upload, Preview]:
    """Its file once more, and what its page shows of it. Before the transaction: it may be large."""
    pages = Upload.objects.in_bulk(version.preview_pages)
    pictures = [files.content(pages[pk]) for pk in sorted(pages, key=lambda pk: version.preview_pages.index(str(pk)))]
    return files.copy(who, version.upload), Preview(version.preview_html, pictures, version.extent, version.words)


def take_original(who: Grants, document: Document, *, seen: int) -> Version | None:
    """The original's newest version as the next of ours; ours before it stays. None: there is nothing newer.
    Raises Denied, files.TooMany, library.Overtaken."""
    reading.may_add_version(who, document, timezone.now()).require()
    held = newer_original(who, document)
    if held is None:
        return None
    newest = held.parent.versions.select_related("upload").first()
    if newest is None:
        return None
    upload, made = copied(who, newest)
    with writing():
        ours = Document.objects.select_for_update().get(pk=document.pk)
        if ours.latest_number != seen:
            raise library.Overtaken(ours.latest_number, upload)
        Lineage.objects.filter(pk=held.pk).update(from_number=newest.number)
        note = PULLED.format(number=newest.number)
        return library.add(document, who.member_id, upload, made, note=note, traces=newest.traces)


def leave_original(who: Grants, document: Document) -> None:
    """What changed there is not wanted here; what changes next is told again. Raises Denied."""
    reading.may_add_version(who, document, timezone.now()).require()
    held = newer_original(who, document)
    if held is not None:
        with writing():
            Lineage.objects.filter(pk=held.pk).update(left_number=held.parent.latest_number)


def offer_back(who: Grants, document: Document, *, title: str, summary: str) -> Document:
    """A copy of ours as it is now, for a moderator to read; the shelf keeps its own. What waits already is given
    instead. Raises Denied, files.TooMany."""
    now = timezone.now()
    rules.may_offer_back(who, document, now).require()
    held = lineage_of(document)
    newest = document.versions.all()[0]
    upload, made = copied(who, newest)
    with writing():
        Document.objects.select_for_update().get(pk=document.pk)
        waiting = Document.objects.filter(
            shared_by_id=who.member_id, offered_at__isnull=False, declined_at=None, title=title, shelf=None
        )
        there = waiting.first()
        if there is not None:  # pressed twice
            files.discard_loose([upload.pk])
            return there
        offered = begun(who, document, title=title, summary=summary, offered_at=now)
        if held is not None:
            Lineage.objects.create(
                document=offered, parent=held.parent, root_id=held.root_id, organization_id=held.organization_id,
                from_number=held.from_number, at=now,
            )  # fmt: skip
        library.add(offered, who.member_id, upload, made, note="", traces=newest.traces)
        tell_moderators(offered)
    return offered


def drop(who: Grants, document: Document) -> None:
    """With its files. Raises Denied."""
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        rules.may_drop_ours(who, held, timezone.now()).require()
        remove([held])
