"""Rules of a cohort's programme: who writes it, who sees which milestone, who ticks it, who sees how far all are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.cohorts import leads, may_lead_cohort
from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.rooms import may_see_cohort
from moderation.access.standing import may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cohorts.models import Cohort, Milestone
    from moderation.access.grants import Grants

ENROLLED = no("not_enrolled", "Only people enrolled in this cohort tick its milestones.")
SEALED = no("archived", "This cohort is archived: its programme stays to read.")


def may_keep_programme(who: Grants, cohort: Cohort, now: datetime) -> Decision:
    leading = may_lead_cohort(who, cohort, now)
    if not leading:
        return leading
    return SEALED if cohort.state == "archived" else YES


def may_see_milestone(who: Grants, milestone: Milestone, now: datetime) -> Decision:
    """What is not open yet, only those who lead the cohort see."""
    if not may_see_cohort(who, milestone.cohort):
        return ABSENT
    if leads(who, milestone.cohort):
        return YES
    return YES if milestone.opens_at is not None and milestone.opens_at <= now else ABSENT


def visible_milestones(
    who: Grants, milestones: QuerySet[Milestone], cohort: Cohort, now: datetime
) -> QuerySet[Milestone]:
    """The same in SQL, of one cohort."""
    if leads(who, cohort):
        return milestones.filter(cohort=cohort)
    return milestones.filter(Q(cohort=cohort, cohort_id__in=sorted(who.cohort_ids), opens_at__lte=now))


def may_tick(who: Grants, milestone: Milestone, now: datetime) -> Decision:
    """Say that one has done it, or not after all."""
    seeing = may_see_milestone(who, milestone, now)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if milestone.cohort_id not in who.cohort_ids:
        return ENROLLED
    return SEALED if milestone.cohort.state == "archived" else YES
