"""Telling organizations in good time: a term that ends, a roster that waits. By jobs, each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from community import mail
from community.db import writing
from community.jobs.queue import job, later
from community.members import epoch
from community.members.models import Member, Organization
from moderation.access.standing import GRACE, Standing, in_words
from moderation.models import MembershipNotice
from moderation.queries import seating as queries

# (days until the last day, at most → what is told): the most urgent that applies, so that a server which was down for a
# day tells it a day later, and once.
TERM = ((-60, ""), (-GRACE.days - 1, "term_closed"), (-1, "term_ended"), (1, "term_ends_1"), (5, "term_ends_5"),
        (14, "term_ends_14"), (30, "term_ends_30"))  # fmt: skip
ROSTER = ((-GRACE.days - 1, ""), (1 - GRACE.days, "roster_closing"), (-1, "roster_missed"), (1, "roster_due_1"),
          (7, "roster_due_7"))  # fmt: skip
ROSTER_DAYS = 14  # to confirm everybody, from the day of the question
ROSTER_MONTH = 8  # before the school year begins
YEAR = timedelta(days=330)  # in that month a roster is asked for when the last question is that old


@job(every=timedelta(hours=1))
def look_at_memberships() -> None:
    """Whose membership ends soon, ended, or closes now; whose roster is due. May run at any time, and as often."""
    today = here(timezone.now())
    for organization in queries.with_term_between(today + timedelta(days=TERM[0][0]), today + timedelta(days=30)):
        if organization.term_ends is not None:
            tell_once(organization, stage(organization.term_ends, today, TERM), organization.term_ends)
    for organization in queries.with_unconfirmed_seats():
        if organization.roster_due is not None:
            tell_once(organization, stage(organization.roster_due, today, ROSTER), organization.roster_due)
    if today.month == ROSTER_MONTH:
        for organization in queries.due_for_roster(timezone.now() - YEAR):
            ask_by_itself(organization, today)


def here(now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.COMMUNITY_TIME_ZONE)).date()


def stage(last: date, today: date, stages: Sequence[tuple[int, str]]) -> str:
    """What is to be told of something whose last day that is; empty when nothing is, yet or any more."""
    left = (last - today).days
    return next((what for most, what in stages if left <= most), "")


def tell_once(organization: Organization, what: str, day: date) -> None:
    if not what:
        return
    with writing():
        _, fresh = MembershipNotice.objects.get_or_create(organization=organization, what=what, day=day)
        if fresh:
            later(tell_of_term if what.startswith("term") else tell_of_roster, organization.pk, what, day.isoformat())


def ask_by_itself(organization: Organization, today: date) -> None:
    with writing():
        held = Organization.objects.select_for_update().get(pk=organization.pk)
        if held.roster_asked_at == organization.roster_asked_at:
            ask_and_tell(held, today)
            epoch.move()


def ask_and_tell(organization: Organization, today: date) -> None:
    """In a transaction."""
    organization.roster_asked_at = timezone.now()
    organization.roster_due = today + timedelta(days=ROSTER_DAYS)
    organization.save(update_fields=["roster_asked_at", "roster_due"])
    later(tell_of_roster, organization.pk, "roster_asked", str(organization.roster_due))


# ---- the mails ----------------------------------------------------------------------------------


@job()
def tell_of_term(organization_id: int, what: str, day: str) -> None:
    """To the seat managers; when it ended, to everybody on a seat. Not when it was renewed meanwhile."""
    organization = Organization.objects.filter(pk=organization_id).first()
    last = date.fromisoformat(day)
    if organization is None or organization.term_ends != last:
        return
    kind = "term_ends" if what.startswith("term_ends") else what
    people = queries.managers_of(organization)
    if kind != "term_ends":
        people |= queries.team_ids(organization)
    facts = facts_of(organization, last) | {"days": (last - here(timezone.now())).days}
    write_to_all(people, f"membership_{kind}", facts)


@job()
def tell_of_roster(organization_id: int, what: str, day: str) -> None:
    """To the seat managers; to those whose seat went to reading or closes, too. Not when all is confirmed by now."""
    organization = Organization.objects.filter(pk=organization_id).first()
    last = date.fromisoformat(day)
    if organization is None or organization.roster_due != last:
        return
    waiting = queries.unconfirmed_seats(organization)
    facts = facts_of(organization, last) | {"what": what.removesuffix("_7").removesuffix("_1"), "people": len(waiting)}
    if waiting:
        write_to_all(queries.managers_of(organization), "roster", facts)
    if what in {"roster_missed", "roster_closing"}:
        write_to_all({seat.member_id for seat in waiting}, "seat_unconfirmed", facts)


def write_to_all(member_ids: set[int], kind: str, facts: dict[str, Any]) -> None:
    """A job for each: one address that fails keeps nobody else waiting, and is alone tried again."""
    with writing():
        for member_id in sorted(member_ids):
            later(write_to, member_id, kind, facts)


@job()
def write_to(member_id: int, kind: str, facts: dict[str, Any]) -> None:
    """Whoever was shut out since gets nothing."""
    found = Member.objects.filter(pk=member_id, standing__in=(Standing.ACTIVE, Standing.READ_ONLY)).first()
    if found is not None:
        mail.send(kind, found.email, name=found.name, **facts)


def facts_of(organization: Organization, last: date) -> dict[str, Any]:
    midday = datetime.combine(last, time(12), ZoneInfo(settings.COMMUNITY_TIME_ZONE))
    return {
        "organization": organization.name,
        "day": in_words(midday),
        "last": in_words(midday + GRACE),
        "link": f"{settings.COMMUNITY_URL}/seats/",
    }
