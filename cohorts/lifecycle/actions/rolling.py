"""Next year's cohort from this one: its structure without its people and their words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cohorts.actions import free_slug
from cohorts.arranging import kinds
from cohorts.lifecycle import queries
from cohorts.lifecycle.actions.enrolling import hold, let_in
from cohorts.models import Cohort, Enrollment, HoursCategory, Milestone, Room, Series, Session, Stage
from cohorts.sessions.actions import rooms
from cohorts.sessions.recurrence import moment
from community.db import writing
from community.live import news
from community.members import epoch
from moderation import audit
from moderation.access import cohorts as rules
from moderation.access.grants import Grants

YEAR = timedelta(weeks=52)  # keeps the weekday
KEPT = ("purpose", "hue", "zone", "places", "asks_while_running", "least_share")

KEPT_OF_ROOMS = ("slug", "name", "topic", "position", "kind", "hours", "since_joining")


def roll_forward(
    actor: Grants, cohort: Cohort, *, name: str, facilitator_ids: Collection[int], sessions: bool
) -> Cohort:
    """A draft with the same rooms and settings, led by those chosen of its facilitators. Raises Denied."""
    now = timezone.now()
    with writing():
        at, held = epoch.move(), hold(cohort.pk)
        rules.may_roll_forward(actor, held, now).require()
        made = Cohort.objects.create(
            slug=free_slug(Cohort, name), name=name, state=Stage.DRAFT, moved_at=now, made_from=held,
            **{field: getattr(held, field) for field in KEPT},
        )  # fmt: skip
        Room.objects.bulk_create(
            Room(
                cohort=made,
                stage=Stage.DRAFT,
                **{field: getattr(r, field) for field in KEPT_OF_ROOMS},
                **keeping_again(actor, r, now),
            )
            for r in held.rooms.filter(archived_at=None).exclude(kind=kinds.SESSION).order_by("position", "name")
        )
        categories = hours_again(held, made)
        programme_again(actor, held, made, now)
        leading = [e.member for e in queries.facilitators_of(held) if e.member_id in facilitator_ids]
        for member in leading:
            let_in(actor.member_id, made, member, role=Enrollment.Role.FACILITATOR)
        if sessions:
            again(actor, held, made, [member.pk for member in leading], categories)
        audit.record(
            actor.member_id, "roll_forward", kind="cohort", subject=made.pk, label=name, reason=f"from {held.name}"
        )
        news.tell_access_moved(at)
    return made


def keeping_again(actor: Grants, room: Room, now: datetime) -> dict[str, Any]:
    """How long it keeps what is said, chosen anew with the year."""
    if room.keeps_days is None:
        return {}
    return {"keeps_days": room.keeps_days, "keeps_changed_at": now, "keeps_changed_by_id": actor.member_id}


def hours_again(held: Cohort, made: Cohort) -> dict[int | None, HoursCategory]:
    """Its categories of hours, by the old one's key."""
    found: dict[int | None, HoursCategory] = {
        old.pk: HoursCategory(cohort=made, name=old.name, state=old.state, position=old.position)
        for old in held.hours_categories.all()
    }
    HoursCategory.objects.bulk_create(found.values())
    return found


def programme_again(actor: Grants, held: Cohort, made: Cohort, now: datetime) -> None:
    """Its milestones, a year later where they have a day, and not open yet."""
    found = list(held.milestones.order_by("position", "pk"))
    years = whole_years(min((m.due for m in found if m.due), default=now.date()), now.date())
    Milestone.objects.bulk_create(
        Milestone(
            cohort=made, position=m.position, title=m.title, body=m.body, body_html=m.body_html, links=m.links,
            due=m.due + years if m.due else None, made_by_id=actor.member_id, changed_at=now,
        )
        for m in found
    )  # fmt: skip


def whole_years(first: date, today: date) -> timedelta:
    """So many years that the first of them is still to come."""
    years = YEAR
    while first + years <= today:
        years += YEAR
    return years


def again(
    actor: Grants,
    held: Cohort,
    made: Cohort,
    leading: list[int],
    categories: dict[int | None, HoursCategory],
) -> None:
    """Its series, on the same weekdays and at the same hours on the wall. Links are the year's own, and stay behind."""
    found, now = queries.of_series(held), timezone.now()
    if not found:
        return
    years = YEAR
    while found[0].starts_at + years <= now:
        years += YEAR
    series = {
        old.pk: Series(cohort=made, every=old.every, made_by_id=actor.member_id)
        for old in {s.series_id: s.series for s in found if s.series is not None}.values()
    }
    Series.objects.bulk_create(series.values())
    meets = Session.objects.bulk_create(
        Session(
            cohort=made, series=series[s.series_id or 0], title=s.title, agenda=s.agenda, agenda_html=s.agenda_html,
            starts_at=later(s.starts_at, held.zone, years), minutes=s.minutes, seats=s.seats,
            category=categories.get(s.category_id),
            host_id=s.host_id if s.host_id in leading else (leading or [actor.member_id])[0],
            made_by_id=actor.member_id, timed_at=now,
        )
        for s in found
    )  # fmt: skip
    rooms.make(meets, made.state, now)


def later(at: datetime, zone: str, years: timedelta) -> datetime:
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment(wall.date() + years, wall, zone)
