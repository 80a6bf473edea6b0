"""Records of what was imposed and of who was invited, and their end."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from community.members.models import Member
from moderation.models import Invitation, Sanction


def lift_sanctions(member: Member, by: int, now: datetime) -> None:
    Sanction.objects.filter(member=member, lifted_at=None).update(lifted_at=now, lifted_by_id=by)


def withdraw_open(which: Q, *, by: int) -> None:
    """Invitations that could still be used, and now cannot."""
    still_open = Invitation.objects.filter(which, used_at=None, revoked_at=None)
    still_open.update(revoked_at=timezone.now(), revoked_by_id=by)
