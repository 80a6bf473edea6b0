"""What somebody's attendance of one session comes to, and why: a mark wins over the word, the word over presence."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Counted:
    """`minutes` of the session that count; `why` says so to the person."""

    minutes: int
    why: str

    @property
    def there(self) -> bool:
        return self.minutes > 0


NOTHING = Counted(0, "No attendance so far.")


def minutes_of(number: int) -> str:
    """1 minute, 5 minutes"""
    return f"{number} minute" if number == 1 else f"{number} minutes"


def needed(length: int, share: int) -> int:
    """Minutes one has to be there for so many percent of a session: at least one."""
    return max(1, ceil(length * share / 100))


def count(
    length: int, share: int, *, mark: str = "", minutes: int | None = None, typed: bool = False, present: int = 0
) -> Counted:
    """`minutes`: those that were marked; `present`: those in which the page was open."""
    if mark == "present":
        given = length if minutes is None else min(minutes, length)
        return Counted(
            given, "Marked present by a facilitator." if given == length else f"Marked: {minutes_of(given)}."
        )
    if mark:
        return Counted(0, f"Marked {mark} by a facilitator.")
    if typed:
        return Counted(length, "The code word was typed in.")
    least = needed(length, share)
    if present >= least:
        return Counted(length, f"The page was open {minutes_of(present)}, and {least} were needed.")
    if present:
        return Counted(0, f"The page was open {minutes_of(present)}, and {least} are needed ({share}%).")
    return NOTHING
