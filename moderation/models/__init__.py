"""Rows of the door: invitations, applications, agreements, sanctions, the log."""

from __future__ import annotations

from moderation.models.acting import AuditEntry, Sanction
from moderation.models.agreeing import Acceptance, Agreement, Policy
from moderation.models.applying import Application, ApplicationLink, ApplicationWord, Question, Vote, Vouch
from moderation.models.district import DistrictSignIn
from moderation.models.inviting import Batch, Invitation, InvitationLink
from moderation.models.seating import MembershipNotice

__all__ = [
    "Acceptance",
    "Agreement",
    "Application",
    "ApplicationLink",
    "ApplicationWord",
    "AuditEntry",
    "Batch",
    "DistrictSignIn",
    "Invitation",
    "InvitationLink",
    "MembershipNotice",
    "Policy",
    "Question",
    "Sanction",
    "Vote",
    "Vouch",
]
