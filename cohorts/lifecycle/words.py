"""What the states of a cohort are called, and what each of them means."""

from __future__ import annotations

from dataclasses import dataclass

from cohorts.models import Stage


@dataclass(frozen=True, slots=True)
class Words:
    """`name` as a tag, `means` as a sentence, `step` on the button that leads there, `told` to those enrolled."""

    name: str
    means: str
    step: str
    told: str


STAGES: dict[str, Words] = {
    Stage.DRAFT: Words(
        "Draft", "Only its facilitators and the moderators see it. Whoever is enrolled gets in when it opens.", "", ""
    ),
    Stage.OPEN: Words(
        "Open", "Those enrolled use its rooms. Every member sees what it is about, and can ask for a place.",
        "Open it for requests", "is open: you are in, and its rooms are there",
    ),
    Stage.RUNNING: Words(
        "Running", "The year is on. It takes no new requests, unless you allow them below.", "Begin the year",
        "began its year",
    ),
    Stage.ALUMNI: Words(
        "Alumni", "The year is over. Everybody reads on and can say one thing in 10 minutes; nothing new is scheduled.",
        "End the year", "ended its year: read on, and talk slowly",
    ),
    Stage.ARCHIVED: Words(
        "Archived", "Sealed: those who were in it can read everything, and nothing is added. It stands in no list but "
        "“Earlier cohorts”.", "Archive it", "was archived: everything stays for you to read",
    ),
}  # fmt: skip
BACK = {Stage.RUNNING: "Go on with the year", Stage.ALUMNI: "Take it out of the archive"}


def step(before: str, after: str) -> str:
    """On the button that moves a cohort from one state to the other; some lead back."""
    back = list(STAGES).index(after) < list(STAGES).index(before)
    return BACK[Stage(after)] if back else STAGES[after].step
