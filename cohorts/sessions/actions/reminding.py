"""Reminders a day and an hour before, each once; and seats that came free without anybody saying so."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from cohorts.models import Stage
from cohorts.sessions import notices, queries
from cohorts.sessions.actions.answering import fill, hold
from cohorts.sessions.models import Rsvp, Session
from community.db import writing
from community.jobs.queue import job
from community.members import epoch
from community.members.grants import those_who
from moderation.access import sessions as rules

# kind → (so long before, but no longer when that is near, the field that says it was done)
LEADS = {
    notices.DAY: (timedelta(hours=24), timedelta(hours=1), "told_day_at"),
    notices.SOON: (timedelta(hours=1), timedelta(0), "told_hour_at"),
}
AT_ONCE = 200


@job(every=timedelta(minutes=5))
def remind() -> None:
    """May run at any time, and as often; a server that was down tells late what is still to come, and once."""
    for kind in LEADS:
        for pk in due(kind, timezone.now()):
            with writing():
                remind_of(pk, kind)
    waiting = Rsvp.objects.filter(state=Rsvp.State.WAITING, session__state=Session.State.SCHEDULED)
    for pk in waiting.filter(session__starts_at__gt=timezone.now()).values_list("session_id", flat=True).distinct():
        with writing():
            at = epoch.hold()
            fill(hold(pk), at)


def due(kind: str, now: datetime) -> list[UUID]:
    lead, least, told = LEADS[kind]
    found = Session.objects.filter(
        state=Session.State.SCHEDULED, starts_at__gt=now + least, starts_at__lte=now + lead, **{told: None}
    ).exclude(cohort__state=Stage.ARCHIVED)
    return list(found.order_by("starts_at").values_list("pk", flat=True)[:AT_ONCE])


def remind_of(pk: UUID, kind: str) -> None:
    """Those who come, unless they said so, or it was set, after the reminder's own time: that is no news to them."""
    lead, _, told = LEADS[kind]
    at, now, held = epoch.hold(), timezone.now(), hold(pk)
    if getattr(held, told) is not None or held.state == Session.State.CANCELLED:
        return
    setattr(held, told, now)
    held.save(update_fields=[told])
    moment = held.starts_at - lead
    if held.timed_at > moment:
        return
    going = queries.counted([pk]).filter(state=Rsvp.State.GOING, at__lte=moment)
    people = set(going.values_list("member_id", flat=True))
    inside = those_who(at, people, lambda who: rules.may_see_session(who, held))
    notices.tell(held, kind, inside, at, notices.by_time(held))
