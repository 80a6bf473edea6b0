"""Doors and reads of a cohort's year: its page for those outside, who asks, how many places are free."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cohorts.models import Cohort, Enrollment, EnrollmentRequest, Session, Stage
from community.members.queries import moderator_ids
from moderation.access import cohorts as rules
from moderation.access import rooms
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import present

MOST = 200
State = EnrollmentRequest.State


def page_for(who: Grants, slug: str) -> Cohort:
    """The cohort, for whoever is in it or may ask to be. What they see of it is not the same."""
    cohort = Cohort.objects.filter(slug=slug).first()
    if cohort is None:
        raise Absent
    rules.may_look_at_cohort(who, cohort).require_sight()
    return cohort


def open_for(who: Grants) -> list[Cohort]:
    """Cohorts one may ask to be in. Which take requests is remembered while the epoch stands: it moves with them."""
    known = _asking.get(who.epoch)
    if known is None:
        known = list(rules.asked_cohorts(Cohort.objects.all()).order_by("name", "pk")[:MOST])
        _asking.clear()
        _asking[who.epoch] = known
    return [cohort for cohort in known if cohort.pk not in who.cohort_ids]


_asking: dict[int, list[Cohort]] = {}


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    _asking.clear()


def earlier_for(who: Grants) -> QuerySet[Cohort]:
    """Archived ones one may read, the latest first."""
    return rooms.visible_cohorts(who, Cohort.objects.filter(state=Stage.ARCHIVED)).order_by("-moved_at", "pk")[:MOST]


# ---- places ---------------------------------------------------------------------------------


def taken(cohort: Cohort) -> int:
    """Places of members who are here. Facilitators take none; somebody who left or lost their access holds none."""
    return cohort.enrollments.filter(present("member__"), role=Enrollment.Role.MEMBER).count()


def free_places(cohort: Cohort) -> int | None:
    """None: as many as like."""
    return None if cohort.places is None else max(0, cohort.places - taken(cohort))


# ---- asking ---------------------------------------------------------------------------------


def request_of(member_id: int, cohort: Cohort) -> EnrollmentRequest | None:
    return EnrollmentRequest.objects.filter(cohort=cohort, member_id=member_id).first()


def request_by(cohort: Cohort, handle: str) -> EnrollmentRequest:
    """For whoever leads the cohort. Raises Absent."""
    found = cohort.requests.filter(member__handle=handle).select_related("member").first()
    if found is None:
        raise Absent
    return found


def standing_requests(cohort: Cohort) -> list[EnrollmentRequest]:
    """Those that nobody has answered and those that wait for a place, in their order; of people who are here."""
    found = cohort.requests.filter(present("member__"), state__in=(State.ASKED, State.WAITING))
    return list(found.select_related("member__organization").order_by("at", "pk")[:MOST])


def with_people_waiting() -> list[Cohort]:
    waiting = EnrollmentRequest.objects.filter(present("member__"), state=State.WAITING)
    found = Cohort.objects.filter(pk__in=waiting.values("cohort_id"), state__in=rules.PLACED)
    return list(found.order_by("pk")[:MOST])


def before_in_line(request: EnrollmentRequest) -> int:
    """How many wait before this person."""
    sooner = Q(at__lt=request.at) | Q(at=request.at, pk__lt=request.pk)
    waiting = EnrollmentRequest.objects.filter(present("member__"), cohort_id=request.cohort_id, state=State.WAITING)
    return waiting.filter(sooner).count()


def facilitators_of(cohort: Cohort) -> list[Enrollment]:
    """Who leads it and is here, by name."""
    leading = cohort.enrollments.filter(present("member__"), role=Enrollment.Role.FACILITATOR)
    return list(leading.select_related("member").order_by("member__name", "pk")[:MOST])


def of_series(cohort: Cohort) -> list[Session]:
    """Its sessions that were scheduled as a series and not cancelled, in their order."""
    found = cohort.sessions.filter(series__isnull=False, state=Session.State.SCHEDULED).select_related("series")
    return list(found.order_by("starts_at", "pk")[:MOST])


def leaders_of(cohort: Cohort) -> set[int]:
    """Who is told that somebody asks: its facilitators, or the moderators where it has none."""
    leading = cohort.enrollments.filter(present("member__"), role=Enrollment.Role.FACILITATOR)
    people = set(leading.values_list("member_id", flat=True))
    return people or set(moderator_ids())
