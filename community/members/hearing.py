"""Who can read something, counted: by organization and by role. Who does not show their school is of none here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet

from community.members.models import Member, Seat
from community.members.queries import audience
from moderation.access import members as rules
from moderation.access.grants import Grants

MOST_ORGANIZATIONS = 25


@dataclass(frozen=True, slots=True)
class Hearing:
    """`unnamed`: people whose organization is not shown, or stands further down than the list goes."""

    people: int
    moderators: int
    facilitators: int
    members: int
    organizations: list[tuple[str, int]]
    unnamed: int
    changed_at: datetime | None


def hearing(
    who: Grants, people: QuerySet[Member], *, leading: Collection[int] = (), changed_at: datetime | None = None
) -> Hearing:
    """Two statements, whoever and however many. `leading`: who facilitates there."""
    everybody = Member.objects.filter(pk__in=people.order_by().values("pk"))
    counts = everybody.aggregate(
        people=Count("pk"),
        moderators=Count("pk", filter=rules.moderating()),
        facilitators=Count("pk", filter=Q(pk__in=list(leading)) & ~rules.moderating()),
    )
    shown = everybody.filter(rules.found_by_field(who, "school"), organization__isnull=False).order_by()
    rows = shown.values("organization__name").annotate(n=Count("pk")).order_by("-n", "organization__name")
    found = [(row["organization__name"], row["n"]) for row in rows[:MOST_ORGANIZATIONS]]
    return Hearing(
        **counts,
        members=counts["people"] - counts["moderators"] - counts["facilitators"],
        organizations=found,
        unnamed=counts["people"] - sum(n for _, n in found),
        changed_at=changed_at,
    )


def seats_changed_at(people: QuerySet[Member] | None = None) -> datetime | None:
    """When somebody got or lost a seat, or left, last: of everybody, or of these."""
    seats = Seat.objects.all() if people is None else Seat.objects.filter(member__in=people)
    last = seats.aggregate(since=Max("since"), freed=Max("freed_at"), left=Max("member__left_at"))
    return max((moment for moment in last.values() if moment is not None), default=None)


def heard_by(who: Grants, kind: str, cohort_id: int | None) -> Hearing:
    """What is written for that audience: everybody's, a cohort's, its leaders' or the moderators'."""
    people = audience(kind, cohort_id)
    if cohort_id is None:
        return hearing(who, people, changed_at=seats_changed_at(None if kind == "members" else people))
    enrolled = Member.objects.filter(enrollments__cohort_id=cohort_id)
    leading = Member.objects.filter(rules.facilitating(), enrollments__cohort_id=cohort_id)
    changes = [seats_changed_at(leading if kind == "leaders" else enrolled), cohort_changed_at(kind, cohort_id)]
    return hearing(
        who,
        people,
        leading=list(leading.values_list("pk", flat=True)),
        changed_at=max((moment for moment in changes if moment is not None), default=None),
    )


def cohort_changed_at(kind: str, cohort_id: int) -> datetime | None:
    """When somebody came to a cohort or left it last, or those who lead it."""
    changed = "leading_changed_at" if kind == "leaders" else "people_changed_at"
    found = apps.get_model("cohorts", "Cohort").objects.filter(pk=cohort_id).values_list(changed, flat=True)
    moment: datetime | None = found.first()
    return moment
