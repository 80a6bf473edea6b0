"""What a line of the table of verbs says, and the words that several of them share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """`rule` is "module.function" in this package; `who` says in words what the rule says in code."""

    name: str
    sentence: str
    rule: str
    who: str


READERS = "Everyone in the audience, and moderators."
WRITERS = "Everyone in the audience who may write, and moderators."
MODERATORS = "Moderators and owners."
HOUSE = "Everyone of its organization who may write."
HOUSE_READS = "Everyone; one of an organization: its people."
ARRANGERS = "Moderators; for their own organization everyone of it who may write."

LEADERS = "The cohort's facilitators, and moderators."
