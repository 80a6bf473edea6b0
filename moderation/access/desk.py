"""Rules of the access desk: who may open and close the door, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import Role, Standing, is_moderator, is_owner, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.models import Member
    from moderation.access.grants import Grants

YOURSELF = no("yourself", "You cannot do this to your own access. Ask another moderator.")
OWNERS_ONLY = no("owners_only", "Only an owner can change a moderator's access.")
NOTHING_TO_RESTORE = no("nothing_to_restore", "This person's access is already open.")
ALREADY_OUT = no("already_out", "This person's access has already ended.")


def may_see_desk(who: Grants) -> Decision:
    return YES if is_moderator(who) else ABSENT


def may_run_desk(who: Grants, now: datetime) -> Decision:
    seeing = may_see_desk(who)
    if not seeing:
        return seeing
    return may_write(who, now)


def may_invite(who: Grants, role: str, now: datetime) -> Decision:
    running = may_run_desk(who, now)
    if not running:
        return running
    if role != Role.MEMBER and not is_owner(who):
        return no("owners_only", "Only an owner can invite a moderator.")
    return YES


def may_act_on(who: Grants, member: Member, now: datetime) -> Decision:
    """The common part of suspending, removing and restoring."""
    running = may_run_desk(who, now)
    if not running:
        return running
    if member.pk == who.member_id:
        return YOURSELF
    if member.role != Role.MEMBER and not is_owner(who):
        return OWNERS_ONLY
    return YES


def may_suspend(who: Grants, member: Member, now: datetime) -> Decision:
    acting = may_act_on(who, member, now)
    if not acting:
        return acting
    if member.standing in {Standing.REMOVED, Standing.LEFT}:
        return ALREADY_OUT
    return YES


def may_remove(who: Grants, member: Member, now: datetime) -> Decision:
    acting = may_act_on(who, member, now)
    if not acting:
        return acting
    if member.standing in {Standing.REMOVED, Standing.LEFT}:
        return ALREADY_OUT
    return YES


def may_restore(who: Grants, member: Member, now: datetime) -> Decision:
    acting = may_act_on(who, member, now)
    if not acting:
        return acting
    if member.standing == Standing.ACTIVE:
        return NOTHING_TO_RESTORE
    return YES


def may_set_role(who: Grants, member: Member, now: datetime) -> Decision:
    acting = may_act_on(who, member, now)
    if not acting:
        return acting
    if not is_owner(who):
        return OWNERS_ONLY
    return YES


def may_reset_second_step(who: Grants, member: Member, now: datetime) -> Decision:
    """Take away what somebody signs in with, because the device is lost. As close to the keys as removing."""
    return may_act_on(who, member, now)


def may_publish_agreement(who: Grants, now: datetime) -> Decision:
    """What everybody must accept before anything opens."""
    running = may_run_desk(who, now)
    if not running:
        return running
    return YES if is_owner(who) else no("owners_only", "Only an owner can change what everybody agrees to.")


def may_see_sign_ins(who: Grants) -> Decision:
    """How districts' own sign-ins are set up."""
    return YES if is_owner(who) else ABSENT


def may_set_sign_in(who: Grants, now: datetime) -> Decision:
    """Let an organization's own sign-in vouch for its people's addresses."""
    seeing = may_see_sign_ins(who)
    if not seeing:
        return seeing
    return may_run_desk(who, now)


def may_arrange(who: Grants, now: datetime) -> Decision:
    """Spaces, cohorts, rooms and who is enrolled."""
    return may_run_desk(who, now)
