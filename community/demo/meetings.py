"""The demo's live sessions: an hour every week, one that is full, one that was cancelled, and who said they come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cohorts.models import (
    Attendance,
    Cohort,
    HoursCategory,
    Milestone,
    MilestoneDone,
    Presence,
    Rsvp,
    Series,
    Session,
    WordTyped,
)
from cohorts.sessions.actions import rooms
from cohorts.sessions.recurrence import occurrences
from community.members.models import Member
from community.text import chat

HOUR = time(15, 30)
AGENDA = """1. **Round**: one thing that worked, one that did not (10 minutes)
2. **The first family meeting**: who says what, and what we leave out
3. Questions you brought

Bring the letter you sent to families, if you sent one."""
WALK = "We walk through the rooms with the camera on: the doors, the sinks, the fire code. Ask anything."


def sessions(cohort: Cohort, people: dict[str, Member], now: datetime) -> None:
    """Weeks are counted from today, so that there is always one behind and one ahead."""
    renee = people["renee"]
    weekday = (now + timedelta(days=2)).astimezone(ZoneInfo(cohort.zone)).date() - timedelta(weeks=3)
    first = datetime.combine(weekday, HOUR)
    series = Series.objects.create(cohort=cohort, every=Series.Every.WEEK, made_by=renee)
    weekly = [
        Session(
            cohort=cohort, series=series, title="Cohort hour", agenda=AGENDA, agenda_html=chat.render(AGENDA),
            starts_at=at, minutes=60, host=renee, made_by=renee, link="https://meet.commons.example/cohort-hour",
        )
        for at in occurrences(first, cohort.zone, Series.Every.WEEK, count=9)
    ]  # fmt: skip
    cancelled = weekly[5]
    cancelled.state, cancelled.reason, cancelled.sequence = Session.State.CANCELLED, "School holidays", 1
    walk = Session(
        cohort=cohort, title="A walk through Tess’s building", agenda=WALK, agenda_html=chat.render(WALK), minutes=45,
        starts_at=weekly[3].starts_at + timedelta(days=1, hours=-2), host=people["tess"], made_by=people["tess"],
        link="https://meet.commons.example/tess", seats=4,
    )  # fmt: skip
    made = Session.objects.bulk_create([*weekly, walk])
    rooms.make([session for session in made if session != cancelled], cohort.state, now)
    members = [people[h] for h in ("dev", "grant", "tomas", "layla", "priya", "terrence", "marcus", "kate")]
    were(cohort, made[:3], members, renee, now)
    Rsvp.objects.bulk_create(
        Rsvp(session=session, member=member, state=state, at=now - timedelta(days=3, hours=-number))
        for session, coming, most in ((made[3], members, 8), (walk, members[:6], 4))
        for number, member in enumerate(coming)
        for state in [Rsvp.State.GOING if number < most else Rsvp.State.WAITING]
    )


def were(cohort: Cohort, held: list[Session], members: list[Member], host: Member, now: datetime) -> None:
    """The hours of those sessions that were: marked, by the word, or minute by minute."""
    names = (("Instruction", ""), ("Student safety", "CO"))
    kinds = [HoursCategory(cohort=cohort, name=name, state=state, position=n) for n, (name, state) in enumerate(names)]
    HoursCategory.objects.bulk_create(kinds)
    for number, session in enumerate(held):
        session.category = kinds[number % 2]
    Session.objects.bulk_update(held, ["category"])
    there = [(session, member) for session in held for member in members if session.ends_at < now]
    Attendance.objects.bulk_create(
        Attendance(session=s, member=m, mark="present", by=host, at=s.ends_at) for s, m in there[::3]
    )
    WordTyped.objects.bulk_create(WordTyped(session=s, member=m, at=s.starts_at) for s, m in there[1::3])
    Presence.objects.bulk_create(
        Presence(session=s, member=m, minutes=25 + n % 40, last=59, first_at=s.starts_at, last_at=s.ends_at)
        for n, (s, m) in enumerate(there[2::3])
    )


WEEKS: tuple[tuple[str, str, list[list[str]]], ...] = (
    ("Week 1: Say hello and look around", "Tell the room who you are, and which children you have in mind.", []),
    (
        "Week 2: Your first budget", "Fill in the template. Bring one number you are not sure of.",
        [["/library/", "Templates in the library"]],
    ),
    ("Week 3: The building", "Walk through it with the checklist: doors, sinks, fire code.", []),
    ("Week 4: The letter to families", "Write one page. Read it aloud to somebody who has no child with you.", []),
)  # fmt: skip


def programme(cohort: Cohort, people: dict[str, Member], now: datetime) -> None:
    """Four weeks: the last opens in a week; some are ahead of others."""
    renee = people["renee"]
    made = Milestone.objects.bulk_create(
        Milestone(
            cohort=cohort, position=n, title=title, body=body, body_html=chat.render(body), links=links,
            due=(now + timedelta(weeks=n - 2)).date(), made_by=renee, changed_at=now,
            opens_at=now - timedelta(weeks=3) if n < 4 else now + timedelta(weeks=1),
        )
        for n, (title, body, links) in enumerate(WEEKS, 1)
    )  # fmt: skip
    members = [people[h] for h in ("dev", "grant", "tomas", "layla", "priya", "terrence", "marcus", "kate")]
    MilestoneDone.objects.bulk_create(
        MilestoneDone(milestone=milestone, member=member, at=now - timedelta(days=n + 1))
        for n, milestone in enumerate(made[:3])
        for member in members[: 7 - 2 * n]
    )
