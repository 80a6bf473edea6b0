"""Opening and closing the door. Each act is one transaction: the change, its record, the end of live access."""

from __future__ import annotations

from moderation.actions.accepting import accept_invitation, free_handle, invitation_trouble
from moderation.actions.agreeing import accept_agreement, note_acceptance, publish_agreement, write_agreement
from moderation.actions.invitations import (
    INVITATION_DAYS,
    hand_over_seat,
    invite,
    invite_to_seat,
    mail_invitation,
    offer,
    revoke_invitation,
    send_again,
)
from moderation.actions.organizations import create_organization
from moderation.actions.refused import Refused
from moderation.actions.seating import (
    ask_for_roster,
    confirm_seats,
    dismiss_seat_manager,
    free_seat,
    give_seat,
    name_seat_manager,
    set_membership,
)
from moderation.actions.standings import remove, restore, set_role, suspend

__all__ = [
    "INVITATION_DAYS",
    "Refused",
    "accept_agreement",
    "accept_invitation",
    "ask_for_roster",
    "confirm_seats",
    "create_organization",
    "dismiss_seat_manager",
    "free_handle",
    "free_seat",
    "give_seat",
    "hand_over_seat",
    "invitation_trouble",
    "invite",
    "invite_to_seat",
    "mail_invitation",
    "name_seat_manager",
    "note_acceptance",
    "offer",
    "publish_agreement",
    "remove",
    "restore",
    "revoke_invitation",
    "send_again",
    "set_membership",
    "set_role",
    "suspend",
    "write_agreement",
]
