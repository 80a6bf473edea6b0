"""Sessions as a calendar reads them (RFC 5545).

A calendar's words leave the community: they hold when and what, and where the page is; never the meeting link, nor
the agenda, in which somebody may have put it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from cohorts.sessions.models import Session
from cohorts.sessions.zones import timezone_of
from community.places import place

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)


def feed(sessions: Sequence[Session]) -> bytes:
    """Everything of one member, to be fetched again and again."""
    made = empty()
    made.add("x-wr-calname", settings.COMMUNITY_NAME)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")  # the same for older clients
    return written(made, sessions)


def single(session: Session) -> bytes:
    """One session, to be put into a calendar by hand."""
    made = empty()
    made.add("method", "PUBLISH")
    return written(made, [session])


def empty() -> Calendar:
    made = Calendar()
    made.add("prodid", "-//microschool community//live sessions//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    return made


def written(made: Calendar, sessions: Iterable[Session]) -> bytes:
    events, years = [], dict[str, set[int]]()
    for session in sessions:
        events.append(event(session))
        years.setdefault(session.cohort.zone, set()).update({session.starts_at.year, session.ends_at.year})
    for zone, seen in sorted(years.items()):
        made.add_component(timezone_of(zone, min(seen) - 1, max(seen) + 1))
    for one in events:
        made.add_component(one)
    return bytes(made.to_ical())


def event(session: Session) -> Event:
    zone = ZoneInfo(session.cohort.zone)
    page = f"{settings.COMMUNITY_URL}{place('session', session.cohort.slug, session.pk)}"
    made = Event()
    made.add("uid", str(session.pk))
    made.add("sequence", session.sequence)
    made.add("dtstamp", session.changed_at.astimezone(UTC))
    made.add("last-modified", session.changed_at.astimezone(UTC))
    made.add("dtstart", session.starts_at.astimezone(zone))
    made.add("dtend", session.ends_at.astimezone(zone))
    made.add("summary", f"{session.title} ({session.cohort.name})")
    made.add("description", f"Agenda, who comes and, near its time, the meeting link: {page}")
    made.add("url", page)
    made.add("status", "CANCELLED" if session.state == Session.State.CANCELLED else "CONFIRMED")
    return made
