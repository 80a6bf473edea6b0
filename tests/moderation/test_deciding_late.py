"""What somebody else did meanwhile is shown, never overwritten; and nothing typed is lost by it."""

from __future__ import annotations

import pytest
from django.test import Client

from moderation.actions import Refused, applying, deciding, questions
from moderation.models import Application, Invitation, Policy, Question
from moderation.queries.applying import application_of, open_application_of
from tests.cast import World, grants
from tests.moderation.knocking import EMAIL, link_to, mails_to, question, waiting
from tests.moderation.test_deciding import at, decide
from tests.pages import text_of, typed_in
from tests.verbs import carry_out_jobs, signed_in


@pytest.mark.parametrize("act", ["admit", "ask", "waitlist", "decline"])
def test_whoever_is_late_sees_what_was_decided_and_keeps_the_letter(world: World, act: str) -> None:
    application = waiting()
    assert decide(world.olga, application, "decline").status_code == 302
    late = decide(world.mona, application, act, letter="My own words")
    page = text_of(late)
    assert (late.status_code, "Meanwhile this application was declined by Olga" in page) == (409, True)
    assert "My own words" in page
    assert (len(mails_to()), Invitation.objects.count()) == (1, 0)


def test_a_letter_about_what_was_asked_meanwhile_waits_for_a_second_look(world: World) -> None:
    application = waiting()
    decide(world.olga, application, "ask", letter="How many?")
    late = decide(world.mona, application, "decline", letter="My own words")
    assert (late.status_code, "was asked a question" in text_of(late)) == (409, True)
    assert (typed_in(late, "letter"), typed_in(late, "seen")) == ("My own words", "asked")
    assert decide(world.mona, application, "decline", seen="asked").status_code == 302


def test_between_the_look_and_the_sending_somebody_else_asks(world: World) -> None:
    application = waiting()
    given = {"letter": "No.", "seen": "waiting"}
    decide(world.olga, application, "ask", letter="How many?")
    looked = signed_in(world.mona).post(at(application, "decline/"), given)
    assert typed_in(looked, "seen") == "waiting"
    assert decide(world.mona, application, "decline", **given).status_code == 409


def test_about_what_is_over_one_can_write_notes_and_nothing_else(world: World) -> None:
    application = waiting(stage="withdrawn")
    Application.objects.update(decided_at=application.submitted_at)
    client = signed_in(world.mona)
    page = text_of(client.get(at(application)))
    assert ('id="decide"' in page, "Take this" in page, "Add the note" in page) == (False, False, True)
    assert client.post(at(application, "note/"), {"body": "Came by phone."}).status_code == 302
    voted = client.post(at(application, "vote/"), {"yes": "yes"})
    assert (voted.status_code, "was withdrawn by the applicant" in text_of(voted)) == (409, True)
    assert client.post(at(application, "claim/")).status_code == 409


def test_who_is_not_enough_alone_keeps_the_letter(world: World) -> None:
    Policy.objects.update_or_create(id=1, defaults={"approvals_needed": 2})
    refused = decide(world.mona, waiting(), "decline", letter="My own words")
    assert (refused.status_code, "Two moderators have to agree" in text_of(refused)) == (403, True)
    assert typed_in(refused, "letter") == "My own words"


def test_who_became_a_member_meanwhile_is_not_invited_again(world: World) -> None:
    application = waiting(email="ada@school.test")
    refused = decide(world.mona, application, "admit")
    assert (refused.status_code, "already a member" in text_of(refused)) == (422, True)
    assert Application.objects.get().stage == "waiting"


@pytest.mark.parametrize("letter", ["", " \u200b", "x" * 4001, "x" * 30_000])
def test_a_letter_that_cannot_be_is_refused_before_the_look_or_after(world: World, letter: str) -> None:
    answer = decide(world.mona, waiting(), "decline", letter=letter)
    assert (answer.status_code, typed_in(answer, "letter").strip()) == (422, letter.strip())
    assert mails_to() == []


@pytest.mark.parametrize("act", ["burn", "claim-", "admitted", "x" * 60])
def test_there_are_no_other_decisions(world: World, act: str) -> None:
    application = waiting()
    client = signed_in(world.mona)
    answers = {getattr(client, method)(at(application, f"{act}/")).status_code for method in ("get", "post")}
    assert answers == {404}


def test_a_question_somebody_else_changed_is_not_changed_again(world: World) -> None:
    Question.objects.all().delete()
    one = question("short")
    questions.change_question(grants(world.olga), one, kind="long", label="How many?")
    with pytest.raises(Refused, match="in the meantime"):
        questions.change_question(grants(world.mona), one, kind="short", label="Why?")
    questions.move_question(grants(world.mona), one, up=True)
    assert Question.objects.get(retired_at=None).label == "How many?"


def test_an_answer_to_a_withdrawn_request_is_shown_back(world: World) -> None:
    application = waiting(stage="asked")
    page = link_to(application)
    applying.withdraw_application(application)
    answer = Client().post(f"{page}answer/", {"body": "My long answer"})
    assert (answer.status_code, "My long answer" in text_of(answer)) == (422, True)
    long = Client().post(f"{link_to(waiting(stage='asked'))}answer/", {"body": "x" * 4001})
    assert (long.status_code, len(typed_in(long))) == (422, 4001)


def test_the_newest_request_of_an_address_is_the_one_that_is_followed(world: World) -> None:
    old = waiting(stage="declined")
    Application.objects.update(decided_at=old.submitted_at)
    assert (application_of(EMAIL), open_application_of(EMAIL)) == (old, None)
    new = waiting()
    assert application_of(EMAIL) == open_application_of(EMAIL) == new


def test_a_release_of_what_nobody_holds_changes_nothing(world: World) -> None:
    application = waiting()
    deciding.release(grants(world.mona), application)
    assert carry_out_jobs() == 0
