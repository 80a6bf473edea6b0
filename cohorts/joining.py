"""An invitation may name a cohort: whoever accepts it is enrolled."""

from __future__ import annotations

from cohorts import actions
from cohorts.models import Enrollment
from community.members.models import Member
from moderation.models import Invitation


def enroll_invited(invitation: Invitation, member: Member) -> None:
    if invitation.cohort is not None:
        role = Enrollment.Role.MEMBER
        actions.enroll_quietly(invitation.invited_by_id, invitation.cohort, member, role=role)
