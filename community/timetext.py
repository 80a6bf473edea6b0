"""Times as people say them, in the member's zone; static/js/lib/time.js says the same in the browser."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone


def clock(at: datetime) -> str:
    """9:14 am"""
    hour = at.hour % 12 or 12
    return f"{hour}:{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"


def when(at: datetime, now: datetime | None = None) -> str:
    """just now · 9:14 am · Tue 9:14 am · May 12 · May 12, 2025"""
    now = timezone.localtime(now or timezone.now())
    at = timezone.localtime(at)
    if timedelta(0) <= now - at < timedelta(minutes=1):
        return "just now"
    if at.date() == now.date():
        return clock(at)
    if timedelta(0) < now.date() - at.date() < timedelta(days=6):
        return f"{at:%a} {clock(at)}"
    return calendar_day(at.date(), now.date())


def calendar_day(day: date, today: date) -> str:
    text = f"{day:%b} {day.day}"
    return text if day.year == today.year else f"{text}, {day.year}"


def full(at: datetime) -> str:
    """Tuesday, May 12, 2026, 9:14 am"""
    at = timezone.localtime(at)
    return f"{at:%A, %B} {at.day}, {at.year}, {clock(at)}"


def long_day(at: datetime) -> str:
    """Tuesday, May 12"""
    at = timezone.localtime(at)
    return f"{at:%A, %B} {at.day}"


def long_date(day: date) -> str:
    """May 12, 2026"""
    return f"{day:%B} {day.day}, {day.year}"


def age(at: datetime, now: datetime | None = None) -> str:
    """How long something waits: 4 minutes · 5 hours · 2 days"""
    seconds = ((now or timezone.now()) - at).total_seconds()
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return "under a minute"


def greeting(now: datetime | None = None) -> str:
    hour = timezone.localtime(now or timezone.now()).hour
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
