"""Rules of a cohort's year: who sees one, who moves it on, who asks for a place and who answers.

Draft, open, running, alumni, archived. What a state means inside rooms and sessions is in rooms.py and sessions.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.desk import may_arrange
from moderation.access.rooms import may_see_cohort
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cohorts.models import Cohort
    from moderation.access.grants import Grants

NEXT = {
    "draft": ("open", "running"),
    "open": ("running",),
    "running": ("alumni",),
    "alumni": ("running", "archived"),
    "archived": ("alumni",),
}
BY_FACILITATORS = {("open", "running")}
PLACED = {"open", "running"}  # in which people come to a place by asking

LEADERS = no("not_yours", "The cohort's facilitators and moderators arrange it.")
MODERATORS_MOVE = no("moderators_only", "Moderators take this step. Facilitators can begin the year of an open cohort.")
NO_STEP = no("no_step", "A cohort cannot go from where it stands to there.")
ENROLLED = no("enrolled", "You are in this cohort already.")
NOT_ASKING = no("not_asking", "This cohort takes no requests at the moment.")


def may_look_at_cohort(who: Grants, cohort: Cohort) -> Decision:
    """Its page. Whoever may ask to be enrolled sees what it is about, and nobody in it."""
    if may_see_cohort(who, cohort) or takes_requests(cohort):
        return YES
    return ABSENT


def asked_cohorts(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Those that take requests: `takes_requests` in SQL."""
    return cohorts.filter(Q(state="open") | Q(state="running", asks_while_running=True))


def takes_requests(cohort: Cohort) -> bool:
    return cohort.state == "open" or (cohort.state == "running" and cohort.asks_while_running)


def may_lead_cohort(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    """See who asks for a place, and set how many places there are."""
    seeing = may_see_cohort(who, cohort)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    return YES if leads(who, cohort) else LEADERS


def leads(who: Grants, cohort: Cohort) -> bool:
    return is_moderator(who) or cohort.id in who.facilitated_ids


def may_move_cohort(who: Grants, cohort: Cohort, state: str, now: datetime) -> Decision:
    leading = may_lead_cohort(who, cohort, now)
    if not leading:
        return leading
    if state not in NEXT[cohort.state]:
        return NO_STEP
    if not is_moderator(who) and (cohort.state, state) not in BY_FACILITATORS:
        return MODERATORS_MOVE
    return YES


def may_ask_for_place(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    looking = may_look_at_cohort(who, cohort)
    if not looking:
        return looking
    writing = may_write(who, now)
    if not writing:
        return writing
    if cohort.id in who.cohort_ids:
        return ENROLLED
    return YES if takes_requests(cohort) else NOT_ASKING


def may_answer_request(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    leading = may_lead_cohort(who, cohort, now)
    if not leading:
        return leading
    return YES if places_people(cohort) else NOT_ASKING


def places_people(cohort: Cohort) -> bool:
    """Do those who asked come to a place? Not in a draft, and not when the year is over."""
    return cohort.state in PLACED


def may_roll_forward(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    """Make next year's cohort from this one."""
    leading = may_lead_cohort(who, cohort, now)
    if not leading:
        return leading
    return YES if may_arrange(who, now) else MODERATORS_MOVE
