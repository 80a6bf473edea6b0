"""How long a room keeps what is said in it. Pure: what can be chosen, in words, and when anything goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(days=7)  # after the choice, in which it can be taken back
WORDS = {365: "one year", 90: "90 days", 30: "30 days"}
FOR_EVER = "for ever"


@dataclass(frozen=True, slots=True)
class Keeps:
    """A choice other than for ever, and since when it holds."""

    days: int
    chosen_at: datetime

    @property
    def words(self) -> str:
        return WORDS.get(self.days, f"{self.days} days")

    @property
    def begins_at(self) -> datetime:
        """Nothing is deleted before."""
        return self.chosen_at + GRACE

    def waits(self, now: datetime) -> bool:
        return now < self.begins_at

    def goes_before(self, now: datetime) -> datetime:
        """What was said before that moment is too old at this one."""
        return now - timedelta(days=self.days)


def words_of(days: int | None) -> str:
    return FOR_EVER if days is None else WORDS[days]


def is_shorter(days: int | None, than: int | None) -> bool:
    """Would more be deleted than by what holds?"""
    return days is not None and (than is None or days < than)
