"""Reads of who was at a session: the mark that counts, what was marked before, and the hours that come of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from cohorts.models import Attendance, Cohort, Enrollment, Session
from community.members.models import Member
from moderation.access.grants import Grants
from moderation.access.members import present

MOST = 1000
Trail = dict[int, list[Attendance]]  # by person, the newest first: that one counts


def trail_of(session: Session) -> Trail:
    """For those who lead the session."""
    found: Trail = {}
    rows = Attendance.objects.filter(session=session).select_related("by").order_by("-at", "-pk")
    for row in rows[: 5 * MOST]:
        found.setdefault(row.member_id, []).append(row)
    return found


def people_of(session: Session) -> list[Member]:
    """Whom one can mark: the cohort's members who are here, and whoever was marked already."""
    enrolled = Enrollment.objects.filter(present("member__"), cohort_id=session.cohort_id).values("member_id")
    marked = Attendance.objects.filter(session=session).values("member_id")
    people = Member.objects.filter(pk__in=enrolled) | Member.objects.filter(pk__in=marked)
    return list(people.order_by("name", "pk")[:MOST])


def mark_of(who: Grants, session: Session) -> str:
    """One's own, in words; empty until somebody marked it."""
    mine = Attendance.objects.filter(session=session, member_id=who.member_id).order_by("-at", "-pk").first()
    return mine.get_mark_display() if mine else ""


# ---- hours ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """Of one person of a cohort."""

    member: Member
    sessions: int
    minutes: int


def attended() -> QuerySet[Attendance]:
    """Marks that count and say present, of sessions that were not cancelled."""
    newer = Attendance.objects.filter(session=OuterRef("session"), member=OuterRef("member"), pk__gt=OuterRef("pk"))
    found = Attendance.objects.filter(~Exists(newer), mark=Attendance.Mark.PRESENT)
    return found.filter(session__state=Session.State.SCHEDULED)


def hours_of(who: Grants) -> list[Attendance]:
    """One's own, the latest first, also of cohorts one is in no more."""
    found = attended().filter(member_id=who.member_id).select_related("session__cohort")
    return list(found.order_by("-session__starts_at", "-pk")[:MOST])


def hours_in(cohort: Cohort) -> list[Hours]:
    """Everybody who is in it, and whoever was; two queries."""
    counted = {
        pk: (sessions, minutes)
        for pk, sessions, minutes in attended()
        .filter(session__cohort=cohort)
        .values_list("member_id")
        .annotate(sessions=Count("pk"), minutes=Sum("session__minutes"))
    }
    enrolled = cohort.enrollments.filter(present("member__")).values("member_id")
    people = Member.objects.filter(pk__in=enrolled) | Member.objects.filter(pk__in=counted.keys())
    return [Hours(m, *counted.get(m.pk, (0, 0))) for m in people.order_by("name", "pk")[:MOST]]
