"""Invitations and the organizations they are for."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from community.members.models import Organization
from moderation.access import desk, seats
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.models import Invitation


def open_invitations(who: Grants) -> QuerySet[Invitation]:
    """Not used, not taken back; expired ones stay in sight for a month."""
    desk.may_see_desk(who).require_sight()
    lately = timezone.now() - timedelta(days=30)
    return (
        Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=lately)
        .select_related("organization", "invited_by", "cohort")
        .order_by("-sent_at")[:100]
    )


def invitation_for(who: Grants, pk: int) -> Invitation:
    """For a moderator, and for the seat manager of its organization."""
    invitation = Invitation.objects.select_related("organization").filter(pk=pk).first()
    if invitation is None:
        raise Absent
    seats.may_see_seats(who, invitation.organization).require_sight()
    return invitation


def invitation_to_mail(pk: int) -> Invitation | None:
    """Held, with what its mail says; None when it cannot be used any more."""
    usable = Invitation.objects.select_for_update(of=("self",)).filter(pk=pk, used_at=None, revoked_at=None)
    return usable.select_related("organization", "invited_by").first()


def invitation_by_token(token: str) -> Invitation | None:
    """Whatever this token once opened, usable or not. Looked up by hash: nothing secret is compared."""
    found = Invitation.objects.select_related("organization", "invited_by", "cohort")
    return found.filter(token_hash=hash_of(token)).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def organizations() -> QuerySet[Organization]:
    return Organization.objects.annotate(people=Count("seats", filter=Q(seats__freed_at=None))).order_by("name")
