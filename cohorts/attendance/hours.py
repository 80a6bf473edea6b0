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


def written(cohort: Cohort, lines: list[Hours], now: datetime) -> bytes:
    """CSV that a spreadsheet opens as it is meant, and in which it calculates nothing. It holds no address."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["Name", "Handle", "Sessions attended", "Minutes", "Cohort", "As of"])
    for line in lines:
        cells = (line.member.name, line.member.handle, line.sessions, line.minutes, cohort.name, f"{now:%Y-%m-%d}")
        writer.writerow([harmless(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell
