"""Invitations and the organizations they are for."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from community.members.models import Organization
from moderation.access import desk, seats
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.models import Invitation, InvitationLink

MOST_USES = 500


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


# ---- links ----------------------------------------------------------------------------------------


def links_for(who: Grants) -> QuerySet[InvitationLink]:
    """Newest first, with `waiting`: invitations it led to that nobody has used yet."""
    desk.may_see_desk(who).require_sight()
    waiting = Count("invitations", filter=Q(invitations__used_at=None, invitations__revoked_at=None))
    found = InvitationLink.objects.select_related("organization", "cohort", "made_by").annotate(waiting=waiting)
    return found.order_by("-made_at")[:100]


def link_for(who: Grants, pk: int) -> InvitationLink:
    desk.may_see_desk(who).require_sight()
    link = InvitationLink.objects.select_related("organization", "cohort", "made_by").filter(pk=pk).first()
    if link is None:
        raise Absent
    return link


def uses_of(link: InvitationLink) -> QuerySet[Invitation]:
    """Who used it, and who asked for a mail and has not come in yet."""
    return link.invitations.select_related("used_by").order_by("-used_at", "-sent_at")[:MOST_USES]


def link_by_token(token: str) -> InvitationLink | None:
    found = InvitationLink.objects.select_related("organization", "cohort", "made_by")
    return found.filter(token_hash=hash_of(token)).first()


def link_trouble(link: InvitationLink | None, now: datetime) -> str:
    """Why a link cannot be used, in a word for the page; empty when it can."""
    if link is None:
        return "unknown"
    if link.revoked_at is not None:
        return "revoked"
    if link.expires_at <= now:
        return "expired"
    return "full" if link.uses >= link.cap else ""
