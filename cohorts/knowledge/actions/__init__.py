"""What makes a thread of a room's words: choosing, asking those quoted, their answers, publishing."""

from __future__ import annotations

from cohorts.knowledge.actions.answering import answer
from cohorts.knowledge.actions.asking import ask, look_again, remind, take_back
from cohorts.knowledge.actions.choosing import Draft, choose, drop, leave_out, make_stricter, move, save
from cohorts.knowledge.actions.publishing import publish

__all__ = [
    "Draft", "answer", "ask", "choose", "drop", "leave_out", "look_again", "make_stricter", "move", "publish", "remind",
    "save", "take_back",
]  # fmt: skip
