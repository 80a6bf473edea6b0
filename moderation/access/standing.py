"""Who is in good standing: one enum, one gate. Everything else starts by asking `may_enter` or `may_write`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from moderation.access.decision import YES, Decision, no

if TYPE_CHECKING:
    from moderation.access.grants import Grants

GRACE = timedelta(days=14)  # from reading only to nothing, when a membership ends or a seat was not confirmed
SEAT_MANAGER = "seat_manager"  # beside the roles, of whom a second step can be demanded
UNHURRIED = timedelta(hours=1)  # so long may what was begun before a second step was due still be sent


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


class Ending(StrEnum):
    """Why access narrows by itself."""

    TERM = "term"  # the organization's membership ended
    ROSTER = "roster"  # the seat was not confirmed when the organization was asked


@dataclass(frozen=True, slots=True)
class Limit:
    """Dates at which access narrows by itself: first to reading, then to nothing."""

    ending: Ending
    reads_only_from: datetime
    closed_from: datetime


NOT_YET = no("not_yet", "Your place in the community is not open yet.")
REMOVED = no("removed", "Your access to the community has ended.")
LEFT = no("left", "You left the community.")
NO_SEAT = no("no_seat", "You do not hold a seat of your organization's membership at the moment.")
READ_ONLY = no("read_only", "You can read here, but not write, at the moment.")
AGREEMENT = no("agreement", "Please read and accept the community's agreement first.")
SECOND_STEP = no("second_step", "Your role needs a second step when signing in. Please set one up first.")
CLOSED = {
    Ending.TERM: "Your organization's membership ended on {day}. When it is renewed, everything opens again.",
    Ending.ROSTER: "Your organization did not confirm your seat by {day}. Its seat manager can still do that.",
}
READING = {
    Ending.TERM: (
        "Your organization's membership ended on {day}. You can read until {last}; when it is renewed, everything "
        "opens again."
    ),
    Ending.ROSTER: (
        "Your organization has not confirmed your seat yet, which was due on {day}. You can read until {last}; its "
        "seat manager can confirm it any time."
    ),
}
# What somebody can put right by themselves, at the door: everything they wrote is kept meanwhile.
AT_THE_DOOR = {"agreement", "second_step"}


def may_enter(who: Grants, now: datetime) -> Decision:
    """May this person see anything at all? `now` is aware; what has a date ends by itself at it."""
    standing = may_sign_in(who, now)
    if not standing:
        return standing
    for limit in who.limits:
        if now >= limit.closed_from and not is_moderator(who):
            return no(f"{limit.ending}_closed", CLOSED[limit.ending].format(day=day_before(limit.reads_only_from)))
    if not who.agreed:
        return AGREEMENT
    if who.second_step_due is not None and now >= who.second_step_due:
        return SECOND_STEP  # last: `may_finish` relies on it
    return YES


def may_sign_in(who: Grants, now: datetime) -> Decision:
    """May this person stand at the door: read why it is closed, accept the agreement, take their own words along?"""
    if who.standing is Standing.SUSPENDED:
        if who.suspended_until is None:
            return no("suspended", "Your access is paused.")
        if now < who.suspended_until:
            return no("suspended", f"Your access is paused until {in_words(who.suspended_until)}.")
    if who.standing in {Standing.APPLICANT, Standing.INVITED}:
        return NOT_YET
    if who.standing is Standing.REMOVED:
        return REMOVED
    if who.standing is Standing.LEFT:
        return LEFT
    if not who.seated and not is_moderator(who):
        return NO_SEAT
    return YES


def may_finish(who: Grants, now: datetime) -> Decision:
    """Like `may_enter`, for what was begun before: a second step that fell due meanwhile waits for the next page."""
    entering = may_enter(who, now)
    if entering is SECOND_STEP and who.second_step_due is not None and now < who.second_step_due + UNHURRIED:
        return YES  # asked last: nothing else is in the way
    return entering


def may_write(who: Grants, now: datetime) -> Decision:
    """May this person change anything at all? Reading comes first."""
    entering = may_finish(who, now)
    if not entering:
        return entering
    if who.standing is Standing.READ_ONLY:
        return READ_ONLY
    for limit in who.limits:
        if now >= limit.reads_only_from and not is_moderator(who):
            words = READING[limit.ending]
            day, last = day_before(limit.reads_only_from), day_before(limit.closed_from)
            return no(f"{limit.ending}_reading", words.format(day=day, last=last))
    return YES


def owes_second_step(role: str, *, manages_seats: bool, asked_of: frozenset[str]) -> bool:
    """Does the owners' policy demand a second step of this person, set up or not?"""
    return role in asked_of or (manages_seats and SEAT_MANAGER in asked_of)


def narrows_at(who: Grants, now: datetime) -> datetime | None:
    """The next moment at which this person's access ends without anybody doing anything; sockets end with it."""
    dates = [limit.closed_from for limit in who.limits if not is_moderator(who)]
    dates += [who.second_step_due] if who.second_step_due else []
    return min((date for date in dates if date > now), default=None)


def day_before(moment: datetime) -> str:
    """Limits begin where a day ended: in words it is that day."""
    return in_words(moment - timedelta(seconds=1))


def in_words(moment: datetime) -> str:
    """May 5, 2026: the day where the person is who reads it, once middleware set their zone."""
    day = timezone.localtime(moment)
    return f"{day:%B} {day.day}, {day.year}"


def is_moderator(who: Grants) -> bool:
    return moderates(who.role)


def moderates(role: str) -> bool:
    """Owners moderate too. Of a role as rows carry it: for the word beside a name."""
    return role in {Role.MODERATOR, Role.OWNER}


def is_owner(who: Grants) -> bool:
    return who.role is Role.OWNER
