"""When a series meets: pure functions from a day, an hour and a zone to moments.

The hour on the wall stays as the clocks change. An hour that the clocks skip is read as RFC 5545 (3.3.5) says: with
the offset of before, so 2:30 is 3:30 that day; one that they have twice is the first.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

MOST = 60  # sessions of one series: more than a year of weeks


def moment(day: date, hour: datetime, zone: str) -> datetime:
    """That day at the hour on the wall, in UTC. `hour` is naive; only its time counts."""
    return datetime.combine(day, hour.time().replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def occurrences(
    first: datetime, zone: str, every: str, *, count: int | None = None, until: date | None = None
) -> list[datetime]:
    """`first` is naive, as on the wall in that zone. Ends after `count`, on the day `until`, or after MOST."""
    return [moment(day, first, zone) for day in islice(up_to(first.date(), every, until), min(count or MOST, MOST))]


def how_many(first: date, every: str, until: date) -> int:
    """Until that day; beyond MOST nobody counts."""
    return sum(1 for _ in islice(up_to(first, every, until), MOST + 1))


def up_to(first: date, every: str, until: date | None) -> Iterator[date]:
    return takewhile(lambda day: until is None or day <= until, days(first, every))


def days(first: date, every: str) -> Iterator[date]:
    if every == "month":
        yield from monthly(first)
        return
    step = timedelta(weeks=2 if every == "fortnight" else 1)
    day = first
    while True:
        yield day
        day += step


def monthly(first: date) -> Iterator[date]:
    """The same weekday of each month, such as the second Tuesday; a fifth one counts as the last, so none is missed."""
    which = (first.day - 1) // 7
    year, month = first.year, first.month
    while True:
        yield nth_weekday(year, month, first.weekday(), which)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    opening, length = calendar.monthrange(year, month)
    first = 1 + (weekday - opening) % 7
    last = first + 7 * ((length - first) // 7)
    return date(year, month, last if which == 4 else first + 7 * which)
