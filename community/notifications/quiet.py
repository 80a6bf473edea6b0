"""Hours in which somebody wants no mail, by the clock where they are. Pure: a choice of one's own, no right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
STEPS = 8  # an evening, two days of a weekend, a morning: never as many


@dataclass(frozen=True, slots=True)
class Quiet:
    """From an hour to another, perhaps over midnight; and on Saturdays and Sundays, if so chosen."""

    begins: time | None = None
    ends: time | None = None
    weekends: bool = False

    def until(self, now: datetime, zone: str) -> datetime | None:
        """When it ends, if it is quiet now: after a Friday evening that is Monday morning, where weekends are."""
        start = at = now.astimezone(ZoneInfo(zone))
        for _ in range(STEPS):
            end = self.end_of(at)
            if end is None or end <= at:
                break
            at = end
        return at if at > start else None

    def end_of(self, at: datetime) -> datetime | None:
        today, tomorrow, clock = at.date(), at.date() + timedelta(days=1), at.time()
        if self.weekends and at.weekday() >= SATURDAY:
            return datetime.combine(tomorrow, time.min, at.tzinfo)
        if self.begins is None or self.ends is None:
            return None
        if self.begins < self.ends:
            return datetime.combine(today, self.ends, at.tzinfo) if self.begins <= clock < self.ends else None
        if clock >= self.begins:
            return datetime.combine(tomorrow, self.ends, at.tzinfo)
        return datetime.combine(today, self.ends, at.tzinfo) if clock < self.ends else None
