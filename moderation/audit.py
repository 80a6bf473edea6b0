"""The log: one line in the transaction of the act, never changed afterwards."""

from __future__ import annotations

from django.db import transaction

from moderation.models import AuditEntry


def record(actor_id: int, verb: str, *, kind: str, subject: object, label: str, reason: str = "") -> AuditEntry:
    """Write one line. Outside a transaction it would be a claim about something that may not have happened."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record belongs into the transaction of the act; open one with writing().")
    return AuditEntry.objects.create(
        actor_id=actor_id,
        verb=verb,
        subject_kind=kind,
        subject_id=str(subject),
        subject_label=label[:120],
        reason=reason[:500],
    )
