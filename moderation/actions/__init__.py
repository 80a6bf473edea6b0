"""Opening and closing the door. Each act is one transaction: the change, its record, the end of live access."""

from __future__ import annotations

from moderation.actions.agreeing import accept_agreement, note_acceptance, publish_agreement, write_agreement
from moderation.actions.invitations import (
    INVITATION_DAYS,
    accept_invitation,
    free_handle,
    invitation_trouble,
    invite,
    revoke_invitation,
)
from moderation.actions.organizations import create_organization
from moderation.actions.refused import Refused
from moderation.actions.standings import remove, restore, set_role, suspend

__all__ = [
    "INVITATION_DAYS",
    "Refused",
    "accept_agreement",
    "accept_invitation",
    "create_organization",
    "free_handle",
    "invitation_trouble",
    "invite",
    "note_acceptance",
    "publish_agreement",
    "remove",
    "restore",
    "revoke_invitation",
    "set_role",
    "suspend",
    "write_agreement",
]
