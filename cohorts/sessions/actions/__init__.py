"""What changes live sessions: scheduling, saying whether one comes, reminders, calendar addresses."""

from __future__ import annotations

from cohorts.sessions.actions.addresses import make_address, revoke_address
from cohorts.sessions.actions.answering import answer, fill
from cohorts.sessions.actions.reminding import remind
from cohorts.sessions.actions.rooms import look_ahead, tell_time
from cohorts.sessions.actions.scheduling import Plan, Repeat, cancel, change, schedule, set_zone

__all__ = [
    "Plan", "Repeat", "answer", "cancel", "change", "fill", "look_ahead", "make_address", "remind", "revoke_address",
    "schedule", "set_zone", "tell_time",
]  # fmt: skip
