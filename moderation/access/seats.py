"""Rules of organizations and their seats: who sees a team, who gives and frees its seats, who sets its term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.desk import OWNERS_ONLY, YOURSELF, may_run_desk
from moderation.access.standing import Ending, Role, is_moderator, is_owner, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import Member, Organization, Seat
    from moderation.access.grants import Grants

ALREADY_FREE = no("already_free", "This seat is free already.")


def may_see_seats(who: Grants, organization: Organization) -> Decision:
    """A seat manager sees the own team and no other; moderators see every team."""
    if is_moderator(who):
        return YES
    if who.manages_seats and who.organization_id == organization.pk:
        return YES
    return ABSENT


def may_manage_seats(who: Grants, organization: Organization, now: datetime) -> Decision:
    """Inviting, confirming, handing over."""
    seeing = may_see_seats(who, organization)
    if not seeing:
        return seeing
    return may_write(who, now)


def may_confirm_seats(who: Grants, organization: Organization, now: datetime) -> Decision:
    """As managing, and also for a seat manager whose own seat waits to be confirmed: who else should begin?"""
    managing = may_manage_seats(who, organization, now)
    return YES if managing.code == f"{Ending.ROSTER}_reading" else managing


def may_free_seat(who: Grants, seat: Seat, now: datetime) -> Decision:
    managing = may_manage_seats(who, seat.organization, now)
    if not managing:
        return managing
    if seat.freed_at is not None:
        return ALREADY_FREE
    if seat.member_id == who.member_id:
        return YOURSELF
    if seat.member.role != Role.MEMBER and not is_owner(who):
        return OWNERS_ONLY
    return YES


def may_name_seat_manager(who: Grants, member: Member, now: datetime) -> Decision:
    """Moderators, and a seat manager among the own team."""
    if member.organization is None:
        return ABSENT
    return may_manage_seats(who, member.organization, now)


def may_set_membership(who: Grants, now: datetime) -> Decision:
    """Term, number of seats, mail domains, and asking for the roster."""
    return may_run_desk(who, now)
