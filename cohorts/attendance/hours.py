"""Hours in words, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

from cohorts.attendance.queries import Hours
from cohorts.models import Cohort

FORMULA = re.compile(r"^[\s']*[=+\-@\t\r]")  # OWASP, CSV injection


def in_words(minutes: int) -> str:
    """2 h 30 min"""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def written(cohort: Cohort, lines: list[Hours], names: list[str], now: datetime) -> bytes:
    """CSV that a spreadsheet opens as it is meant, and in which it calculates nothing. It holds no address."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    heads = [
        "Name",
        "Handle",
        "Sessions attended",
        "Minutes",
        *[f"Minutes: {name}" for name in names],
        "Cohort",
        "As of",
    ]
    writer.writerow([harmless(head) for head in heads])
    for line in lines:
        by_name = [line.categories.get(name, 0) for name in names]
        facts = (line.member.name, line.member.handle, line.sessions, line.minutes)
        cells = (*facts, *by_name, cohort.name, f"{now:%Y-%m-%d}")
        writer.writerow([harmless(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell
