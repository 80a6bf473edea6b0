"""Rules of applications: who reads them, who has one in hand, who decides, and who may speak for somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from moderation.access.decision import YES, Decision, no
from moderation.access.desk import may_run_desk, may_see_desk
from moderation.access.standing import is_owner, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from moderation.access.grants import Grants
    from moderation.models import Application

OPEN = ("waiting", "asked", "waitlisted")  # stages in which something can still happen
CLAIM_LASTS = timedelta(hours=4)  # whoever took one and went home keeps nobody waiting until tomorrow

OVER = no("over", "This application is over. Nothing can be changed about it.")
TAKEN = no("taken", "Somebody else has this application in hand. Wait until they hand it back.")
NOT_TAKEN = no("not_taken", "You do not have this application in hand.")
VOUCHED = no("vouched", "You vouched for this person, so somebody else has to decide.")
ONE_MORE = no("one_more", "Two moderators have to agree on this. Say what you think; another one has to say the same.")


@dataclass(frozen=True, slots=True)
class Panel:
    """What moderators think of an application, by their ids; and who vouched for the person."""

    needed: int = 1  # how many have to agree
    yes: frozenset[int] = field(default_factory=frozenset)
    no: frozenset[int] = field(default_factory=frozenset)
    sponsors: frozenset[int] = field(default_factory=frozenset)


def may_see_applications(who: Grants) -> Decision:
    return may_see_desk(who)


def may_claim(who: Grants, application: Application, now: datetime) -> Decision:
    """Take it in hand, so that nobody else works on it meanwhile."""
    running = may_run_desk(who, now)
    if not running:
        return running
    if application.stage not in OPEN:
        return OVER
    if in_hand_of_another(who, application, now):
        return TAKEN
    return YES


def may_release(who: Grants, application: Application, now: datetime) -> Decision:
    """Hand it back; an owner may take it out of somebody's hands."""
    running = may_run_desk(who, now)
    if not running:
        return running
    if application.claimed_by_id is None:
        return NOT_TAKEN
    if application.claimed_by_id != who.member_id and not is_owner(who):
        return NOT_TAKEN
    return YES


def may_note(who: Grants, now: datetime) -> Decision:
    """Among moderators; also when it is over."""
    return may_run_desk(who, now)


def may_vote(who: Grants, application: Application, panel: Panel, now: datetime) -> Decision:
    """Also while somebody else has it in hand: that is what a second opinion is."""
    running = may_run_desk(who, now)
    if not running:
        return running
    if application.stage not in OPEN:
        return OVER
    if who.member_id in panel.sponsors:
        return VOUCHED
    return YES


def may_answer(who: Grants, application: Application, now: datetime) -> Decision:
    """Ask the applicant something, or put them on the waiting list: nothing that could not be undone."""
    return may_claim(who, application, now)


def may_admit(who: Grants, application: Application, panel: Panel, now: datetime) -> Decision:
    return decides(who, application, panel, panel.yes, now)


def may_decline(who: Grants, application: Application, panel: Panel, now: datetime) -> Decision:
    return decides(who, application, panel, panel.no, now)


def decides(
    who: Grants, application: Application, panel: Panel, agreeing: frozenset[int], now: datetime
) -> Decision:  # fmt: skip
    """As many as needed must be of this opinion; whoever decides is one of them. Sponsors do not count."""
    voting = may_vote(who, application, panel, now)
    if not voting:
        return voting
    if in_hand_of_another(who, application, now):
        return TAKEN
    if len((agreeing | {who.member_id}) - panel.sponsors) < panel.needed:
        return ONE_MORE
    return YES


def in_hand_of_another(who: Grants, application: Application, now: datetime) -> bool:
    return is_claimed(application, now) and application.claimed_by_id != who.member_id


def is_claimed(application: Application, now: datetime) -> bool:
    """A claim lapses by itself."""
    since = application.claimed_at if application.claimed_by_id is not None else None
    return since is not None and since > now - CLAIM_LASTS


def may_edit_questions(who: Grants, now: datetime) -> Decision:
    """What the application asks."""
    return may_run_desk(who, now)


def may_set_policy(who: Grants, now: datetime) -> Decision:
    """Whether applications are taken at all, what greets people, how many have to agree."""
    running = may_run_desk(who, now)
    if not running:
        return running
    return YES if is_owner(who) else no("owners_only", "Only an owner can change how the community lets people in.")


def may_vouch(who: Grants, now: datetime) -> Decision:
    """Speak for somebody who may apply."""
    return may_write(who, now)
