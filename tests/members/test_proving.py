"""Is it you? Asked before the sign-in is changed, so that no stolen session changes it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.cast import PASSWORD, World
from tests.members.finger import add_passkey, options_on
from tests.members.signing import codes, sign_in_by_code, wrong
from tests.members.steps import APP, CODES, equipped, shows
from tests.pages import text_of
from tests.verbs import signed_in


def test_what_was_sent_goes_on_once_the_password_is_given(world: World) -> None:
    """A post that is interrupted is not lost, and is carried out as it was."""
    first, secret, _ = equipped(world.ada)
    later = signed_in(world.ada)
    assert later.post(f"{APP}remove/")["Location"].startswith("/you/again/?next=")
    assert Authenticator.objects.filter(type="totp").exists()
    answer = later.post("/you/again/", {"password": PASSWORD, "next": f"{APP}remove/"})
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()
    assert first.get("/").status_code == 200
    assert secret


def test_the_app_answers_for_ada_too(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    later = signed_in(world.ada)
    assert later.get(f"{CODES}new/")["Location"].startswith("/you/again/")
    assert "Use authenticator app" in text_of(later.get("/you/again/"))
    assert later.post("/you/again/second/", {"code": shows(secret)}).status_code == 302
    assert later.get(f"{CODES}new/").status_code == 200


def test_a_code_of_the_app_answers_once(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    code = shows(secret)
    assert signed_in(world.ada).post("/you/again/second/", {"code": code}).status_code == 302
    assert signed_in(world.ada).post("/you/again/second/", {"code": code}).status_code == 200


def test_a_passkey_answers_for_ada(world: World) -> None:
    finger = add_passkey(sign_in_by_code(world.ada)[0])
    later = signed_in(world.ada)
    options = options_on(later.get("/you/again/passkey/"))
    answer = later.post("/you/again/passkey/", {"credential": json.dumps(finger.sign(options))})
    assert answer.status_code == 302
    assert later.post("/you/again/passkey/", {"credential": "{}"}).status_code == 422
    assert later.get(APP).status_code == 200


# ---- by a code of the mail, for whoever has nothing else -----------------------------------------


@pytest.fixture
def ben(world: World) -> Client:
    world.ben.set_unusable_password()
    world.ben.save()
    return signed_in(world.ben)


def ask_by_mail(client: Client) -> str:
    client.post("/you/again/code/", {"send": "1"})
    return codes()[-1]


def test_ben_answers_with_a_code_of_his_mail(ben: Client) -> None:
    assert ben.get(APP)["Location"] == "/you/again/code/?next=%2Fyou%2Fsigning-in%2Fapp%2F"
    code = ask_by_mail(ben)
    answer = ben.post("/you/again/code/", {"code": code, "next": APP})
    assert (answer.status_code, answer["Location"]) == (302, APP)
    assert ben.get(APP).status_code == 200


def test_looking_at_the_page_sends_nothing(ben: Client) -> None:
    ben.get("/you/again/code/")
    assert codes() == []


def test_three_wrong_ones_end_it(ben: Client) -> None:
    code = ask_by_mail(ben)
    answers = [ben.post("/you/again/code/", {"code": wrong(code)}).status_code for _ in range(3)]
    assert answers == [422] * 3
    assert ben.post("/you/again/code/", {"code": code}).status_code == 422
    assert ben.get(APP).status_code == 302


def test_it_is_good_once_in_one_browser_and_for_a_quarter_of_an_hour(
    world: World, ben: Client, monkeypatch: Any
) -> None:
    code = ask_by_mail(ben)
    other = signed_in(world.ben)
    assert other.post("/you/again/code/", {"code": code}).status_code == 422
    assert ben.post("/you/again/code/", {"code": code}).status_code == 302
    assert ben.post("/you/again/code/", {"code": code}).status_code == 422
    code, now = ask_by_mail(ben), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    assert ben.post("/you/again/code/", {"code": code}).status_code == 422


def test_mails_are_not_sent_without_end(ben: Client) -> None:
    for _ in range(8):
        ben.post("/you/again/code/", {"send": "1"})
    assert len(codes()) == 6
    assert "Several codes were sent" in text_of(ben.post("/you/again/code/", {"send": "1"}))


def test_with_a_second_step_the_mail_does_not_answer(world: World) -> None:
    equipped(world.ada)
    later = signed_in(world.ada)
    answer = later.post("/you/again/code/", {"send": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/you/again/")
