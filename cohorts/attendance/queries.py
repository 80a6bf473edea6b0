"""Reads of who was at a session: the mark that counts, and what was marked before."""

from __future__ import annotations

from cohorts.models import Attendance, Enrollment, Session
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
