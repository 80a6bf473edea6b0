"""Rules of what is made from the library: an organization's own shelf, collections, requests for what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.library import is_of_house, may_read_document, on_own_shelf
from moderation.access.standing import Audience, is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.library.models import Collection, Document, Wish
    from moderation.access.grants import Grants

NO_ORGANIZATION = no("no_organization", "A shelf belongs to an organization, and you hold no seat of one.")
OURS_ALREADY = no("ours_already", "It lies on your shelf already.")
NOT_IN_THE_LIBRARY = no("not_in_library", "It is not in the library yet. Once it is, you can make it yours.")
NOT_FOR_ALL = no(
    "not_for_all", "Not everybody of your organization may read this, and everybody could read it on your shelf."
)
NOT_YOURS = no(
    "not_yours", "Only the person who brought it, or whoever looks after your organization's seats, can delete it."
)
NOT_ON_A_SHELF = no("not_ours", "It does not lie on your organization's own shelf.")
MODERATORS_COLLECT = no("moderators_only", "Moderators put the library's collections together.")
MODERATORS_CLOSE = no("moderators_only", "Moderators close requests.")
CLOSED = no("closed", "This request is closed.")


def may_adapt(who: Grants, document: Document, now: datetime) -> Decision:
    """Copy it onto the shelf of one's own organization, where everybody of it reads it."""
    reading = may_read_document(who, document)
    if not reading:
        return reading
    writing = may_write(who, now)
    if not writing:
        return writing
    if not is_of_house(who, who.organization_id):
        return NO_ORGANIZATION
    if document.shelf_id is not None:
        return OURS_ALREADY
    if document.offered_at is not None:
        return NOT_IN_THE_LIBRARY
    if document.audience != Audience.MEMBERS or document.hidden_from_id == who.organization_id:
        return NOT_FOR_ALL
    return writing


def may_offer_back(who: Grants, document: Document, now: datetime) -> Decision:
    reading = may_read_document(who, document)
    if not reading:
        return reading
    return NOT_ON_A_SHELF if document.shelf_id is None else may_write(who, now)


def may_drop_ours(who: Grants, document: Document, now: datetime) -> Decision:
    ours = may_offer_back(who, document, now)
    if not ours:
        return ours
    return ours if document.shared_by_id == who.member_id or who.manages_seats else NOT_YOURS


def may_read_collection(who: Grants, collection: Collection) -> Decision:
    if collection.shelf_id is None or is_of_house(who, collection.shelf_id):
        return YES
    return ABSENT


def visible_collections(who: Grants, collections: QuerySet[Collection]) -> QuerySet[Collection]:
    return collections.filter(Q(shelf=None) | on_own_shelf(who))


def may_collect(who: Grants, shelf_id: int | None, now: datetime) -> Decision:
    """Begin a collection: of the library, or, on a shelf, of that organization."""
    writing = may_write(who, now)
    if not writing:
        return writing
    if shelf_id is not None:
        return writing if is_of_house(who, shelf_id) else NO_ORGANIZATION
    return writing if is_moderator(who) else MODERATORS_COLLECT


def may_arrange_collection(who: Grants, collection: Collection, now: datetime) -> Decision:
    reading = may_read_collection(who, collection)
    if not reading:
        return reading
    return may_collect(who, collection.shelf_id, now)


def may_wish(who: Grants, now: datetime) -> Decision:
    """Ask for a template the library does not have."""
    return may_write(who, now)


def may_say_too(who: Grants, wish: Wish, now: datetime) -> Decision:
    writing = may_write(who, now)
    if not writing:
        return writing
    return writing if wish.closed_at is None else CLOSED


def may_close_wish(who: Grants, wish: Wish, now: datetime) -> Decision:
    writing = may_say_too(who, wish, now)
    if writing.allowed and not is_moderator(who):
        return MODERATORS_CLOSE
    return writing
