"""Rules of threads that are made of what was said in a room: who chooses, who sees it, who decides over their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.rooms import leads, may_enter_room
from moderation.access.standing import may_enter, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from cohorts.models import Proposal, Room, Voice
    from moderation.access.grants import Grants

LEADERS = no("not_yours", "The cohort's facilitators and moderators make threads of what was said here.")
ASKED = no("asked", "Those who are quoted were asked about it as it is now. Take the asking back to change it.")
NOT_ASKED = no("not_asked", "Those who are quoted have to be asked first.")


def may_quote_room(who: Grants, room: Room, now: datetime) -> Decision:
    """Choose what was said there for a thread. An archived room, too: nothing is added to it."""
    entering = may_enter_room(who, room)
    if not entering:
        return entering
    writing = may_write(who, now)
    if not writing:
        return writing
    return YES if leads(who, room) else LEADERS


def may_see_proposal(who: Grants, proposal: Proposal) -> Decision:
    """Nobody but who prepares it, not even other moderators; and no longer when they lead the room no more."""
    if proposal.by_id == who.member_id and leads(who, proposal.room):
        return YES
    return ABSENT


def may_change_proposal(who: Grants, proposal: Proposal, now: datetime) -> Decision:
    handling = may_handle_proposal(who, proposal, now)
    if not handling:
        return handling
    return YES if proposal.state == "draft" else ASKED


def may_publish_proposal(who: Grants, proposal: Proposal, now: datetime) -> Decision:
    """Also how it is called back."""
    handling = may_handle_proposal(who, proposal, now)
    if not handling:
        return handling
    return YES if proposal.state == "asked" else NOT_ASKED


def may_handle_proposal(who: Grants, proposal: Proposal, now: datetime) -> Decision:
    """Leave something out, make it stricter, drop it: what needs nobody's consent. A published one is a thread."""
    seeing = may_see_proposal(who, proposal)
    if not seeing:
        return seeing
    if proposal.state == "published":
        return ABSENT
    return may_quote_room(who, proposal.room, now)


def may_answer_quote(who: Grants, voice: Voice, now: datetime) -> Decision:
    """Decide over one's own words, until they are published: also who may only read, or left the cohort."""
    entering = may_enter(who, now)
    if not entering:
        return entering
    if voice.member_id == who.member_id and voice.proposal.state == "asked":
        return YES
    return ABSENT
