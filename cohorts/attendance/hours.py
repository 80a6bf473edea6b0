"""Hours in words, and as a file for a spreadsheet."""

from __future__ import annotations

from datetime import datetime

from cohorts.attendance.queries import Hours
from cohorts.models import Cohort
from community.text import sheets


def in_words(minutes: int) -> str:
    """1 hour, 2.5 hours, 1 hour 40 minutes, 45 minutes: quarters of an hour as a decimal, all else exactly."""
    hours, rest = divmod(minutes, 60)
    if hours and rest % 15 == 0:
        return "1 hour" if minutes == 60 else f"{minutes / 60:.2f}".rstrip("0").rstrip(".") + " hours"
    parts = (counted(hours, "hour") if hours else "", counted(rest, "minute"))
    return " ".join(part for part in parts if part)


def counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def written(cohort: Cohort, lines: list[Hours], names: list[str], now: datetime) -> bytes:
    """It holds no address."""
    by_category = [f"Minutes: {name}" for name in names]
    rows: list[tuple[object, ...]] = [
        ("Name", "Handle", "Sessions attended", "Minutes", *by_category, "Cohort", "As of")
    ]
    for line in lines:
        facts = (line.member.name, line.member.handle, line.sessions, line.minutes)
        by_name = [line.categories.get(name, 0) for name in names]
        rows.append((*facts, *by_name, cohort.name, f"{now:%Y-%m-%d}"))
    return sheets.written(rows)
