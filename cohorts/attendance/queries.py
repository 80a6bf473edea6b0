"""Reads of who was at a session: marks and their trail, the code word, and the hours that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cohorts.attendance import ledger
from cohorts.attendance.counting import Counted
from cohorts.attendance.ledger import Entry, Sums
from cohorts.models import Attendance, CodeWord, Cohort, Enrollment, HoursCategory, Presence, Session, WordTyped
from cohorts.sessions.queries import LONGEST
from community.members.models import Member
from moderation.access import hours as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import present

MOST = 1000
MOST_CATEGORIES = 20
MOST_AT_ONCE = 20
Trail = dict[int, list[Attendance]]  # by person, the newest first: that one counts


def trail_of(session: Session) -> Trail:
    """For those who lead the session."""
    found: Trail = {}
    rows = Attendance.objects.filter(session=session).select_related("by").order_by("-at", "-pk")
    for row in rows[: 5 * MOST]:
        found.setdefault(row.member_id, []).append(row)
    return found


def people_of(session: Session) -> list[Member]:
    """Whom one can mark: the cohort's members who are here, and whoever was counted already."""
    enrolled = Enrollment.objects.filter(present("member__"), cohort_id=session.cohort_id).values("member_id")
    anyhow = Q(pk__in=enrolled)
    for kind in (Attendance, WordTyped, Presence):
        anyhow |= Q(pk__in=kind.objects.filter(session=session).values("member_id"))
    return list(Member.objects.filter(anyhow).order_by("name", "pk")[:MOST])


def trail_by_itself(session: Session) -> dict[int, list[str]]:
    """What was counted without anybody's mark, in words, by person."""
    found: dict[int, list[str]] = {}
    for pk in WordTyped.objects.filter(session=session).values_list("member_id", flat=True):
        found.setdefault(pk, []).append("Typed the code word")
    for pk, minutes in Presence.objects.filter(session=session).values_list("member_id", "minutes"):
        found.setdefault(pk, []).append(f"Page open for {minutes} min")
    return found


def mark_of(who: Grants, session: Session) -> str:
    """One's own, in words; empty until somebody marked it."""
    mine = Attendance.objects.filter(session=session, member_id=who.member_id).order_by("-at", "-pk").first()
    return mine.get_mark_display() if mine else ""


# ---- while it is on -------------------------------------------------------------------------


def word_of(session: Session) -> CodeWord | None:
    return CodeWord.objects.filter(session=session).first()


def counted_for(who: Grants, session: Session) -> Counted:
    """One's own, with the reason."""
    return ledger.of_one(session, who.member_id)


def begun_at(now: datetime) -> QuerySet[Session]:
    """Those that may still be on."""
    return Session.objects.filter(starts_at__lte=now, starts_at__gt=now - LONGEST, state=Session.State.SCHEDULED)


def counting_in(who: Grants, cohort: Cohort, now: datetime, own: UUID | None = None) -> Session | None:
    """The session of this cohort that is on, where this person's presence is counted; in a session's room its own."""
    if cohort.pk not in who.cohort_ids:
        return None
    on = list(begun_at(now).filter(cohort=cohort).select_related("cohort").order_by("-starts_at", "pk")[:MOST_AT_ONCE])
    on.sort(key=lambda session: session.pk != own)
    return next((session for session in on if rules.may_be_counted(who, session, now)), None)


# ---- hours ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """Of one person of a cohort."""

    member: Member
    sessions: int
    minutes: int
    categories: dict[str, int] = field(default_factory=dict)


def hours_of(who: Grants, cohort: Cohort | None = None) -> list[Entry]:
    """One's own, the latest first, also of cohorts one is in no more; of one cohort or all."""
    found = Session.objects.filter(somehow(who.member_id))
    if cohort is not None:
        found = found.filter(cohort=cohort)
    return [entry for entry in reversed(ledger.entries(found, who.member_id)) if entry.counted.there]


def somehow(member_id: int) -> Q:
    """Sessions at which this person was counted in any way."""
    kinds = (Attendance, WordTyped, Presence)
    ways = [Q(pk__in=kind.objects.filter(member_id=member_id).values("session_id")) for kind in kinds]
    return ways[0] | ways[1] | ways[2]


def minutes_of(who: Grants, cohort: Cohort) -> int:
    return sum(entry.counted.minutes for entry in hours_of(who, cohort))


def hours_in(cohort: Cohort) -> list[Hours]:
    """Everybody who is in it, and whoever was; five queries."""
    counted = ledger.sums(ledger.entries(cohort.sessions.all()))
    enrolled = cohort.enrollments.filter(present("member__")).values("member_id")
    people = Member.objects.filter(Q(pk__in=enrolled) | Q(pk__in=list(counted)))
    return [hours_of_one(m, counted.get(m.pk, Sums())) for m in people.order_by("name", "pk")[:MOST]]


def hours_of_one(member: Member, total: Sums) -> Hours:
    return Hours(member, total.sessions, total.minutes, total.categories)


def categories_of(cohort: Cohort) -> list[HoursCategory]:
    """With `used`: how many sessions count under each."""
    return list(cohort.hours_categories.annotate(used=Count("sessions")).order_by("position", "pk")[:MOST_CATEGORIES])


def category_for(cohort: Cohort, number: int) -> HoursCategory:
    """Raises Absent."""
    found = cohort.hours_categories.filter(pk=number).first()
    if found is None:
        raise Absent
    return found


def without_category(cohort: Cohort) -> int:
    return cohort.sessions.filter(category=None, state=Session.State.SCHEDULED).count()


def names_in(lines: Iterable[Hours], cohort: Cohort) -> list[str]:
    """The columns of a ledger: the cohort's categories in their order, and what lies under none."""
    known = [str(category) for category in categories_of(cohort)]
    more = {name for line in lines for name in line.categories} - set(known)
    return known + sorted(more)
