"""Rules of the library: who reads a document, who adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.audience import is_kept_from, not_kept_from, reach, within
from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.files import may_read_loose_upload
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.library.models import Brought, Document, FieldNote
    from moderation.access.grants import Grants

MODERATORS_SHARE = no("moderators_only", "Moderators add documents to the library. Ask one to share yours.")

NOT_YOUR_DOCUMENT = no("not_yours", "Only the person who offers it can take it back.")
ON_THE_SHELF = no("on_the_shelf", "It is in the library: others build on it. Ask a moderator.")
NOT_YOUR_NOTE = no("not_yours", "Only the person who wrote this, or a moderator, can take it away.")
OWN_SHELF = no("own_shelf", "It lies on your organization's own shelf, not in the library.")


def is_of_house(who: Grants, organization_id: int | None) -> bool:
    """Does this person hold a seat of that organization?"""
    return organization_id is not None and who.seated and who.organization_id == organization_id


def may_read_document(who: Grants, document: Document) -> Decision:
    if document.shelf_id is not None:
        return YES if is_of_house(who, document.shelf_id) else ABSENT
    if document.offered_at is not None and who.member_id != document.shared_by_id and not is_moderator(who):
        return ABSENT
    if is_kept_from(who, document.hidden_from_id, document.shared_by_id):
        return ABSENT
    return within(who, document.audience, document.cohort_id)


def visible_documents(who: Grants, documents: QuerySet[Document]) -> QuerySet[Document]:
    found = documents.filter(reach(who), not_kept_from(who, "shared_by_id"))
    found = found.filter(Q(shelf=None) | on_own_shelf(who))
    return found if is_moderator(who) else found.filter(Q(offered_at=None) | Q(shared_by_id=who.member_id))


def on_own_shelf(who: Grants) -> Q:
    return Q(shelf_id=who.organization_id) if is_of_house(who, who.organization_id) else Q(pk__in=[])


def shelved_documents(who: Grants, documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those in the library, for whoever looks."""
    return visible_documents(who, documents).filter(offered_at=None, shelf=None)


def own_documents(who: Grants, documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those on the shelf of this person's organization."""
    return documents.filter(on_own_shelf(who), shelf__isnull=False)


def offered_documents(who: Grants, documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those that wait: for moderators all, for a member their own, declined ones too."""
    waiting = visible_documents(who, documents).filter(offered_at__isnull=False)
    return waiting.filter(Q(declined_at=None) | Q(shared_by_id=who.member_id))


def may_offer_document(who: Grants, now: datetime) -> Decision:
    return may_write(who, now)


def may_see_brought(who: Grants, brought: Brought) -> Decision:
    """What somebody brought and has not sent."""
    return may_read_loose_upload(who, brought.upload)


def visible_brought(who: Grants, brought: QuerySet[Brought]) -> QuerySet[Brought]:
    return brought.filter(upload__owner_id=who.member_id)


def may_decide_document(who: Grants, document: Document, now: datetime) -> Decision:
    """Whether what a member offers comes onto the shelf."""
    reading = may_read_document(who, document)
    if not reading:
        return reading
    return OWN_SHELF if document.shelf_id is not None else may_share_document(who, now)


def may_take_back(who: Grants, document: Document, now: datetime) -> Decision:
    """Once it is on the shelf it stays there: others build on it."""
    reading = may_read_document(who, document)
    if not reading:
        return reading
    writing = may_write(who, now)
    if not writing:
        return writing
    if document.shared_by_id != who.member_id:
        return NOT_YOUR_DOCUMENT
    if document.offered_at is None:
        return ON_THE_SHELF
    return writing


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
    return may_write(who, now) if document.shelf_id is not None else may_share_document(who, now)


def may_note(who: Grants, document: Document, now: datetime) -> Decision:
    """Tell how it went with it."""
    reading = may_read_document(who, document)
    if not reading:
        return reading
    return OWN_SHELF if document.shelf_id is not None else may_write(who, now)


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
