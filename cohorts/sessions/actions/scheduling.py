"""Scheduling, changing and cancelling sessions: by the cohort's facilitators and by moderators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cohorts.models import Cohort
from cohorts.sessions import notices, queries
from cohorts.sessions.actions import rooms
from cohorts.sessions.actions.answering import fill, hold
from cohorts.sessions.models import Rsvp, Series, Session
from cohorts.sessions.recurrence import moment, occurrences
from community.db import writing
from community.members import epoch
from community.members.grants import those_who
from community.text import chat
from moderation import audit
from moderation.access import sessions as rules
from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wrote into the form. `starts` is naive: the clock on the wall in the cohort's zone."""

    title: str
    agenda: str
    starts: datetime
    minutes: int
    host_id: int
    link: str
    seats: int | None

    def facts(self, zone: str) -> dict[str, object]:
        """As the row has them."""
        return {
            "title": self.title, "agenda": self.agenda,
            "agenda_html": chat.render(self.agenda) if self.agenda else "",
            "starts_at": moment(self.starts.date(), self.starts, zone), "minutes": self.minutes,
            "host_id": self.host_id, "link": self.link, "seats": self.seats,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repeat:
    """`every`: see Series. It ends after `count` sessions or on the day `until`, whichever is given."""

    every: str
    count: int | None = None
    until: date | None = None


def schedule(actor: Grants, cohort: Cohort, plan: Plan, repeat: Repeat | None = None) -> Session:
    """One session, or all of a series at once. Returns the first. Raises Denied."""
    rules.may_schedule_session(actor, cohort, timezone.now()).require()
    zone = cohort.zone
    with writing():
        stage = rooms.stage_of(cohort)
        series, starts = None, [moment(plan.starts.date(), plan.starts, zone)]
        if repeat is not None:
            series = Series.objects.create(cohort=cohort, every=repeat.every, made_by_id=actor.member_id)
            starts = occurrences(plan.starts, zone, repeat.every, count=repeat.count, until=repeat.until)
        facts = plan.facts(zone) | {"cohort": cohort, "series": series, "made_by_id": actor.member_id}
        made = Session.objects.bulk_create([Session(**(facts | {"starts_at": at})) for at in starts])
        rooms.make(made, stage, timezone.now())
        times = f"{len(made)} times" if len(made) > 1 else "once"
        audit.record(
            actor.member_id, "schedule_session", kind="session", subject=made[0].pk, label=plan.title,
            reason=f"{cohort.name}, {times}",
        )  # fmt: skip
    return made[0]


def change(actor: Grants, session: Session, plan: Plan) -> Session:
    """One session, not the rest of its series. Who comes or waits is told when it is at another time."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(session.pk)
        rules.may_change_session(actor, held, now).require()
        facts = plan.facts(held.cohort.zone)
        moved = facts["starts_at"] != held.starts_at
        heard = moved or (held.title, held.minutes) != (plan.title, plan.minutes)  # by calendars
        if moved:
            notices.withdraw(held)
            facts |= {"timed_at": now, "told_day_at": None, "told_hour_at": None}
        for name, value in facts.items():
            setattr(held, name, value)
        held.sequence, held.changed_at = held.sequence + heard, now
        held.save(update_fields=[*(name.removesuffix("_id") for name in facts), "sequence", "changed_at"])
        rooms.follow(held, at, now)
        audit.record(
            actor.member_id, "change_session", kind="session", subject=held.pk, label=held.title,
            reason=f"{held.cohort.name}{', at another time' if moved else ''}",
        )  # fmt: skip
        if moved:
            notices.tell(held, notices.MOVED, concerned(held, at) - {actor.member_id}, at, notices.by_time(held))
        fill(held, at)
    return held


def cancel(actor: Grants, session: Session, *, reason: str, rest: bool = False) -> int:
    """For good, with a reason; with `rest`, the later ones of its series too. Returns how many it were."""
    now = timezone.now()
    with writing():
        at = epoch.hold()
        ids = [session.pk]
        if rest and session.series_id is not None:
            later = Session.objects.filter(series_id=session.series_id, starts_at__gt=session.starts_at)
            ids += later.filter(state=Session.State.SCHEDULED).order_by("starts_at").values_list("pk", flat=True)
        for pk in ids:
            held = hold(pk)
            rules.may_change_session(actor, held, now).require()
            notices.withdraw(held)
            held.state, held.reason, held.sequence, held.changed_at = (
                Session.State.CANCELLED, reason, held.sequence + 1, now,
            )  # fmt: skip
            held.save(update_fields=["state", "reason", "sequence", "changed_at"])
            notices.tell(held, notices.CANCELLED, concerned(held, at) - {actor.member_id}, at, notices.subject(held))
        rooms.close(ids, at, now)
        audit.record(
            actor.member_id, "cancel_session", kind="session", subject=session.pk, label=session.title, reason=reason
        )
    return len(ids)


def concerned(held: Session, at_epoch: int) -> set[int]:
    """Who said they would come, or wait to, and is inside."""
    answers = queries.counted([held.pk]).exclude(state=Rsvp.State.NOT_GOING)
    people = set(answers.values_list("member_id", flat=True))
    return those_who(at_epoch, people, lambda who: rules.may_see_session(who, held))


def set_zone(actor: Grants, cohort: Cohort, zone: str) -> None:
    """For what is scheduled from now on, and for how times are shown; what is scheduled stays at its moment."""
    rules.may_schedule_session(actor, cohort, timezone.now()).require()
    with writing():
        Cohort.objects.filter(pk=cohort.pk).update(zone=zone)
        audit.record(actor.member_id, "set_zone", kind="cohort", subject=cohort.pk, label=cohort.name, reason=zone)
