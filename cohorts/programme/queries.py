"""Doors and reads of a cohort's programme, and the first steps of who is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cohorts.models import (
    CalendarAddress,
    Cohort,
    Enrollment,
    Message,
    Milestone,
    MilestoneDone,
    Stage,
    WelcomeDismissed,
)
from community import cursors
from moderation.access import programme as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import present

MOST = 60  # milestones of one cohort
PAGE = 50  # members in the table
NEW_FOR = timedelta(days=30)
Cursor = tuple[datetime, int]


def milestone_for(who: Grants, slug: str, number: int, now: datetime) -> Milestone:
    """One that this person may see, or Absent."""
    found = Milestone.objects.select_related("cohort").filter(cohort__slug=slug, pk=number).first()
    if found is None:
        raise Absent
    rules.may_see_milestone(who, found, now).require_sight()
    return found


def milestones_for(who: Grants, cohort: Cohort, now: datetime) -> list[Milestone]:
    return list(visible(who, cohort, now).order_by("position", "pk")[:MOST])


def visible(who: Grants, cohort: Cohort, now: datetime) -> QuerySet[Milestone]:
    return rules.visible_milestones(who, Milestone.objects.all(), cohort, now)


def done_by(who: Grants, cohort: Cohort) -> set[int]:
    """What one has ticked."""
    mine = MilestoneDone.objects.filter(milestone__cohort=cohort, member_id=who.member_id)
    return set(mine.values_list("milestone_id", flat=True))


def how_far(who: Grants, cohort: Cohort, now: datetime) -> tuple[int, int]:
    """How many milestones one sees, and how many of them one has done; one query."""
    mine = Q(done__member_id=who.member_id)
    found = visible(who, cohort, now).aggregate(all=Count("pk", distinct=True), done=Count("done", filter=mine))
    return found["all"], found["done"]


# ---- for those who lead the cohort ----------------------------------------------------------


def members_of(cohort: Cohort, after: Cursor | None = None) -> list[Enrollment]:
    """Who should do it, in the order in which they came; one more than a page."""
    found = cohort.enrollments.filter(present("member__"), role=Enrollment.Role.MEMBER).select_related("member")
    if after is not None:
        found = found.filter(cursors.after("since", after))
    return list(found.order_by("since", "pk")[: PAGE + 1])


def ticks_of(cohort: Cohort, member_ids: list[int]) -> set[tuple[int, int]]:
    """(member, milestone), of these people."""
    found = MilestoneDone.objects.filter(milestone__cohort=cohort, member_id__in=member_ids)
    return set(found.values_list("member_id", "milestone_id"))


def totals(cohort: Cohort) -> tuple[int, dict[int, int]]:
    """How many members there are, and how many of them have done each milestone."""
    here = cohort.enrollments.filter(present("member__"), role=Enrollment.Role.MEMBER)
    done = MilestoneDone.objects.filter(milestone__cohort=cohort, member_id__in=here.values("member_id"))
    counted = done.values_list("milestone_id").annotate(people=Count("pk"))
    return here.count(), dict(counted)


# ---- who is new -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Welcome:
    """Which of the first steps somebody new has taken."""

    said_hello: bool
    has_profile: bool
    has_calendar: bool


def welcome_for(who: Grants, cohort: Cohort, now: datetime) -> Welcome | None:
    """None for whoever is not new, has done them all, or wants to see them no more. One query."""
    if cohort.pk not in who.cohort_ids or cohort.state not in {Stage.OPEN, Stage.RUNNING}:
        return None
    me = {"member_id": OuterRef("member_id")}
    said = Message.objects.filter(room__cohort=cohort, author_id=OuterRef("member_id"), deleted_at=None)
    mine = Enrollment.objects.filter(cohort=cohort, member_id=who.member_id, since__gt=now - NEW_FOR)
    new = mine.filter(~Exists(WelcomeDismissed.objects.filter(cohort=cohort, **me)), role=Enrollment.Role.MEMBER)
    found = (
        new.annotate(said=Exists(said), calendar=Exists(CalendarAddress.objects.filter(**me)))
        .values_list("said", "calendar", "member__title", "member__about")
        .first()
    )
    if found is None:
        return None
    said_hello, calendar, title, about = found
    steps = Welcome(said_hello, bool(title or about), calendar)
    return None if steps == Welcome(True, True, True) else steps
