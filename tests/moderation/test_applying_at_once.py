"""The same moment: forms, codes, claims, decisions. One of them counts, whoever sends how many."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from community import ratelimits
from moderation.actions import Refused, applying, deciding, tell_moderators, vouching
from moderation.actions.vouching import MOST
from moderation.models import Application, ApplicationWord, AuditEntry, Invitation, Question, Vouch
from tests.cast import World, grants, person
from tests.moderation.knocking import EMAIL, code_for, mails_to, opened, send, waiting
from tests.moderation.test_race import at_once
from tests.verbs import carry_out_jobs

MANY = 8


def test_one_form_sent_by_an_impatient_hand_is_one_request(
    lasting_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ratelimits.BUDGETS, "apply_mail", ratelimits.Budget(100, 60, "Enough."))
    Question.objects.all().delete()
    mark = opened()
    pages = at_once([lambda: send(mark=mark)["Location"]] * MANY)
    assert (len(set(pages)), Application.objects.count(), carry_out_jobs()) == (1, 1, 1)


def test_the_right_code_from_many_browsers_comes_to_the_queue_once(lasting_world: World) -> None:
    made = applying.apply(nonce=uuid4(), email=EMAIL, name="Nadia", school="Wren", state="ID", answers=[])
    carry_out_jobs()
    code = code_for()
    answers = Counter(str(answer)[:5] for answer in at_once([partial(applying.prove, made, code)] * MANY))
    assert answers["code:"] == MANY - 1
    assert (Application.objects.get().stage, Application.objects.get().links.count()) == ("waiting", 1)
    assert lasting_world.mona.notices.count() == 1


def test_two_dozen_guesses_at_once_are_five_tries(lasting_world: World) -> None:
    made = applying.apply(nonce=uuid4(), email=EMAIL, name="Nadia", school="Wren", state="ID", answers=[])
    carry_out_jobs()
    guesses = [f"{n:06d}" for n in range(25) if f"{n:06d}" != code_for()]
    at_once([partial(applying.prove, made, guess) for guess in guesses[:24]])
    assert Application.objects.get().code_tries == 5
    with pytest.raises(Refused):
        applying.prove(made, code_for())


def test_two_moderators_reach_for_the_same_request_and_one_has_it(lasting_world: World) -> None:
    hands = [
        lasting_world.mona,
        lasting_world.olga,
        *(person(f"mod{n}", lasting_world.dune, role="moderator") for n in range(4)),
    ]
    for _ in range(4):
        application = waiting()
        answers = at_once([partial(deciding.claim, grants(hand), application) for hand in hands])
        assert Counter(answer is None for answer in answers) == {True: 1, False: len(hands) - 1}
        assert AuditEntry.objects.filter(verb="claim_application", subject_id=str(application.pk)).count() == 1


def test_two_moderators_decide_in_the_same_moment_and_one_decision_is_made(lasting_world: World) -> None:
    """Admitting, declining, waitlisting, asking, and the applicant withdrawing: four rounds, all at once."""
    world = lasting_world
    for number in range(4):
        application = waiting(email=f"n{number}@wren.test")
        mona, olga, seen = grants(world.mona), grants(world.olga), "waiting"
        answers = at_once([
            partial(deciding.admit, mona, application, organization=world.dune, cohort=None, letter="Yes", seen=seen),
            partial(deciding.decline, olga, application, letter="No", seen=seen),
            partial(deciding.admit, olga, application, organization=world.cedar, cohort=None, letter="Yes!", seen=seen),
            partial(deciding.waitlist, mona, application, letter="Later", seen=seen),
            partial(deciding.ask, olga, application, letter="Why?", seen=seen),
            partial(deciding.decline, mona, application, letter="No!", seen=seen),
        ])  # fmt: skip
        refused = [answer for answer in answers if str(answer).startswith("seen: Meanwhile this application")]
        assert len(refused) == 5, answers
        words = ApplicationWord.objects.filter(application=application)
        stage = Application.objects.get(pk=application.pk).stage
        acts = AuditEntry.objects.filter(subject_kind="application", subject_id=str(application.pk))
        assert (words.count(), acts.count()) == (1, 1)
        assert Invitation.objects.filter(application=application).count() == (stage == "admitted")
        carry_out_jobs()
        assert len(mails_to(f"n{number}@wren.test")) == 1


def test_who_withdraws_while_being_admitted_is_one_of_the_two(lasting_world: World) -> None:
    for number in range(4):
        application = waiting(email=f"n{number}@wren.test")
        at_once([
            partial(applying.withdraw_application, application),
            partial(deciding.admit, grants(lasting_world.mona), application, organization=lasting_world.dune,
                    cohort=None, letter="Yes", seen="waiting"),
        ])  # fmt: skip
        stage = Application.objects.get(pk=application.pk).stage
        assert stage in {"withdrawn", "admitted"}
        assert Invitation.objects.filter(application=application).exists() == (stage == "admitted")


def test_an_answer_sent_twice_at_once_is_said_once(lasting_world: World) -> None:
    application = waiting(stage="asked")
    at_once([partial(applying.answer, application, "Sixteen.")] * MANY)
    assert ApplicationWord.objects.count() == 1


def test_vouches_sent_at_once_are_no_more_than_the_month_allows(lasting_world: World) -> None:
    ada = grants(lasting_world.ada)
    answers = at_once([partial(vouching.vouch, ada, email=f"n{n}@wren.test", words="Yes") for n in range(MANY)])
    assert sum(isinstance(answer, Vouch) for answer in answers) == MOST
    assert Vouch.objects.count() == MOST


def test_two_workers_tell_moderators_once(lasting_world: World) -> None:
    waiting(submitted_at=timezone.now() - timedelta(minutes=9))
    at_once([tell_moderators.call] * 4)
    carry_out_jobs()
    assert Counter(message.to[0] for message in mail.outbox) == {"mona@school.test": 1, "olga@school.test": 1}


def test_a_browser_that_sends_the_code_twice_finds_its_request(lasting_world: World) -> None:
    made = applying.apply(nonce=uuid4(), email=EMAIL, name="Nadia", school="Wren", state="ID", answers=[])
    carry_out_jobs()
    page, code = f"/apply/{made.nonce}/", code_for()
    answers = at_once([lambda: Client().post(page, {"code": code}).status_code] * 4)
    assert Counter(answers) == {302: 1, 422: 3}
    assert "Your email is confirmed" in Client().get(page).content.decode()
