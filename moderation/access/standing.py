"""Who is in good standing: one enum, one gate. Everything else starts by asking `may_enter` or `may_write`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from moderation.access.decision import YES, Decision, no

if TYPE_CHECKING:
    from datetime import datetime

    from moderation.access.grants import Grants


class Standing(StrEnum):
    """Where a person stands with the community. Exactly one at a time."""

    APPLICANT = "applicant"
    INVITED = "invited"
    ACTIVE = "active"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    LEFT = "left"


class Role(StrEnum):
    """What a person may do everywhere; facilitating is a role within one cohort and lives on the enrollment."""

    MEMBER = "member"
    MODERATOR = "moderator"
    OWNER = "owner"


class Audience(StrEnum):
    """Who can read a space, a room or a document."""

    MEMBERS = "members"
    COHORT = "cohort"
    MODERATORS = "moderators"


NOT_YET = no("not_yet", "Your place in the community is not open yet.")
REMOVED = no("removed", "Your access to the community has ended.")
LEFT = no("left", "You left the community.")
NO_SEAT = no("no_seat", "You do not hold a seat of your organization's membership at the moment.")
READ_ONLY = no("read_only", "You can read here, but not write, at the moment.")


def may_enter(who: Grants, now: datetime) -> Decision:
    """May this person see anything at all? `now` is aware; a suspension ends by itself at its date."""
    if who.standing is Standing.SUSPENDED:
        if who.suspended_until is None:
            return no("suspended", "Your access is paused.")
        if now < who.suspended_until:
            day = timezone.localtime(who.suspended_until)  # where the person is: the day the desk shows
            return no("suspended", f"Your access is paused until {day:%B} {day.day}, {day.year}.")
    if who.standing in {Standing.APPLICANT, Standing.INVITED}:
        return NOT_YET
    if who.standing is Standing.REMOVED:
        return REMOVED
    if who.standing is Standing.LEFT:
        return LEFT
    if not who.seated and not is_moderator(who):
        return NO_SEAT
    return YES


def may_write(who: Grants, now: datetime) -> Decision:
    """May this person change anything at all? Reading comes first."""
    entering = may_enter(who, now)
    if not entering:
        return entering
    if who.standing is Standing.READ_ONLY:
        return READ_ONLY
    return YES


def is_moderator(who: Grants) -> bool:
    return moderates(who.role)


def moderates(role: str) -> bool:
    """Owners moderate too. Of a role as rows carry it: for the word beside a name."""
    return role in {Role.MODERATOR, Role.OWNER}


def is_owner(who: Grants) -> bool:
    return who.role is Role.OWNER
