"""The cells of hours, certificates and the programme: who may do what about them (see cells.py)."""

from __future__ import annotations

from typing import Any

from cohorts.models import Certificate, Milestone
from tests.access.cells import SEES_SPRING, STOPPED, Cells, ago, but
from tests.access.meeting import COMES_TO_SPRING, LEADS_SPRING, OFF, meets, within
from tests.access.scene import Scene
from tests.access.yearly import HELD_BY_BEN, leaders, spring


def counted(word: str) -> str:
    """Being there is not writing: Ron, who reads only, is counted as well."""
    return f"{word} {word} - {word} not_enrolled not_enrolled {word} {STOPPED}"


def milestone(scene: Scene, *, opens: Any = "yesterday", **facts: Any) -> tuple[Any, ...]:
    opens = ago(days=1) if opens == "yesterday" else opens
    return (Milestone(cohort=but(scene.world.spring, **facts), title="Budget", opens_at=opens),)


def certificate(scene: Scene) -> tuple[Any, ...]:
    return (Certificate(member=scene.world.ada, cohort=scene.world.spring),)


CERTIFIES = f"yes yes yes yes yes yes read_only {STOPPED}"
HAS_NONE = f"no_hours no_hours - no_hours no_hours no_hours read_only {STOPPED}"
LED = f"- - - yes yes yes {OFF}"
ROWS = [
    Cells("show_word", "of Spring, which Ben leads", HELD_BY_BEN, lambda s: meets(s)),
    Cells(
        "show_word", "an hour after its end", HELD_BY_BEN.replace("yes", "over"),
        lambda s: meets(s, starts_at=ago(hours=2)),
    ),
    Cells(
        "show_word", "of a cancelled one", HELD_BY_BEN.replace("yes", "cancelled"),
        lambda s: meets(s, state="cancelled"),
    ),
    Cells("type_word", "the day before", counted("not_begun"), lambda s: meets(s)),
    Cells("type_word", "9 minutes before", counted("yes"), lambda s: meets(s, starts_at=within(minutes=9))),
    Cells("type_word", "29 minutes after its end", counted("yes"), lambda s: meets(s, starts_at=ago(minutes=89))),
    Cells("type_word", "31 minutes after its end", counted("over"), lambda s: meets(s, starts_at=ago(minutes=91))),
    Cells(
        "type_word", "of a cancelled one", counted("cancelled"),
        lambda s: meets(s, starts_at=ago(minutes=5), state="cancelled"),
    ),
    Cells(
        "type_word", "in an archived cohort", counted("archived"),
        lambda s: meets(s, starts_at=ago(minutes=5), cohort=but(s.world.spring, state="archived")),
    ),
    Cells("be_counted", "9 minutes before", counted("not_begun"), lambda s: meets(s, starts_at=within(minutes=9))),
    Cells("be_counted", "while it is on", counted("yes"), lambda s: meets(s, starts_at=ago(minutes=59))),
    Cells("be_counted", "a minute after its end", counted("over"), lambda s: meets(s, starts_at=ago(minutes=61))),
    Cells("arrange_hours", "of Spring", LEADS_SPRING, lambda s: spring(s, "running")),
    Cells("arrange_hours", "of an archived cohort", leaders("archived"), lambda s: spring(s, "archived")),
    Cells("certify", "of Spring, with hours there", CERTIFIES, lambda s: spring(s, "running", 60)),
    Cells("certify", "of Spring, with none there", HAS_NONE, lambda s: spring(s, "running", 0)),
    Cells("keep_certificate", "of Ada", "yes" + " -" * 10, certificate),
    Cells("keep_programme", "of Spring", LEADS_SPRING, lambda s: spring(s, "running")),
    Cells("keep_programme", "of an archived cohort", leaders("archived"), lambda s: spring(s, "archived")),
    Cells("see_milestone", "that is open", SEES_SPRING, milestone),
    Cells("see_milestone", "that opens tomorrow", LED, lambda s: milestone(s, opens=within(days=1))),
    Cells("see_milestone", "that is not open", LED, lambda s: milestone(s, opens=None)),
    Cells("tick", "one that is open", COMES_TO_SPRING, milestone),
    Cells(
        "tick", "one that is not open", LED.replace("yes yes yes", "yes not_enrolled not_enrolled"),
        lambda s: milestone(s, opens=None),
    ),
    Cells(
        "tick", "in an archived cohort", f"archived archived - archived not_enrolled not_enrolled read_only {STOPPED}",
        lambda s: milestone(s, state="archived"),
    ),
]  # fmt: skip
