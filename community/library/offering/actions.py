"""What members give to the library: offered, read by a moderator, put on the shelf or not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.library.models import Document
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
    told = queries.audience("moderators", None).exclude(pk=document.shared_by_id).values_list("pk", flat=True)
    tell(document, OFFERED, document.shared_by_id, list(told))


def publish(who: Grants, document: Document) -> None:
    """On the shelf, for its audience, from now on. Twice is once. Raises Denied."""
    now = timezone.now()
    with writing():
        held = Document.objects.select_for_update().get(pk=document.pk)
        rules.may_decide_document(who, held, now).require()
        if held.offered_at is None:
            return
        Document.objects.filter(pk=held.pk).update(
            offered_at=None, declined_at=None, declined_why="", created_at=now, updated_at=now, reviewed_at=now,
            reviewed_by_id=who.member_id,
        )  # fmt: skip
        decided(who, held, "publish_document", PUBLISHED)
        held.offered_at = None
        wishing.answered_by(who, held)


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
    notices.withdraw([OFFERED, PUBLISHED, DECLINED], [str(document.pk) for document in documents])
    for document in documents:
        versions = [str(pk) for pk in document.versions.values_list("pk", flat=True)]
        document.delete()
        files.discard("version", versions)


def forget_some(member_id: int) -> bool:
    """Of somebody who leaves: what nobody has built on yet."""
    with writing():
        remove(list(Document.objects.filter(shared_by_id=member_id, offered_at__isnull=False)))
    return False
