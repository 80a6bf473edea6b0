"""Rules of hours: the code word, being counted as present, categories, and certificates of what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from moderation.access.cohorts import may_lead_cohort
from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.rooms import may_see_cohort
from moderation.access.sessions import (
    CANCELLED,
    NOT_BEGUN,
    OVER,
    may_hold_session,
    may_see_session,
)
from moderation.access.standing import may_finish, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from cohorts.models import Certificate, Cohort, Session
    from moderation.access.grants import Grants

BEFORE, AFTER = timedelta(minutes=10), timedelta(minutes=30)  # of a session, in which its code word is taken

ENROLLED = no("not_enrolled", "Only people enrolled in this cohort are counted at its sessions.")
NOT_YET = no("not_begun", "The code word is taken from 10 minutes before the start.")
TOO_LATE = no("over", "The code word is taken until 30 minutes after the end. Ask who leads the session to mark you.")
SEALED = no("archived", "This cohort is archived: its hours stay as they are.")
NO_HOURS = no("no_hours", "You have no hours in this cohort yet, so there is nothing to certify.")


def may_show_word(who: Grants, session: Session, now: datetime) -> Decision:
    """See its code word, and make another one, until nobody can type it any more."""
    holding = may_hold_session(who, session, now)
    if not holding:
        return holding
    if session.state == "cancelled":
        return CANCELLED
    return OVER if now > session.ends_at + AFTER else YES


def may_type_word(who: Grants, session: Session, now: datetime) -> Decision:
    """Being there is not writing: whoever may only read is counted, too."""
    seeing = may_see_session(who, session)
    if not seeing:
        return seeing
    entering = may_finish(who, now)
    if not entering:
        return entering
    if session.cohort_id not in who.cohort_ids:
        return ENROLLED
    if session.state == "cancelled":
        return CANCELLED
    if session.cohort.state == "archived":
        return SEALED
    if now < session.starts_at - BEFORE:
        return NOT_YET
    return TOO_LATE if now > session.ends_at + AFTER else YES


def may_be_counted(who: Grants, session: Session, now: datetime) -> Decision:
    """Minute by minute, and in no minute outside the session."""
    typing = may_type_word(who, session, now)
    if not typing:
        return typing
    if now < session.starts_at:
        return NOT_BEGUN
    return OVER if now >= session.ends_at else YES


def may_arrange_hours(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    """Its categories, and how much of a session one has to be there."""
    leading = may_lead_cohort(who, cohort, now)
    if not leading:
        return leading
    return SEALED if cohort.state == "archived" else YES


def may_certify(who: Grants, cohort: Cohort, minutes: int, now: datetime) -> Decision:
    """One's own hours, also of a cohort one is in no more."""
    if not minutes and not may_see_cohort(who, cohort):
        return ABSENT
    writing = may_write(who, now)
    if not writing:
        return writing
    return YES if minutes else NO_HOURS


def may_keep_certificate(who: Grants, certificate: Certificate) -> Decision:
    """Print it, say what strangers see of it, withdraw it: its holder, and nobody else."""
    return YES if certificate.member_id == who.member_id else ABSENT


def is_shown(certificate: Certificate, now: datetime) -> bool:
    """To whoever has its code. Withdrawn, expired and never made are all the same."""
    expired = certificate.expires_at is not None and certificate.expires_at <= now
    return certificate.withdrawn_at is None and not expired
