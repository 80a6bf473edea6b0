"""Every verb for every person: the rules must answer exactly what cells.py says, and both must know the same verbs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from moderation import access
from moderation.access.decision import Decision
from moderation.access.grants import Grants
from moderation.access.standing import may_enter
from moderation.access.verbs import VERBS
from tests.access.cells import Cells
from tests.access.conftest import Still
from tests.access.scene import EVERYBODY
from tests.access.whole import TABLE


def rule_named(name: str) -> Callable[..., Decision]:
    module, _, function = name.partition(".")
    found: Callable[..., Decision] = getattr(importlib.import_module(f"moderation.access.{module}"), function)
    return found


RULES = {verb.name: rule_named(verb.rule) for verb in VERBS}


def all_rules() -> set[str]:
    """Every may_* that the package defines, as "module.function"."""
    modules = [importlib.import_module(f"moderation.access.{m.name}") for m in pkgutil.iter_modules(access.__path__)]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("may_") and function.__module__ == module.__name__
    }


def answer(rule: Callable[..., Decision], who: Grants, given: tuple[Any, ...], now: datetime) -> Decision:
    takes_now = "now" in inspect.signature(rule).parameters
    return rule(who, *given, now) if takes_now else rule(who, *given)


def in_short(decision: Decision, who: Grants, now: datetime) -> str:
    """The cell this answer belongs into."""
    if not decision:
        return "-" if decision.code == "no_access" else decision.code
    return "yes" if may_enter(who, now) else "gate"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.verb}: {row.situation}")
@pytest.mark.django_db
def test_each_person_gets_the_answer_expected_of_the_rule(
    still: Still, row: Cells, django_assert_num_queries: Any
) -> None:
    now, given, got = timezone.now(), row.given(still.scene), {}
    with django_assert_num_queries(0):  # a rule decides by what it is given
        for name, who in still.grants.items():
            decision = answer(RULES[row.verb], who, given, now)
            got[name] = in_short(decision, who, now)
            assert decision or decision.sentence, f"{name} is refused without a sentence"
    assert got == dict(zip(EVERYBODY, row.cells.split(), strict=True))


def test_every_rule_has_one_verb_and_every_verb_one_rule() -> None:
    named = [verb.rule for verb in VERBS]
    assert sorted(named) == sorted(all_rules())


def test_no_verb_is_named_twice_and_each_says_who() -> None:
    assert len({verb.name for verb in VERBS}) == len(VERBS)
    assert all(verb.sentence and verb.who.endswith(".") for verb in VERBS)


def test_every_verb_has_cells_and_no_cell_is_of_an_unknown_verb() -> None:
    assert {row.verb for row in TABLE} == {verb.name for verb in VERBS}


def test_every_verb_is_tried_by_somebody_who_may_and_somebody_who_may_not() -> None:
    """A rule that always says no, or always yes, must not pass for a rule."""
    answers: dict[str, set[str]] = {}
    for row in TABLE:
        answers.setdefault(row.verb, set()).update(row.cells.split())
    assert [verb for verb, seen in answers.items() if "yes" not in seen or seen <= {"yes", "gate"}] == []


def test_no_rule_lets_somebody_outside_write() -> None:
    """Sockets and forms ask a writing rule directly; only reading rules may lean on the gate before them."""
    leaning = {row.verb for row in TABLE if "gate" in row.cells.split()}
    assert leaning == {
        "read_space", "read_thread", "read_document", "fill_in", "see_cohort", "enter_room", "read_loose_upload",
        "edit_profile", "see_field", "read_post", "see_history", "see_session", "see_meeting_link",
        "see_results", "see_names", "look_at_cohort", "see_milestone", "read_collection",
        "read_message", "see_provider",
    }  # fmt: skip
