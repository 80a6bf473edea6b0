"""Every act about an application and its line in the log are one: whatever fails, nothing of either stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from moderation.actions import deciding, questions, vouching
from moderation.models import Application, AuditEntry, Question
from tests.cast import World, grants
from tests.moderation.desk import everything_stored
from tests.moderation.knocking import waiting
from tests.moderation.test_atomic import Broken, breaking


def about(act: Callable[..., Any], **given: Any) -> Callable[[World], object]:
    """Mona's act on the one application there is."""
    return lambda world: act(grants(world.mona), Application.objects.get(), **given)


def asked(act: Callable[..., Any], **given: Any) -> Callable[[World], object]:
    """Mona's act on the first question there is."""
    return lambda world: act(grants(world.mona), Question.objects.order_by("position", "id")[0], **given)


WRITTEN = {"letter": "Dear Nadia", "seen": "waiting"}
ACTS: dict[str, Callable[[World], object]] = {
    "claim_application": about(deciding.claim),
    "note_application": about(deciding.note, body="A note"),
    "vote_yes": about(deciding.vote, yes=True, reason="Good"),
    "ask_applicant": about(deciding.ask, **WRITTEN),
    "waitlist": about(deciding.waitlist, **WRITTEN),
    "decline": about(deciding.decline, **WRITTEN),
    "admit": lambda world: deciding.admit(
        grants(world.mona), Application.objects.get(), organization=world.dune, cohort=None, **WRITTEN
    ),
    "add_question": lambda world: questions.add_question(grants(world.mona), kind="short", label="Since when?"),
    "change_question": asked(questions.change_question, kind="long", label="How many?"),
    "retire_question": asked(questions.retire_question),
    "move_question": asked(questions.move_question, up=False),
    "set_policy": lambda world: questions.set_policy(
        grants(world.olga), applications_open=False, welcome="Hello", approvals_needed=2
    ),
    "vouch": lambda world: vouching.vouch(grants(world.ada), email="una@wren.test", words="I know her."),
}


@pytest.fixture
def prepared(world: World) -> World:
    waiting()
    for number, kind in enumerate(("short", "long", "affirm")):
        Question.objects.create(key=f"first-{number}", kind=kind, label=f"Question {number}", position=number)
    return world


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_writes_one_line_with_its_verb(prepared: World, verb: str) -> None:
    ACTS[verb](prepared)
    entries = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert entries == ([verb, "invite"] if verb == "admit" else [verb])


@pytest.mark.parametrize("verb", ACTS)
def test_whatever_fails_in_an_act_leaves_nothing_of_it(prepared: World, verb: str) -> None:
    before, failed = everything_stored(), []
    for at in range(1, 60):
        with breaking(at):
            try:
                ACTS[verb](prepared)
                break  # there was no statement with this number: all of them were tried
            except Broken as error:
                failed.append(str(error))
        assert everything_stored() == before, f"{verb} leaves something when this fails: {failed[-1]}"
    assert any("moderation_auditentry" in sql for sql in failed)
