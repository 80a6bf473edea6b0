"""Who an audience lets in, and the mark by which every view declares whom it is for."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import Audience, is_moderator

if TYPE_CHECKING:
    from moderation.access.grants import Grants

View = TypeVar("View", bound=Callable[..., object])


class Surface(StrEnum):
    """Whom a page, a frame or a file is for. What is not declared is for nobody (middleware.gate)."""

    VISITORS = "visitors"  # anyone; shows nothing of the inside
    THRESHOLD = "threshold"  # whoever is signed in and not shut out; shows nothing of the inside
    MEMBERS = "members"  # members in good standing; what exactly they see is decided by the rules
    WRITERS = "writers"  # members who may write
    MODERATORS = "moderators"  # moderators and owners; for all others it does not exist
    OWNERS = "owners"  # owners; for all others it does not exist


def open_to(surface: Surface) -> Callable[[View], View]:
    """Declare a view's audience. The gate enforces it, the door test walks it."""

    def mark(view: View) -> View:
        view.surface = surface  # type: ignore[attr-defined]
        return view

    return mark


def within(who: Grants, audience: str, cohort_id: int | None) -> Decision:
    """May this person read what is written for that audience? Moderators may read everything."""
    if is_moderator(who):
        return YES
    if audience == Audience.MEMBERS:
        return YES
    if audience == Audience.COHORT and cohort_id in who.cohort_ids:
        return YES
    return ABSENT


SEALED = no("archived", "This cohort is archived: everything stays to read, and nothing is added.")


def is_sealed(who: Grants, audience: str, cohort_id: int | None) -> bool:
    """Is it for a cohort whose year this person was in, and which is archived?"""
    return audience == Audience.COHORT and cohort_id in who.sealed_ids


def reach(who: Grants, prefix: str = "") -> Q:
    """The same question as `within`, in SQL, over rows that carry `audience` and `cohort_id`."""
    if is_moderator(who):
        return Q()
    everyone = Q(**{f"{prefix}audience": Audience.MEMBERS})
    own_cohorts = Q(**{f"{prefix}audience": Audience.COHORT, f"{prefix}cohort_id__in": sorted(who.cohort_ids)})
    return everyone | own_cohorts


def is_kept_from(who: Grants, organization_id: int | None, author_id: int | None) -> bool:
    """What somebody keeps from their own organization is not there for its people; for themselves and moderators it is.

    `organization_id`: whom it is kept from; None: nobody.
    """
    if organization_id is None or who.organization_id != organization_id:
        return False
    return who.member_id != author_id and not is_moderator(who)


def not_kept_from(who: Grants, *authors: str) -> Q:
    """The same question in SQL, over rows that carry `hidden_from_id` and whose they are."""
    if is_moderator(who) or who.organization_id is None:
        return Q()
    own = Q(*((author, who.member_id) for author in authors), _connector=Q.OR)
    return Q(hidden_from_id=None) | ~Q(hidden_from_id=who.organization_id) | own
