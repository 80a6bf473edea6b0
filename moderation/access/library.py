"""Rules of the library: who reads a document, who adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.audience import is_kept_from, not_kept_from, reach, within
from moderation.access.decision import ABSENT, Decision, no
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.library.models import Document, FieldNote
    from moderation.access.grants import Grants

MODERATORS_SHARE = no("moderators_only", "Moderators add documents to the library. Ask one to share yours.")

NOT_YOUR_NOTE = no("not_yours", "Only the person who wrote this, or a moderator, can take it away.")


def may_read_document(who: Grants, document: Document) -> Decision:
    if is_kept_from(who, document.hidden_from_id, document.shared_by_id):
        return ABSENT
    return within(who, document.audience, document.cohort_id)


def visible_documents(who: Grants, documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(reach(who), not_kept_from(who, "shared_by_id"))


def may_share_document(who: Grants, now: datetime) -> Decision:
    writing = may_write(who, now)
    if not writing:
        return writing
    if not is_moderator(who):
        return MODERATORS_SHARE
    return writing


def may_add_version(who: Grants, document: Document, now: datetime) -> Decision:
    reading = may_read_document(who, document)
    if not reading:
        return reading
    return may_share_document(who, now)


def may_note(who: Grants, document: Document, now: datetime) -> Decision:
    """Tell how it went with it."""
    reading = may_read_document(who, document)
    if not reading:
        return reading
    return may_write(who, now)


def may_drop_note(who: Grants, note: FieldNote, now: datetime) -> Decision:
    noting = may_note(who, note.document, now)
    if not noting:
        return noting
    if note.author_id != who.member_id and not is_moderator(who):
        return NOT_YOUR_NOTE
    return noting


def may_fill_in(who: Grants, document: Document) -> Decision:
    """A copy with one's own facts in it: nothing is stored of it."""
    return may_read_document(who, document)


def may_save_answers(who: Grants, document: Document, now: datetime) -> Decision:
    """What one wrote into its fields, for oneself and the next time."""
    reading = may_read_document(who, document)
    if not reading:
        return reading
    return may_write(who, now)
