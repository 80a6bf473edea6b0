"""What the door and its desk show."""

from __future__ import annotations

from moderation.queries.agreeing import acceptances_of, agreements_for, current_agreement, last_accepted, pending
from moderation.queries.inviting import (
    hash_of,
    invitation_by_token,
    invitation_for,
    invitation_to_mail,
    link_by_token,
    link_for,
    link_trouble,
    links_for,
    open_invitations,
    organizations,
    uses_of,
)
from moderation.queries.people import (
    PAGE,
    counts_by_standing,
    log_for,
    log_of,
    people_for,
    person_for,
    sanctions_of,
)

__all__ = [
    "PAGE",
    "acceptances_of",
    "agreements_for",
    "counts_by_standing",
    "current_agreement",
    "hash_of",
    "invitation_by_token",
    "invitation_for",
    "invitation_to_mail",
    "last_accepted",
    "link_by_token",
    "link_for",
    "link_trouble",
    "links_for",
    "log_for",
    "log_of",
    "open_invitations",
    "organizations",
    "pending",
    "people_for",
    "person_for",
    "sanctions_of",
    "uses_of",
]
