"""Opening and closing the door. Each act is one transaction: the change, its record, the end of live access."""

from __future__ import annotations

from moderation.actions.accepting import accept_invitation, free_handle, invitation_trouble
from moderation.actions.agreeing import accept_agreement, note_acceptance, publish_agreement, write_agreement
from moderation.actions.forgetting import forget_applications
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
from moderation.actions.links import MOST_DAYS, MOST_USES, make_link, revoke_link, use_link
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
from moderation.actions.telling import tell_moderators

__all__ = [
    "INVITATION_DAYS",
    "MOST_DAYS",
    "MOST_USES",
    "Refused",
    "accept_agreement",
    "accept_invitation",
    "ask_for_roster",
    "confirm_seats",
    "create_organization",
    "dismiss_seat_manager",
    "forget_applications",
    "free_handle",
    "free_seat",
    "give_seat",
    "hand_over_seat",
    "invitation_trouble",
    "invite",
    "invite_to_seat",
    "mail_invitation",
    "make_link",
    "name_seat_manager",
    "note_acceptance",
    "offer",
    "publish_agreement",
    "remove",
    "restore",
    "revoke_invitation",
    "revoke_link",
    "send_again",
    "set_membership",
    "set_role",
    "suspend",
    "tell_moderators",
    "use_link",
    "write_agreement",
]
