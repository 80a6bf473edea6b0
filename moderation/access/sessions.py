"""Rules of live sessions: who sees one, who schedules, who may come, and when the meeting link is there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cohorts.models import Cohort, Session
    from moderation.access.grants import Grants

OPENS_BEFORE = timedelta(minutes=15)  # its room opens, and the meeting link is shown until the session ends
CLOSES_AFTER = timedelta(minutes=60)  # so long after its end the room stays open

LEADERS = no("not_yours", "The cohort's facilitators and moderators schedule its sessions.")
LISTENERS = no("not_yours", "The cohort's facilitators and moderators see who comes.")
ENROLLED = no("not_enrolled", "Only people enrolled in this cohort can say whether they come.")
ENDED = no("ended", "This cohort's year is over: no new sessions are scheduled.")
SEALED = no("archived", "This cohort is archived: its sessions stay to read.")
ASKERS = no("not_enrolled", "Only people enrolled in this cohort ask its sessions something.")
HOLDERS = no("not_yours", "Who leads the session, the cohort's facilitators and moderators do this.")
CANCELLED = no("cancelled", "This session was cancelled.")
OVER = no("over", "This session is over.")
NOT_BEGUN = no("not_begun", "This session has not begun yet.")
NOT_NEAR = no("not_near", "The meeting link is shown from 15 minutes before the start until the end.")


def may_see_session(who: Grants, session: Session) -> Decision:
    if is_moderator(who) or session.cohort_id in who.cohort_ids:
        return YES
    return ABSENT


def visible_sessions(who: Grants, sessions: QuerySet[Session]) -> QuerySet[Session]:
    if is_moderator(who):
        return sessions
    return sessions.filter(Q(cohort_id__in=sorted(who.cohort_ids)))


def may_schedule_session(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    """Also how the cohort's zone is set, in which its sessions keep their hour."""
    if not is_moderator(who) and cohort.id not in who.cohort_ids:
        return ABSENT
    writing = may_write(who, now)
    if not writing:
        return writing
    if not is_moderator(who) and cohort.id not in who.facilitated_ids:
        return LEADERS
    return ENDED if cohort.state in {"alumni", "archived"} else YES


def may_change_session(who: Grants, session: Session, now: datetime) -> Decision:
    """Move, edit and cancel it."""
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if not is_moderator(who) and session.cohort_id not in who.facilitated_ids:
        return LEADERS
    return still_on(session, now)


def may_answer_session(who: Grants, session: Session, now: datetime) -> Decision:
    """Say whether one comes: those it is for, moderators only where they are enrolled themselves."""
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if session.cohort_id not in who.cohort_ids:
        return ENROLLED
    return still_on(session, now)


def may_see_answers(who: Grants, session: Session) -> Decision:
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    if not is_moderator(who) and session.cohort_id not in who.facilitated_ids:
        return LISTENERS
    return YES


def may_see_meeting_link(who: Grants, session: Session, now: datetime) -> Decision:
    """Whoever could pass it on has it for as long as it is of use, and no longer."""
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    if session.cohort_id not in who.cohort_ids:
        return ENROLLED
    on = still_on(session, now)
    if not on:
        return on
    if now < session.starts_at - OPENS_BEFORE:
        return NOT_NEAR
    return YES


def may_ask_session(who: Grants, session: Session, now: datetime) -> Decision:
    """Ask it something, and vote for what others asked."""
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if session.cohort_id not in who.cohort_ids:
        return ASKERS
    return still_on(session, now)


def may_hold_session(who: Grants, session: Session, now: datetime) -> Decision:
    """Mark what was answered, and keep its questions in order; also when it is over."""
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if not is_moderator(who) and session.cohort_id not in who.facilitated_ids and session.host_id != who.member_id:
        return HOLDERS
    return SEALED if session.cohort.state == "archived" else YES


def may_record_session(who: Grants, session: Session, now: datetime) -> Decision:
    """Once it has begun: its recording and notes, and who was there."""
    holding = may_hold_session(who, session, now)
    if not holding:
        return holding
    if session.state == "cancelled":
        return CANCELLED
    return NOT_BEGUN if now < session.starts_at else YES


def still_on(session: Session, now: datetime) -> Decision:
    if session.state == "cancelled":
        return CANCELLED
    if now >= session.ends_at:
        return OVER
    if session.cohort.state == "archived":
        return SEALED
    return YES
