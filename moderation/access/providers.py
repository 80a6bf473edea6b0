"""Rules of the directory of service providers: who sees one, its code, and who keeps it in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.audience import within
from moderation.access.decision import ABSENT, Decision, no
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.library.providers.models import Provider, ProviderReview
    from moderation.access.grants import Grants

MODERATORS_KEEP = no(
    "moderators_only", "Moderators keep this list in order. Suggest a provider, or report what is wrong."
)
NOT_YET = no("not_published", "A moderator has yet to publish this provider.")
NOT_YOURS = no("not_yours", "Only the person who wrote this, or a moderator, can take it away.")


def may_see_provider(who: Grants, provider: Provider) -> Decision:
    if provider.published_at is None or provider.hidden_at is not None:
        suggested = provider.published_at is None and provider.hidden_at is None
        if not is_moderator(who) and not (suggested and provider.suggested_by_id == who.member_id):
            return ABSENT
    return within(who, "members", None)


def visible_providers(who: Grants, providers: QuerySet[Provider]) -> QuerySet[Provider]:
    """Those on the list; to moderators those that wait and hidden ones, too, to a member their own suggestions."""
    if is_moderator(who):
        return providers
    return providers.filter(Q(published_at__isnull=False) | Q(suggested_by_id=who.member_id), hidden_at=None)


def waiting_providers(who: Grants, providers: QuerySet[Provider]) -> QuerySet[Provider]:
    """To moderators what is not published, hidden or reported; to a member what they suggested and nobody published."""
    if not is_moderator(who):
        return visible_providers(who, providers).filter(published_at=None)
    reported = Q(reports__isnull=False, reports__settled_at=None)
    return providers.filter(Q(published_at=None) | Q(hidden_at__isnull=False) | reported)


def may_see_code(who: Grants, provider: Provider, now: datetime) -> Decision:
    """Discounts are for members in good standing: who can only read has no use for them."""
    seeing = may_see_provider(who, provider)
    return may_write(who, now) if seeing else seeing


def may_suggest_provider(who: Grants, now: datetime) -> Decision:
    return may_write(who, now)


def may_keep_provider(who: Grants, provider: Provider, now: datetime) -> Decision:
    seeing = may_see_provider(who, provider)
    writing = may_write(who, now) if seeing else seeing
    if writing and not is_moderator(who):
        return MODERATORS_KEEP
    return writing


def may_review_provider(who: Grants, provider: Provider, now: datetime) -> Decision:
    seeing = may_see_provider(who, provider)
    writing = may_write(who, now) if seeing else seeing
    if writing and (provider.published_at is None or provider.hidden_at is not None):
        return NOT_YET
    return writing


def may_drop_review(who: Grants, review: ProviderReview, now: datetime) -> Decision:
    seeing = may_see_provider(who, review.provider)
    writing = may_write(who, now) if seeing else seeing
    if writing and review.author_id != who.member_id and not is_moderator(who):
        return NOT_YOURS
    return writing


def may_report_provider(who: Grants, provider: Provider, now: datetime) -> Decision:
    seeing = may_see_provider(who, provider)
    return may_write(who, now) if seeing else seeing
