"""Doors and reads of live sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from cohorts.models import Cohort, Enrollment, Room, Stage
from cohorts.sessions.models import CalendarAddress, Rsvp, Session
from community import cursors
from community.members.models import Member
from moderation.access import sessions as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import present

PAGE = 20
NEXT = 3  # on the cohort's own page
LONGEST = timedelta(hours=8)  # a session lasts so long at most: what began before is over
SOON = timedelta(hours=36)  # what a home page shows
FEED_BACK = timedelta(days=60)  # how far back a calendar goes
FEED_MOST = 500
Cursor = tuple[datetime, UUID]


def session_for(who: Grants, slug: str, pk: UUID) -> Session:
    """The session with its room, or Absent, which says nothing about why."""
    found = Session.objects.select_related("cohort", "host", "room").filter(pk=pk, cohort__slug=slug).first()
    if found is None:
        raise Absent
    rules.may_see_session(who, found).require_sight()
    return found


def of_room(room: Room) -> Session | None:
    """Whose room it is. For somebody who is inside; with the room's cohort."""
    found = Session.objects.filter(pk=room.session_id).first() if room.session_id else None
    if found is not None and room.cohort is not None:
        found.cohort = room.cohort
    return found


def of_cohort(who: Grants, cohort: Cohort) -> QuerySet[Session]:
    return rules.visible_sessions(who, Session.objects.filter(cohort=cohort)).select_related("host")


def running(who: Grants, cohort: Cohort, now: datetime) -> list[Session]:
    """On right now, and not cancelled."""
    if cohort.state == Stage.ARCHIVED:
        return []
    begun = of_cohort(who, cohort).filter(starts_at__lte=now, starts_at__gt=now - LONGEST)
    found = begun.filter(state=Session.State.SCHEDULED).order_by("starts_at", "pk")[:PAGE]
    return [session for session in found if session.ends_at > now]


def next_for(who: Grants, cohort: Cohort, now: datetime) -> list[Session]:
    """Not cancelled, soonest first; what is on right now comes first."""
    if cohort.state == Stage.ARCHIVED:
        return []
    found = of_cohort(who, cohort).filter(starts_at__gt=now - LONGEST, state=Session.State.SCHEDULED)
    return [session for session in found.order_by("starts_at", "pk")[: PAGE + NEXT] if session.ends_at > now][:NEXT]


def soon_for(who: Grants, now: datetime) -> list[Session]:
    """Of one's own cohorts, on right now or within a day and a half, without what one said one cannot come to."""
    if not who.cohort_ids:
        return []
    mine = Session.objects.filter(cohort_id__in=sorted(who.cohort_ids), state=Session.State.SCHEDULED)
    near = rules.visible_sessions(who, mine).filter(starts_at__gt=now - LONGEST, starts_at__lte=now + SOON)
    declined = Rsvp.objects.filter(member_id=who.member_id, state=Rsvp.State.NOT_GOING).values("session_id")
    found = near.exclude(pk__in=declined).select_related("cohort").order_by("starts_at", "pk")[:PAGE]
    return [session for session in found if session.ends_at > now][:NEXT]


def upcoming(who: Grants, cohort: Cohort, now: datetime, after: Cursor | None = None) -> list[Session]:
    """Cancelled ones too: whoever looks for one must learn it. One more than a page, to say whether there are more.

    An archived cohort does not meet any more, whatever was planned.
    """
    if cohort.state == Stage.ARCHIVED:
        return []
    found = of_cohort(who, cohort).filter(starts_at__gt=now)
    if after is not None:
        found = found.filter(cursors.after("starts_at", after))
    return list(found.order_by("starts_at", "pk")[: PAGE + 1])


def earlier(who: Grants, cohort: Cohort, now: datetime, before: Cursor | None = None) -> list[Session]:
    """What has begun, newest first."""
    found = of_cohort(who, cohort).filter(starts_at__lte=now)
    if before is not None:
        found = found.filter(cursors.before("starts_at", before))
    return list(found.order_by("-starts_at", "-pk")[: PAGE + 1])


def hosts_for(who: Grants, cohort: Cohort, host_id: int | None = None) -> QuerySet[Member]:
    """Who can lead a session: the cohort's facilitators, whoever schedules it, and who leads it already."""
    leading = cohort.enrollments.filter(present("member__"), role=Enrollment.Role.FACILITATOR).values("member_id")
    people = Q(pk__in=leading) | Q(pk=who.member_id) | Q(pk=host_id)
    return Member.objects.filter(people).order_by("name", "pk")


# ---- who comes ------------------------------------------------------------------------------


def counted(session_ids: Iterable[UUID]) -> QuerySet[Rsvp]:
    """Answers that count: of people who are enrolled and present now. A seat is never held by somebody who left."""
    mine = Q(session__cohort__enrollments__member_id=F("member_id"))
    return Rsvp.objects.filter(mine, present("member__"), session_id__in=list(session_ids))


def answer_of(who: Grants, session: Session) -> str:
    answers = Rsvp.objects.filter(session=session, member_id=who.member_id)
    return answers.values_list("state", flat=True).first() or ""


def answers_to(who: Grants, session_ids: Iterable[UUID]) -> tuple[dict[UUID, str], dict[UUID, dict[str, int]]]:
    """One's own answers, and how many go and how many wait, by session; one query."""
    own: dict[UUID, str] = {}
    numbers: dict[UUID, dict[str, int]] = {}
    ids = list(session_ids)
    rows = Rsvp.objects.filter(session_id__in=ids).values_list("session_id", "state")
    counts, is_mine = Q(pk__in=counted(ids).values("pk")), Q(member_id=who.member_id)
    told = rows.annotate(people=Count("pk", filter=counts), mine=Count("pk", filter=is_mine))
    for session_id, state, people, mine in told:
        numbers.setdefault(session_id, {})[state] = people
        if mine:
            own[session_id] = state
    return own, numbers


def coming(session: Session) -> list[Rsvp]:
    """Who comes and who waits, in the order in which they said so; the cohort bounds the list."""
    answers = counted([session.pk]).exclude(state=Rsvp.State.NOT_GOING)
    return list(answers.select_related("member").order_by("at", "pk")[:1000])


# ---- calendars ------------------------------------------------------------------------------


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(member_id: int) -> CalendarAddress | None:
    return CalendarAddress.objects.filter(member_id=member_id).first()


def member_of_address(token: str) -> int | None:
    """Whose calendar this token opens."""
    found = CalendarAddress.objects.filter(token_hash=hash_of(token))
    return found.values_list("member_id", flat=True).first()


def for_calendar(who: Grants, now: datetime) -> list[Session]:
    """Sessions of one's own cohorts and those one hosts, without those one said one does not come to.

    Cancelled ones stay in: their calendar must hear of it. What an archived cohort had still planned goes out.
    """
    mine = Q(cohort_id__in=sorted(who.cohort_ids)) | Q(host_id=who.member_id)
    visible = rules.visible_sessions(who, Session.objects.filter(mine, starts_at__gt=now - FEED_BACK))
    declined = Rsvp.objects.filter(member_id=who.member_id, state=Rsvp.State.NOT_GOING).values("session_id")
    dropped = Q(cohort__state=Stage.ARCHIVED, starts_at__gt=now)
    found = visible.exclude(pk__in=declined).exclude(dropped).select_related("cohort")
    return list(found.order_by("starts_at", "pk")[:FEED_MOST])
