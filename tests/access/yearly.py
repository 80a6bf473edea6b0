"""The cells of a cohort's year: who may do what in each of its states (see cells.py)."""

from __future__ import annotations

from typing import Any

from tests.access.cells import (
    SEES_AUTUMN,
    SEES_COMMONS,
    SEES_SPRING,
    SPEAKS_IN_SPRING,
    STOPPED,
    Cells,
    ago,
    but,
    nobody_speaking,
)
from tests.access.meeting import COMES_TO_SPRING, LEADS_SPRING, OFF, meets, over
from tests.access.scene import Scene

LEADS_AUTUMN = f"- - not_yours - yes yes {OFF}"
MODERATES_SPRING = f"not_yours not_yours - moderators_only yes yes read_only {STOPPED}"
HELD_BY_BEN = f"not_yours yes - yes yes yes read_only {STOPPED}"
ASKS_IN_AUTUMN = f"yes yes enrolled yes yes yes read_only {STOPPED}"


def leaders(code: str) -> str:
    return f"not_yours not_yours - {code} {code} {code} read_only {STOPPED}"


def spring(scene: Scene, state: str, *more: Any) -> tuple[Any, ...]:
    return but(scene.world.spring, state=state), *more


def autumn(scene: Scene, state: str, **facts: Any) -> tuple[Any, ...]:
    return (but(scene.world.autumn, state=state, **facts),)


def room(scene: Scene, stage: str) -> Any:
    return but(scene.world.room, stage=stage)


ROWS = [
    Cells("look_at_cohort", "Spring, running", SEES_SPRING, lambda s: spring(s, "running")),
    Cells("look_at_cohort", "Autumn, open", SEES_COMMONS, lambda s: autumn(s, "open")),
    Cells("look_at_cohort", "Autumn, alumni", SEES_AUTUMN, lambda s: autumn(s, "alumni", asks_while_running=True)),
    Cells("lead_cohort", "Spring", LEADS_SPRING, lambda s: spring(s, "running")),
    Cells("lead_cohort", "Autumn, open", LEADS_AUTUMN, lambda s: autumn(s, "open")),
    Cells("move_cohort", "the year begins", LEADS_SPRING, lambda s: spring(s, "open", "running")),
    Cells("move_cohort", "the year ends", MODERATES_SPRING, lambda s: spring(s, "running", "alumni")),
    Cells("move_cohort", "the draft opens", MODERATES_SPRING, lambda s: spring(s, "draft", "open")),
    Cells("move_cohort", "too far", leaders("no_step"), lambda s: spring(s, "running", "archived")),
    Cells("move_cohort", "back to a draft", leaders("no_step"), lambda s: spring(s, "open", "draft")),
    Cells("ask_for_place", "Autumn, open", ASKS_IN_AUTUMN, lambda s: autumn(s, "open")),
    Cells(
        "ask_for_place", "Autumn, running and asking", ASKS_IN_AUTUMN,
        lambda s: autumn(s, "running", asks_while_running=True),
    ),
    Cells(
        "ask_for_place", "Spring, running", f"enrolled enrolled - enrolled not_asking not_asking read_only {STOPPED}",
        lambda s: spring(s, "running"),
    ),
    Cells("answer_request", "Spring, running", LEADS_SPRING, lambda s: spring(s, "running")),
    Cells("answer_request", "Spring, alumni", leaders("not_asking"), lambda s: spring(s, "alumni")),
    Cells("roll_forward", "Spring", MODERATES_SPRING, lambda s: spring(s, "running")),
    Cells("roll_forward", "Autumn", LEADS_AUTUMN, lambda s: autumn(s, "archived")),
    Cells("say", "in an archived cohort", nobody_speaking("archived"), lambda s: (room(s, "archived"),)),
    Cells("say_more", "in a running cohort", SPEAKS_IN_SPRING, lambda s: (room(s, "running"), ago(seconds=1))),
    Cells(
        "say_more", "to alumni, a moment later", "slow_mode slow_mode - yes yes yes" + " muted" * 5,
        lambda s: (room(s, "alumni"), ago(minutes=9, seconds=50)),
    ),
    Cells("say_more", "to alumni, later", SPEAKS_IN_SPRING, lambda s: (room(s, "alumni"), ago(minutes=10, seconds=1))),
    Cells("say_more", "to alumni, for once", SPEAKS_IN_SPRING, lambda s: (room(s, "alumni"), None)),
    Cells("ask_session", "of Spring", COMES_TO_SPRING, lambda s: meets(s)),
    Cells("ask_session", "of Autumn", f"- - yes - not_enrolled not_enrolled {OFF}", lambda s: (s.sessions["autumn"],)),
    Cells(
        "ask_session", "one that is over", over("ask_session", "over", "not_enrolled"),
        lambda s: meets(s, starts_at=ago(hours=2)),
    ),
    Cells("hold_session", "of Spring, which Ben leads", HELD_BY_BEN, lambda s: meets(s)),
    Cells("hold_session", "one that is over", HELD_BY_BEN, lambda s: meets(s, starts_at=ago(hours=2))),
    Cells(
        "hold_session", "of an archived cohort",
        f"not_yours archived - archived archived archived read_only {STOPPED}",
        lambda s: meets(s, cohort=but(s.world.spring, state="archived")),
    ),
    Cells("record_session", "of Spring, which Ben leads", HELD_BY_BEN, lambda s: meets(s, starts_at=ago(minutes=5))),
    Cells("record_session", "before it begins", HELD_BY_BEN.replace("yes", "not_begun"), lambda s: meets(s)),
    Cells(
        "record_session", "a cancelled one", HELD_BY_BEN.replace("yes", "cancelled"),
        lambda s: meets(s, starts_at=ago(minutes=5), state="cancelled"),
    ),
    Cells("schedule_session", "of alumni", leaders("ended"), lambda s: spring(s, "alumni")),
    Cells(
        "change_session", "of an archived cohort", leaders("archived"),
        lambda s: meets(s, cohort=but(s.world.spring, state="archived")),
    ),
]  # fmt: skip
