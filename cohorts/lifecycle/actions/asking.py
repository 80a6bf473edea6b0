"""Asking for a place in a cohort, taking that back, and answering."""

from __future__ import annotations

from django.utils import timezone

from cohorts.lifecycle import notices, queries
from cohorts.lifecycle.actions.enrolling import fill, hold, let_in
from cohorts.models import Cohort, Enrollment, EnrollmentRequest
from community.db import writing
from community.live import news
from community.members import epoch
from moderation import audit
from moderation.access import cohorts as rules
from moderation.access.grants import Grants

State = EnrollmentRequest.State
STANDING = {State.ASKED, State.WAITING}


def ask(actor: Grants, cohort: Cohort, *, words: str) -> EnrollmentRequest:
    """Once: somebody who asked, waits or was told no keeps the request they have. Raises Denied."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(cohort.pk)
        rules.may_ask_for_place(actor, held, now).require()
        mine = queries.request_of(actor.member_id, held)
        if mine is not None and mine.state in STANDING | {State.DECLINED}:
            return mine
        facts = {"words": words, "state": State.ASKED, "at": now, "answered_by": None, "answered_at": None}
        mine, _ = EnrollmentRequest.objects.update_or_create(cohort=held, member_id=actor.member_id, defaults=facts)
        leading, about = queries.leaders_of(held) - {actor.member_id}, f"{mine.pk}.{notices.mark()}"
        notices.tell(held, notices.ASKED, leading, at, about, actor_id=actor.member_id)
    return mine


def take_back(actor: Grants, cohort: Cohort) -> None:
    """Any time before a place was found."""
    mine = EnrollmentRequest.objects.filter(cohort=cohort, member_id=actor.member_id, state__in=STANDING)
    mine.update(state=State.WITHDRAWN)


def answer(actor: Grants, request: EnrollmentRequest, *, yes: bool) -> str:
    """The state it came to: yes to a full cohort puts them on the waiting list. Raises Denied."""
    now = timezone.now()
    with writing():
        at, held = epoch.move(), hold(request.cohort_id)
        rules.may_answer_request(actor, held, now).require()
        mine = EnrollmentRequest.objects.select_related("member").get(pk=request.pk)
        if mine.state not in STANDING or (yes and mine.state == State.WAITING):
            return mine.state  # taken back, or answered by somebody else in the meantime
        fill(held, at)  # whoever waits is before whoever comes now
        mine.state = State.DECLINED
        if yes:
            mine.state = State.WAITING if queries.free_places(held) == 0 else State.ENROLLED
        mine.answered_by_id, mine.answered_at = actor.member_id, now
        mine.save(update_fields=["state", "answered_by", "answered_at"])
        if mine.state == State.ENROLLED:
            let_in(actor.member_id, held, mine.member, role=Enrollment.Role.MEMBER)
            news.tell_access_moved(at)
        else:
            verb = "put_in_line" if yes else "decline_place"
            name = mine.member.name
            audit.record(actor.member_id, verb, kind="member", subject=mine.member_id, label=name, reason=held.name)
        notices.tell(held, TOLD[State(mine.state)], {mine.member_id}, at, notices.mark())
    return mine.state


TOLD = {State.ENROLLED: notices.ENROLLED, State.WAITING: notices.WAITING, State.DECLINED: notices.DECLINED}
