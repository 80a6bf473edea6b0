"""Records of what was imposed, and their end."""

from __future__ import annotations

from datetime import datetime

from community.members.models import Member
from moderation.models import Sanction


def lift_sanctions(member: Member, by: int, now: datetime) -> None:
    Sanction.objects.filter(member=member, lifted_at=None).update(lifted_at=now, lifted_by_id=by)
