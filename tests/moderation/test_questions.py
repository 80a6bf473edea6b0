"""What the application asks is changed at the desk; what was answered keeps what was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation.access.decision import Denied
from moderation.actions import Refused, questions
from moderation.actions.questions import MOST_QUESTIONS
from moderation.models import Policy, Question
from moderation.queries.applying import policy
from tests.cast import World, grants
from tests.moderation.desk import invite, look
from tests.moderation.knocking import link_to, question, send, waiting
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in

PAGE = "/moderation/questions/"


pytestmark = pytest.mark.usefixtures("nothing_asked")


def live() -> list[str]:
    return list(Question.objects.filter(retired_at=None).values_list("label", flat=True))


def add(world: World, **given: Any) -> Answer:
    form = {"label": "How many children?", "kind": "short", "required": "on"} | given
    return signed_in(world.mona).post(f"{PAGE}new/", form)


def test_the_first_migration_asks_what_a_moderator_wants_to_know() -> None:
    """Whatever tests did to the table: the set itself."""
    from importlib import import_module

    asked = import_module("moderation.migrations.0006_first_questions").QUESTIONS
    assert [row["kind"] for row in asked] == ["choice", "short", "long", "long", "affirm"]
    assert "parent, a reporter or a regulator" in asked[-1]["label"]


def test_mona_adds_a_question_and_visitors_are_asked_it(world: World) -> None:
    assert add(world, kind="choice", choices="Yes\r\n\r\n No \nYes", hint="Roughly.").status_code == 302
    one = Question.objects.get()
    assert (one.choices, one.help, one.required) == (["Yes", "No"], "Roughly.", True)
    for path in ("/apply/", f"{PAGE}look/"):
        page = text_of(signed_in(world.mona).get(path))
        assert ("How many children?" in page, "Roughly." in page) == (True, True)
    assert "Nothing can be sent from here" in page
    assert 'type="submit"' not in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("label", "", "Please write the question."), ("label", " \u200b", "Please write the question."),
        ("label", "x" * 201, "200 characters"), ("label", "x" * 9000, "keep it to 400"),
        ("kind", "essay", "Choose how it is answered."),
        ("kind", "", "Choose how it is answered."), ("choices", "One", "at least two choices"),
        ("choices", "\n".join(map(str, range(21))), "At most 20 choices"),
        ("choices", "x" * 121 + "\ny", "120 characters"), ("hint", "x" * 301, "keep it to 300"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_is_refused_at_its_field(world: World, field: str, value: str, sentence: str) -> None:
    answer = add(world, **({"kind": "several"} | {field: value}))
    assert (answer.status_code, sentence in text_of(answer), live()) == (422, True, [])
    if field != "kind":
        assert typed_in(answer, field).strip() == value.replace("\r\n", "\n").strip()


def test_there_are_never_more_than_anybody_would_answer(world: World) -> None:
    for number in range(MOST_QUESTIONS):
        add(world, label=f"Question {number}?")
    assert "are enough" in text_of(add(world))
    assert len(live()) == MOST_QUESTIONS


def test_a_changed_question_leaves_old_answers_with_the_old_wording(world: World) -> None:
    old = question("short", "How many pupils?")
    asked = [{"key": old.key, "label": "How many pupils?", "kind": "short", "answer": "Nine"}]
    application = waiting(answers=asked)
    form = {"label": "How many children?", "kind": "long", "required": "on"}
    assert signed_in(world.mona).post(f"{PAGE}{old.pk}/", form).status_code == 302
    assert live() == ["How many children?"]
    old.refresh_from_db()
    assert (old.label, old.retired_at is None) == ("How many pupils?", False)
    for page in (link_to(application), f"/moderation/applications/{application.pk}/"):
        assert "How many pupils?" in text_of(signed_in(world.mona).get(page))


def test_a_change_that_changes_nothing_retires_nothing(world: World) -> None:
    add(world)
    one = Question.objects.get()
    client = signed_in(world.mona)
    page = client.get(f"{PAGE}{one.pk}/")
    client.post(f"{PAGE}{one.pk}/", {"label": typed_in(page, "label"), "kind": "short", "required": "on"})
    assert (Question.objects.count(), live()) == (1, ["How many children?"])


def test_a_changed_question_stays_in_its_place(world: World) -> None:
    for label in ("A?", "B?", "C?"):
        add(world, label=label)
    middle = Question.objects.get(label="B?")
    questions.change_question(grants(world.mona), middle, kind="long", label="B, in full?")
    assert live() == ["A?", "B, in full?", "C?"]
    with pytest.raises(Refused):
        questions.change_question(grants(world.olga), middle, kind="long", label="B, otherwise?")


def test_questions_are_moved_with_buttons(world: World) -> None:
    for label in ("A?", "B?", "C?"):
        add(world, label=label)
    client = signed_in(world.mona)
    last, first = Question.objects.get(label="C?"), Question.objects.get(label="A?")
    client.post(f"{PAGE}{last.pk}/move/")
    assert live() == ["A?", "C?", "B?"]
    client.post(f"{PAGE}{first.pk}/move/", {"down": "1"})
    assert live() == ["C?", "A?", "B?"]
    client.post(f"{PAGE}{last.pk}/move/")
    assert live() == ["C?", "A?", "B?"], "the first cannot go further up"


def test_a_retired_question_is_asked_no_more_and_cannot_be_opened(world: World) -> None:
    add(world)
    one = Question.objects.get()
    client = signed_in(world.mona)
    assert client.post(f"{PAGE}{one.pk}/retire/").status_code == 302
    assert "How many children?" not in text_of(Client().get("/apply/"))
    assert [client.get(f"{PAGE}{one.pk}/").status_code, client.post(f"{PAGE}{one.pk}/move/").status_code] == [404, 404]
    questions.retire_question(grants(world.mona), one)


def test_a_sentence_to_affirm_is_always_required(world: World) -> None:
    add(world, kind="affirm", label="I keep it to myself.", required="")
    assert Question.objects.get().required
    Question.objects.update(made_at=timezone.now() - timedelta(days=1))
    assert send().status_code == 422


def test_the_owner_writes_the_welcome_and_closes_and_demands_two(world: World) -> None:
    client = signed_in(world.olga)
    given = {"applications_open": "on", "welcome": "Dear **founder**,\n\n<b>hello</b>.", "approvals_needed": "2"}
    assert client.post(f"{PAGE}policy/", given).status_code == 302
    page = text_of(Client().get("/apply/"))
    assert "Dear <strong>founder</strong>," in page
    assert "&lt;b&gt;hello&lt;/b&gt;" in page
    assert client.post(f"{PAGE}policy/", {"approvals_needed": "1"}).status_code == 302
    assert (policy().applications_open, policy().approvals_needed) == (False, 1)


@pytest.mark.parametrize(("leaving", "shown"), [("choose", True), ("stay", False)])
def test_who_joins_reads_what_becomes_of_their_words(world: World, leaving: str, shown: bool) -> None:
    given = {"approvals_needed": "1", "leaving": leaving}
    assert signed_in(world.olga).post(f"{PAGE}policy/", given).status_code == 302
    page = text_of(look(invite(world.mona, world.cedar)))
    assert "What you wrote then stays under “A former member”" in page
    assert ("or goes with you" in page) == shown
    assert signed_in(world.olga).post(f"{PAGE}policy/", {"approvals_needed": "2"}).status_code == 302
    assert policy().leaving == leaving, "a form that does not speak of it leaves it as it is"


def test_a_moderator_sees_the_policy_and_cannot_set_it(world: World) -> None:
    page = text_of(signed_in(world.mona).get(PAGE))
    assert ("Only an owner can change how" in page, "policy/" in page) == (True, False)
    assert signed_in(world.mona).post(f"{PAGE}policy/", {"approvals_needed": "2"}).status_code == 404
    with pytest.raises(Denied):
        questions.set_policy(grants(world.mona), applications_open=False, welcome="", approvals_needed=2)


@pytest.mark.parametrize("given", [{"approvals_needed": "3"}, {"approvals_needed": ""}, {"welcome": "x" * 2001}])
def test_a_policy_that_cannot_be_is_refused_and_what_was_typed_stays(world: World, given: dict[str, str]) -> None:
    form = {"approvals_needed": "1", "welcome": "Hello"} | given
    answer = signed_in(world.olga).post(f"{PAGE}policy/", form)
    assert (answer.status_code, typed_in(answer, "welcome")) == (422, form["welcome"])
    assert not Policy.objects.filter(welcome__startswith="x").exists()


def test_without_any_row_the_door_is_open_and_one_decides(world: World) -> None:
    Policy.objects.all().delete()
    assert (policy().applications_open, policy().approvals_needed) == (True, 1)
    assert Client().get("/apply/").status_code == 200
