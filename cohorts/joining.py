"""An invitation may name a cohort: whoever accepts it is enrolled, by some links as a facilitator."""

from __future__ import annotations

from cohorts.lifecycle import actions
from cohorts.models import Enrollment
from community.members.models import Member
from moderation.models import Invitation


def enroll_invited(invitation: Invitation, member: Member) -> None:
    if invitation.cohort is not None:
        link = invitation.link
        leads = link is not None and link.facilitates and link.cohort_id == invitation.cohort_id
        role = Enrollment.Role.FACILITATOR if leads else Enrollment.Role.MEMBER
        actions.enroll_invited(invitation.invited_by_id, invitation.cohort, member, role=role)
