"""The cells of threads that are made of a room's words (see cells.py). Fay makes one of Spring's; Ada is quoted."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cohorts.models import Proposal, Voice
from tests.access.cells import STOPPED, Cells, but
from tests.access.meeting import LEADS_SPRING, OFF
from tests.access.scene import Scene

FAYS = f"- - - yes - - - {'- ' * 3}-"


def proposed(scene: Scene, state: str = "asked", *, by: str = "fay") -> Proposal:
    return Proposal(room=scene.rooms["spring"], by=scene.person(by), state=state, made_at=timezone.now())


def voice(scene: Scene, of: str, state: str = "asked") -> tuple[Any, ...]:
    return (Voice(proposal=proposed(scene, state), member=scene.person(of), asked_at=timezone.now()),)


def fays(code: str) -> str:
    return FAYS.replace("yes", code)


ROWS = [
    Cells("quote_room", "in Spring", LEADS_SPRING, lambda s: (s.rooms["spring"],)),
    Cells("quote_room", "in Autumn", f"- - not_yours - yes yes {OFF}", lambda s: (s.rooms["autumn"],)),
    Cells(
        "quote_room", "in an archived cohort", LEADS_SPRING, lambda s: (but(s.rooms["spring"], stage="archived"),)
    ),
    Cells("see_proposal", "which Fay makes", FAYS, lambda s: (proposed(s),)),
    Cells("see_proposal", "by Ben, who leads nothing", "- " * 10 + "-", lambda s: (proposed(s, by="ben"),)),
    Cells("handle_proposal", "when those quoted were asked", FAYS, lambda s: (proposed(s),)),
    Cells("handle_proposal", "when it is published", fays("-"), lambda s: (proposed(s, "published"),)),
    Cells("change_proposal", "before anybody is asked", FAYS, lambda s: (proposed(s, "draft"),)),
    Cells("change_proposal", "when those quoted were asked", fays("asked"), lambda s: (proposed(s),)),
    Cells("publish_proposal", "before anybody is asked", fays("not_asked"), lambda s: (proposed(s, "draft"),)),
    Cells("publish_proposal", "when those quoted were asked", FAYS, lambda s: (proposed(s),)),
    Cells("answer_quote", "of Ada", f"yes - - - - - - {STOPPED}", lambda s: voice(s, "ada")),
    Cells("answer_quote", "of Ron, who may only read", f"- - - - - - yes {STOPPED}", lambda s: voice(s, "ron")),
    Cells("answer_quote", "of Sue, meanwhile", f"- - - - - - - {STOPPED}", lambda s: voice(s, "sue")),
    Cells("answer_quote", "when it is published", f"{'- ' * 7}{STOPPED}", lambda s: voice(s, "ada", "published")),
]  # fmt: skip
