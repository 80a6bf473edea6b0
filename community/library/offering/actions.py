"""What members give to the library: offered, read by a moderator, put on the shelf or not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.library import indexing, pieces, preview
from community.library.covers.actions import draw_soon
from community.library.models import Document, Version
from community.library.preview import Preview
from community.library.pulling.telling import RENEWED
from community.library.revealing import actions as revealing
from community.library.revealing.actions import Cleaned
from community.library.wishing import actions as wishing
from community.members import epoch, queries
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation import audit
from moderation.access import library as rules
from moderation.access.grants import Grants

OFFERED, PUBLISHED, DECLINED = "document.offered", "document.published", "document.declined"
WITHOUT_A_REASON = "Say why, so that they know what to change."


class Unusable(Exception):
    """What was given cannot be taken; the text says why."""


def place_of(document: Document) -> str:
    return f"document:{document.pk}"


def tell_moderators(document: Document) -> None:
    """In the transaction in which it was offered."""
    tell(document, OFFERED, document.shared_by_id, queries.moderator_ids(document.shared_by_id))


def publish(who: Grants, document: Document, *, clean: bool = False, final: bool = False) -> None:
    """On the shelf, for its audience, from now on. Twice is once. `clean`: without what its file still reveals;
    `final`: tracked changes become the text. Raises Denied, Refused, revealing.Unsettled."""
    now = timezone.now()
    rules.may_decide_document(who, document, now).require()
    cleaned = cleaned_file(document, final=final) if clean and document.offered_at else None
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        rules.may_decide_document(who, held, now).require()
        if held.offered_at is None:
            return
        Document.objects.filter(pk=held.pk).update(
            offered_at=None, declined_at=None, declined_why="", created_at=now, updated_at=now, reviewed_at=now,
            reviewed_by_id=who.member_id,
        )  # fmt: skip
        if cleaned is not None:
            put_in(held, *cleaned)
        decided(who, held, "publish_document", PUBLISHED)
        held.offered_at = None
        wishing.answered_by(who, held)


def cleaned_file(document: Document, *, final: bool) -> tuple[Version, Cleaned, Preview] | None:
    """Takes seconds: before the transaction. Nothing where there is nothing to take out."""
    version = document.versions.select_related("upload").first()
    made = revealing.without(version.upload, version.traces, final=final) if version else None
    if version is None or made is None:
        return None
    return version, made, preview.make(made.upload.kind, files.content(made.upload), name=made.upload.name)


def put_in(document: Document, version: Version, made: Cleaned, drawn: Preview) -> None:
    """In a transaction: the file as it came is not kept."""
    pieces.replace(version, made.upload, drawn)
    Version.objects.filter(pk=version.pk).update(traces=made.traces)
    indexing.index(document, version)
    draw_soon(version.pk)


def decline(who: Grants, document: Document, why: str) -> None:
    """It stays with whoever offered it, with the reason, until they take it back. Raises Denied, Unusable."""
    now = timezone.now()
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        rules.may_decide_document(who, held, now).require()
        if not why.strip():
            raise Unusable(WITHOUT_A_REASON)
        if held.offered_at is None:
            return
        Document.objects.filter(pk=held.pk).update(declined_at=now, declined_why=why.strip())
        decided(who, held, "decline_document", DECLINED, reason=why.strip())


def decided(who: Grants, document: Document, verb: str, kind: str, reason: str = "") -> None:
    audit.record(who.member_id, verb, kind="document", subject=document.pk, label=document.title, reason=reason)
    notices.withdraw([OFFERED, PUBLISHED, DECLINED], [str(document.pk)])
    if document.shared_by_id != who.member_id:
        tell(document, kind, who.member_id, [document.shared_by_id])


def tell(document: Document, kind: str, by: int, whom: Sequence[int]) -> None:
    wanted = [Wanted(member_id, by, kind, str(document.pk), place_of(document)) for member_id in whom]
    notices.notify(wanted, at_epoch=epoch.hold())


def take_back(who: Grants, document: Document) -> None:
    """What is not on the shelf yet goes without a trace, its files too. Raises Denied."""
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        rules.may_take_back(who, held, timezone.now()).require()
        remove([held])


def remove(documents: Sequence[Document]) -> None:
    """In a transaction."""
    notices.withdraw([OFFERED, PUBLISHED, DECLINED, RENEWED], [str(document.pk) for document in documents])
    for document in documents:
        versions = [str(pk) for pk in document.versions.values_list("pk", flat=True)]
        document.delete()
        files.discard("version", versions)


def forget_some(member_id: int) -> bool:
    """Of somebody who leaves: what nobody has built on yet."""
    with writing():
        remove(list(Document.objects.filter(shared_by_id=member_id, offered_at__isnull=False)))
    return False
