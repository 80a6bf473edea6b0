"""The demo's live sessions: an hour every week, one that is full, one that was cancelled, and who said they come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cohorts.models import Cohort, Rsvp, Series, Session
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
    members = [people[h] for h in ("dev", "grant", "tomas", "layla", "priya", "terrence", "marcus", "kate")]
    Rsvp.objects.bulk_create(
        Rsvp(session=session, member=member, state=state, at=now - timedelta(days=3, hours=-number))
        for session, coming, most in ((made[3], members, 8), (walk, members[:6], 4))
        for number, member in enumerate(coming)
        for state in [Rsvp.State.GOING if number < most else Rsvp.State.WAITING]
    )
