"""The authenticator app and recovery codes: used once, never guessed, never readable where they are stored."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from community.members.models import Session
from community.sealing import unseal
from tests.cast import World
from tests.members.signing import sessions_of, sign_in_by_code, sign_in_by_password
from tests.members.steps import (
    APP,
    CODES,
    SECOND,
    add_app,
    before_the_second_step,
    equipped,
    recovery_codes,
    second_step,
    shows,
)
from tests.pages import text_of
from tests.verbs import signed_in

OWN = "/you/signing-in/"


def test_ada_needs_her_app_after_the_code_of_the_mail(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    client, answer = second_step(world.ada, shows(secret))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_and_after_her_password(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    client, answer = sign_in_by_password(world.ada.email)
    assert answer["Location"] == SECOND
    assert client.get("/").status_code == 302
    assert client.post(SECOND, {"code": shows(secret)})["Location"] == "/"


def test_whoever_reads_her_mail_gets_no_further(world: World) -> None:
    equipped(world.ada)
    Session.objects.all().delete()
    client = before_the_second_step(world.ada)
    assert [client.get(page).status_code for page in ("/", OWN, APP, "/you/sessions/")] == [302] * 4
    assert sessions_of(world.ada) == 0


def test_where_she_was_going_is_kept_over_both_steps(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    client, _ = sign_in_by_code(world.ada, next="/library/")
    assert client.post(SECOND, {"code": shows(secret)})["Location"] == "/library/"


def test_a_code_of_the_app_counts_once(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    code = shows(secret)
    assert second_step(world.ada, code)[1].status_code == 302
    answer = second_step(world.ada, code)[1]
    assert (answer.status_code, b"This code is not right" in answer.content) == (200, True)


def test_nor_does_an_older_one_after_it(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    assert second_step(world.ada, shows(secret, 1))[1].status_code == 302
    assert second_step(world.ada, shows(secret))[1].status_code == 200


def test_the_code_that_proved_the_app_does_not_sign_in(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    assert second_step(world.ada, shows(secret, -1))[1].status_code == 200


@pytest.mark.parametrize("turn", [-4, 4])
def test_a_code_of_another_time_is_refused(world: World, turn: int) -> None:
    _, secret, _ = equipped(world.ada)
    assert second_step(world.ada, shows(secret, turn))[1].status_code == 200


def test_guessing_ends_after_five_tries_even_with_the_right_code(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    client = before_the_second_step(world.ada)
    for _ in range(5):
        assert client.post(SECOND, {"code": "000000" if shows(secret) != "000000" else "1"}).status_code == 200
    answer = client.post(SECOND, {"code": shows(secret)})
    assert (answer.status_code, b"Too many failed" in answer.content) == (200, True)
    assert second_step(world.ada, shows(secret))[1].status_code == 200, "nor in another browser"


def test_the_first_step_goes_stale(world: World, monkeypatch: Any) -> None:
    _, secret, _ = equipped(world.ada)
    client, now = before_the_second_step(world.ada), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)
    assert client.post(SECOND, {"code": shows(secret)})["Location"] == "/sign-in/password/"


@pytest.mark.parametrize("code", ["", " ", "x" * 500, "１２３４５６", "\x00", "12345\u200b6", "-1", "None"])
def test_what_is_no_code_is_refused(world: World, code: str) -> None:
    equipped(world.ada)
    assert second_step(world.ada, code)[1].status_code == 200


def test_nobody_takes_the_second_step_first(world: World) -> None:
    _, secret, _ = equipped(world.ada)
    assert Client().post(SECOND, {"code": shows(secret)})["Location"] == "/sign-in/password/"
    assert signed_in(world.ben).post(SECOND, {"code": shows(secret)})["Location"] == "/"


def test_the_app_of_ben_is_none_of_ada(world: World) -> None:
    equipped(world.ada)
    _, of_ben, _ = equipped(world.ben)
    assert second_step(world.ada, shows(of_ben))[1].status_code == 200


# ---- recovery codes -------------------------------------------------------------------------


def test_a_recovery_code_stands_in_for_the_device_once(world: World) -> None:
    _, _, kept = equipped(world.ada)
    assert len(set(kept)) == 10
    assert second_step(world.ada, kept[3])[1]["Location"] == "/"
    assert second_step(world.ada, kept[3])[1].status_code == 200


def test_it_may_be_typed_as_it_was_shown(world: World) -> None:
    _, _, kept = equipped(world.ada)
    assert second_step(world.ada, f" {kept[4][:4]} {kept[4][4:]}")[1]["Location"] == "/"


def test_they_are_shown_once(world: World) -> None:
    client = sign_in_by_code(world.ada)[0]
    add_app(client)
    page = text_of(client.get(CODES))
    assert "data:text/plain;charset=utf-8,Recovery" in page
    assert recovery_codes(client) == []
    assert "10 codes are left" in text_of(client.get(CODES))


def test_new_ones_end_the_old_ones(world: World) -> None:
    client, _, old = equipped(world.ada)
    assert client.post(f"{CODES}new/")["Location"] == CODES
    new = recovery_codes(client)
    assert not set(old) & set(new)
    assert second_step(world.ada, old[0])[1].status_code == 200
    assert second_step(world.ada, new[0])[1]["Location"] == "/"


def test_there_are_none_without_a_device(world: World) -> None:
    client = sign_in_by_code(world.ada)[0]
    assert client.get(CODES).status_code == 404
    client.post(f"{CODES}new/")
    assert not Authenticator.objects.exists()


def test_they_go_with_the_last_device(world: World) -> None:
    client, _, kept = equipped(world.ada)
    client.post(f"{APP}remove/")
    assert not Authenticator.objects.exists()
    assert sign_in_by_code(world.ada)[1]["Location"] == "/"
    assert len(kept) == 10


# ---- how it is stored and shown -------------------------------------------------------------


def test_the_database_alone_tells_no_secret(world: World) -> None:
    _, secret, kept = equipped(world.ada)
    stored = json.dumps(list(Authenticator.objects.values("type", "data")), default=str)
    assert secret not in stored
    assert not any(code in stored for code in kept)
    app = Authenticator.objects.get(type="totp")
    assert unseal(app.data["secret"], "second step") == secret
    with pytest.raises(ValueError, match="not sealed here"):
        unseal(app.data["secret"], "something else")


def test_an_old_secret_key_still_opens_what_it_sealed(world: World, settings: Any) -> None:
    _, secret, _ = equipped(world.ada)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert second_step(world.ada, shows(secret))[1].status_code == 302


def test_the_picture_is_drawn_in_the_page_and_fetched_from_nowhere(world: World) -> None:
    answer = sign_in_by_code(world.ada)[0].get(APP)
    page = text_of(answer)
    assert '<svg class="qr"' in page
    assert "<img" not in page
    assert "style=" not in page
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_key_stays_the_same_after_a_wrong_code(world: World) -> None:
    client = sign_in_by_code(world.ada)[0]
    first = client.get(APP).content.decode()
    key = first.partition("<code>")[2].partition("</code>")[0]
    answer = client.post(APP, {"code": "000000"})
    assert "This code is not right" in text_of(answer)
    assert key in text_of(answer)
    assert not Authenticator.objects.exists()
