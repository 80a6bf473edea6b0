"""Pages of the access desk."""

from __future__ import annotations

from moderation.views.agreement import agreement, agreement_desk
from moderation.views.inviting import invitations, revoke_invitation, send_again
from moderation.views.log import log
from moderation.views.organizations import organizations
from moderation.views.people import people, person, remove, restore, set_role, suspend

__all__ = [
    "agreement",
    "agreement_desk",
    "invitations",
    "log",
    "organizations",
    "people",
    "person",
    "remove",
    "restore",
    "revoke_invitation",
    "send_again",
    "set_role",
    "suspend",
]
