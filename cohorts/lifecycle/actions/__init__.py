"""What changes a cohort's year: moving it on, enrolling, asking for a place, answering."""

from __future__ import annotations

from cohorts.lifecycle.actions.asking import answer, ask, take_back
from cohorts.lifecycle.actions.enrolling import enroll, enroll_invited, withdraw
from cohorts.lifecycle.actions.filling import fill_everywhere
from cohorts.lifecycle.actions.moving import move, set_places
from cohorts.lifecycle.actions.rolling import roll_forward

__all__ = [
    "answer", "ask", "enroll", "enroll_invited", "fill_everywhere", "move", "roll_forward", "set_places", "take_back",
    "withdraw",
]  # fmt: skip
