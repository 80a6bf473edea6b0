"""One's own drafts."""

from __future__ import annotations

from community.drafts.models import Draft
from moderation.access.grants import Grants

MOST = 100


def draft_at(who: Grants, place: str) -> Draft | None:
    return Draft.objects.filter(member_id=who.member_id, place=place).first()


def drafts_of(who: Grants) -> list[Draft]:
    """Newest first."""
    return list(Draft.objects.filter(member_id=who.member_id).order_by("-at")[:MOST])
