"""What a rule answers, and the two errors that come of a refusal."""

from __future__ import annotations

from dataclasses import dataclass


class Absent(Exception):
    """Raised for what does not exist and for what this person may not see: the two must look alike (404)."""


class Denied(Exception):
    """Raised when a person who can see a thing may not do this with it (403). Carries the decision."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its reason: `code` for machines, `sentence` fit to show the person."""

    allowed: bool
    code: str = "ok"
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Go on, or raise Denied."""
        if not self.allowed:
            raise Denied(self)

    def require_sight(self) -> None:
        """Go on, or raise Absent, which says nothing about why."""
        if not self.allowed:
            raise Absent


YES = Decision(allowed=True)
ABSENT = Decision(allowed=False, code="no_access", sentence="This page isn't available to you.")


def no(code: str, sentence: str) -> Decision:
    return Decision(allowed=False, code=code, sentence=sentence)
