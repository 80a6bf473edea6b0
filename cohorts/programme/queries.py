"""Doors and reads of a cohort's programme, and the first steps of who is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

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
from community.members.models import Member
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


@dataclass(frozen=True, slots=True)
class Together:
    """What the members of a cohort have done, of the milestones that are open to them."""

    people: int
    done: dict[int, int]
    all_of: int

    @property
    def ticks(self) -> int:
        return sum(self.done.values())


def together(cohort: Cohort, open_to_them: list[Milestone]) -> Together:
    people, done = totals(cohort)
    return Together(people, {m.pk: done.get(m.pk, 0) for m in open_to_them}, people * len(open_to_them))


# ---- on the cohort's page -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Welcome:
    """Which of the first steps somebody new has taken."""

    said_hello: bool
    has_profile: bool
    has_calendar: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """How many milestones somebody sees, how many of them they have done, and what greets whoever is new."""

    milestones: int
    done: int
    welcome: Welcome | None


def begun_for(who: Grants, cohort: Cohort, now: datetime) -> Begun:
    """One query. Nothing greets whoever is not new, has done all first steps, or wants to see them no more."""
    me, seen = {"member_id": who.member_id}, visible(who, cohort, now)
    said = Message.objects.filter(room__cohort=cohort, author_id=who.member_id, deleted_at=None)
    new = Enrollment.objects.filter(cohort=cohort, since__gt=now - NEW_FOR, role=Enrollment.Role.MEMBER, **me)
    asked = Cohort.objects.filter(pk=cohort.pk).values_list(
        number_of(seen), number_of(MilestoneDone.objects.filter(milestone__in=seen, **me)),
        Exists(new), Exists(WelcomeDismissed.objects.filter(cohort=cohort, **me)),
        Exists(said), Exists(Member.objects.filter(pk=who.member_id).exclude(title="", about="")),
        Exists(CalendarAddress.objects.filter(**me)),
    )  # fmt: skip
    milestones, done, is_new, dismissed, *steps = asked.get()
    greeted = cohort.pk in who.cohort_ids and cohort.state in {Stage.OPEN, Stage.RUNNING}
    greeted = greeted and is_new and not dismissed and not all(steps)
    return Begun(milestones, done, Welcome(*steps) if greeted else None)


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many there are, as part of another query."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
