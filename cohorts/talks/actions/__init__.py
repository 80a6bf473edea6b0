"""What people do in talks beyond talking, and what moderators do with what is reported."""

from __future__ import annotations

from cohorts.talks.actions.looking import ask_look, decide_look, place_of_look
from cohorts.talks.actions.reporting import close, place_of_report, report
from cohorts.talks.actions.talking import add, begin, leave

__all__ = [
    "add", "ask_look", "begin", "close", "decide_look", "leave", "place_of_look", "place_of_report",
    "report",
]  # fmt: skip
