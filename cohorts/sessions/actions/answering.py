"""Saying whether one comes. Seats are counted under the row lock of the session: two at once cannot share one."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from cohorts.sessions import notices, queries
from cohorts.sessions.models import Rsvp, Session
from community.db import writing
from community.members import epoch
from community.members.grants import those_who
from moderation.access import sessions as rules
from moderation.access.grants import Grants

State = Rsvp.State


def hold(pk: UUID) -> Session:
    """The row, held until the transaction ends."""
    return Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=pk)


def answer(actor: Grants, session: Session, *, going: bool) -> str:
    """The state it came to: somebody who would come to a full session waits. Twice the same changes nothing."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(session.pk)
        rules.may_answer_session(actor, held, now).require()
        fill(held, at)  # whoever waits is before whoever comes now
        mine = Rsvp.objects.filter(session=held, member_id=actor.member_id).first()
        before = mine.state if mine else ""
        if going and before in {State.GOING, State.WAITING}:
            return before
        state = State.NOT_GOING
        if going:
            state = State.WAITING if free_seats(held) == 0 else State.GOING
        facts = {"state": state, "at": now if state != before or mine is None else mine.at}
        Rsvp.objects.update_or_create(session=held, member_id=actor.member_id, defaults=facts)
        fill(held, at)
    return state


def free_seats(held: Session) -> int | None:
    """None: as many as like."""
    if held.seats is None:
        return None
    return max(0, held.seats - queries.counted([held.pk]).filter(state=State.GOING).count())


def fill(held: Session, at_epoch: int) -> int:
    """Who waited longest moves up while there are seats, and is told. Inside a transaction that holds the row.

    Seats come free in many ways: somebody leaves, is withdrawn, is suspended, or there are more seats.
    """
    now = timezone.now()
    free = free_seats(held)
    if free == 0 or not rules.still_on(held, now):
        return 0
    waiting = list(queries.counted([held.pk]).filter(state=State.WAITING).order_by("at", "pk")[:1000])
    inside = those_who(at_epoch, {w.member_id for w in waiting}, lambda who: rules.may_see_session(who, held))
    up = [w for w in waiting if w.member_id in inside][:free]
    for rsvp in up:
        rsvp.state, rsvp.at = State.GOING, now
    Rsvp.objects.bulk_update(up, ["state", "at"])
    mark = int(now.timestamp() * 1000)
    notices.tell(held, notices.PLACE, {w.member_id for w in up}, at_epoch, notices.subject(held, mark))
    return len(up)
