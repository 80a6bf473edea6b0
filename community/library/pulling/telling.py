"""Telling those who made a template their school's own that it has a new version."""

from __future__ import annotations

from community.library.models import Document, Version
from community.members import epoch
from community.notifications import actions as notices
from community.notifications.actions import Wanted

RENEWED = "document.renewed"
MOST = 2_000  # people


def tell_who_adapted(document: Document, by: int) -> None:
    """In the transaction of the new version. Whoever shared a version of what their school made of it hears of the
    newest only: what was told of the one before goes."""
    ours = Version.objects.filter(document__lineage__parent=document, document__shelf__isnull=False)
    rows = list(ours.order_by().values_list("document_id", "shared_by_id").distinct()[:MOST])
    if not rows:
        return
    notices.withdraw([RENEWED], list({str(pk) for pk, _ in rows}))
    wanted = [Wanted(member, by, RENEWED, str(pk), f"document:{pk}") for pk, member in rows if member != by]
    notices.notify(wanted, at_epoch=epoch.hold())
