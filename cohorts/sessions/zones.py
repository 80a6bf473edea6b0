"""A zone as calendars want it (RFC 5545, 3.6.5): each change of its clocks in the years that matter.

icalendar's own makes the spring change an hour late (7.3: its onset is written in the clock of after; the RFC wants
that of before, TZOFFSETFROM), so the changes are looked up here; the library writes them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

MINUTE = timedelta(minutes=1)


def changes(zone: str, first: int, last: int) -> list[datetime]:
    """The moments in those years (both included) at which that zone's clocks change, in UTC."""
    tz, found = ZoneInfo(zone), []
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < end:
        after = at + timedelta(days=1)
        if offset(at, tz) != offset(after, tz):
            found.append(bisect(at, after, tz))
        at = after
    return found


def bisect(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """The first minute that has the offset of `after`."""
    while after - before > MINUTE:
        middle = before + (after - before) // 2 // MINUTE * MINUTE
        before, after = (middle, after) if offset(middle, tz) == offset(before, tz) else (before, middle)
    return after


def offset(at: datetime, tz: ZoneInfo) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta()


@lru_cache(maxsize=200)
def timezone_of(zone: str, first: int, last: int) -> Timezone:
    """VTIMEZONE for those years. Each change is a piece of its own, the beginning of the first year too."""
    tz, made = ZoneInfo(zone), Timezone()
    made.add("tzid", zone)
    opening = datetime(first, 1, 1, tzinfo=UTC)
    for at in [opening, *changes(zone, first, last)]:
        local = at.astimezone(tz)
        before = offset(at - MINUTE, tz)
        piece = TimezoneDaylight() if local.dst() else TimezoneStandard()
        piece.add("dtstart", (at + before).replace(tzinfo=None))  # on the clock of before
        piece.add("tzoffsetfrom", before)
        piece.add("tzoffsetto", offset(at, tz))
        piece.add("tzname", local.tzname() or zone)
        made.add_component(piece)
    return made
