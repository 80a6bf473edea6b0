"""The door of the directory, and its lists."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from community import cursors
from community.library.providers.models import Provider, ProviderReport, ProviderReview
from community.takeout.sources import pieces
from moderation.access import providers as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

PAGE = 30
MOST_REVIEWS = 50


def provider_for(who: Grants, pk: UUID) -> Provider:
    """Raises Absent."""
    found = Provider.objects.select_related("suggested_by").filter(pk=pk).first()
    if found is None:
        raise Absent
    rules.may_see_provider(who, found).require_sight()
    return found


def providers_for(
    who: Grants, *, category: str = "", state: str = "", after: tuple[str, UUID] | None = None
) -> list[Provider]:
    """By name; one more than a page when there are more. Codes stay where they are."""
    found = rules.visible_providers(who, Provider.objects.filter(published_at__isnull=False, hidden_at=None))
    if category:
        found = found.filter(category=category)
    if state:
        found = found.filter(Q(states="") | Q(states__contains=f" {state} "))
    if after is not None:
        found = found.filter(cursors.after("name", after))
    return list(found.defer("code").order_by("name", "pk")[: PAGE + 1])


def waiting_for(who: Grants) -> list[Provider]:
    """To moderators what waits, is hidden or was reported; to a member what they suggested."""
    found = rules.waiting_providers(who, Provider.objects.all())
    return list(found.defer("code").distinct().order_by("suggested_at", "pk")[:PAGE])


def reviews_of(provider: Provider) -> list[ProviderReview]:
    """Newest first. The door was asked about the provider."""
    found = ProviderReview.objects.filter(provider=provider).select_related("author", "organization", "provider")
    return list(found.order_by("-written_at", "-pk")[:MOST_REVIEWS])


def review_for(provider: Provider, pk: int) -> ProviderReview:
    """Raises Absent."""
    found = ProviderReview.objects.filter(provider=provider, pk=pk).select_related("provider").first()
    if found is None:
        raise Absent
    return found


def open_reports(provider: Provider) -> list[ProviderReport]:
    """For moderators."""
    found = ProviderReport.objects.filter(provider=provider, settled_at=None).select_related("by")
    return list(found.order_by("at", "pk")[:MOST_REVIEWS])


def all_reviews(member_id: int) -> Iterator[ProviderReview]:
    for piece in pieces(ProviderReview.objects.filter(author_id=member_id).select_related("provider"), by="written_at"):
        yield from piece


def all_suggested(member_id: int) -> Iterator[Provider]:
    for piece in pieces(Provider.objects.filter(suggested_by_id=member_id).defer("code"), by="suggested_at"):
        yield from piece
