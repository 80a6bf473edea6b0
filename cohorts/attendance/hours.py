"""Hours in words, and as a file for a spreadsheet."""

from __future__ import annotations

from datetime import datetime

from cohorts.attendance.queries import Hours
from cohorts.models import Cohort
from community.text import sheets


def in_words(minutes: int) -> str:
    """2 h 30 min"""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


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
