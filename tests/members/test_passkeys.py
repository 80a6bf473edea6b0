"""Passkeys: made on a device, named, used in place of everything else, and taken away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from community.members.models import Member, Session
from tests.cast import World
from tests.members.finger import (
    NEW_PASSKEY,
    PASSKEY_PAGE,
    PRESENT,
    Finger,
    add_passkey,
    asked,
    data,
    options_on,
    sign_in_by_passkey,
    text,
)
from tests.members.signing import FIRST_PAGE, sessions_of, sign_in_by_code
from tests.pages import text_of
from tests.verbs import carry_out_jobs, signed_in

OWN = "/you/signing-in/"


@pytest.fixture
def ada(world: World) -> Client:
    """At her laptop, signed in a moment ago."""
    return sign_in_by_code(world.ada)[0]


@pytest.fixture
def finger(ada: Client) -> Finger:
    return add_passkey(ada)


def test_ada_signs_in_with_her_passkey_and_nothing_else(world: World, finger: Finger) -> None:
    client, answer = sign_in_by_passkey(finger)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"Ada" in client.get("/").content


def test_it_leads_where_she_was_going(world: World, finger: Finger) -> None:
    assert sign_in_by_passkey(finger, next="/library/")[1]["Location"] == "/library/"
    assert sign_in_by_passkey(finger, next="https://evil.example/")[1]["Location"] == "/"


def test_she_names_renames_and_removes_it(world: World, ada: Client, finger: Finger) -> None:
    made = Authenticator.objects.get(user=world.ada, type="webauthn")
    assert "Phone" in text_of(ada.get(OWN))
    ada.post(f"{OWN}passkeys/{made.pk}/", {"name": "  Old\n phone <b> " + "x" * 99})
    assert "Old phone &lt;b&gt; xxx" in text_of(ada.get(OWN))
    assert ada.post(f"{OWN}passkeys/{made.pk}/remove/")["Location"] == OWN
    assert not Authenticator.objects.filter(user=world.ada).exists()  # the recovery codes went with it
    assert sign_in_by_passkey(finger)[1]["Location"] == f"{FIRST_PAGE}?passkey=failed"


def test_ada_hears_by_mail_that_a_passkey_came_and_went(world: World, ada: Client, finger: Finger) -> None:
    carry_out_jobs()
    [added] = [m for m in mail.outbox if m.subject == "How you sign in was changed"]
    assert "A passkey was added" in str(added.body)
    assert "/you/sessions/" in str(added.body)
    ada.post(f"{OWN}passkeys/{Authenticator.objects.get(type='webauthn').pk}/remove/")
    carry_out_jobs()
    assert "taken away" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("way", ["", "remove/"])
def test_nobody_touches_the_passkey_of_somebody_else(world: World, finger: Finger, way: str) -> None:
    made = Authenticator.objects.get(user=world.ada, type="webauthn")
    ben = sign_in_by_code(world.ben)[0]
    assert ben.post(f"{OWN}passkeys/{made.pk}/{way}", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get(pk=made.pk).wrap().name == "Phone"


def test_a_failed_passkey_is_told_on_the_first_page(world: World) -> None:
    answer = Client().post(PASSKEY_PAGE, {"credential": "{}"}, follow=True)
    assert "This passkey was not accepted" in text_of(answer)
    assert Client().post(PASSKEY_PAGE)["Location"] == f"{FIRST_PAGE}?passkey=failed"


# ---- what a tamperer tries ------------------------------------------------------------------


def refused(client: Client, credential: Any) -> None:
    before = Session.objects.exclude(member=None).count()
    answer = client.post(PASSKEY_PAGE, {"credential": json.dumps(credential)})
    assert answer["Location"] == f"{FIRST_PAGE}?passkey=failed"
    assert Session.objects.exclude(member=None).count() == before


def test_an_answer_that_was_heard_before_signs_nobody_in(world: World, finger: Finger) -> None:
    client = Client()
    answer = finger.sign(asked(client))
    assert client.post(PASSKEY_PAGE, {"credential": json.dumps(answer)})["Location"] == "/"
    thief = Client()
    refused(thief, answer)  # never asked
    asked(thief)
    refused(thief, answer)  # asked something else


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://testserver.evil.example"},
        {"origin": "http://testserver"},
        {"place": "evil.example"},
        {"flags": 0},
        {"flags": PRESENT},  # the device did not check who holds it
    ],
)
def test_a_device_that_says_something_else_is_refused(world: World, finger: Finger, lie: dict[str, Any]) -> None:
    for name, value in lie.items():
        setattr(finger, name, value)
    client = Client()
    refused(client, finger.sign(asked(client)))


@pytest.mark.parametrize("part", ["signature", "authenticatorData", "clientDataJSON"])
def test_one_changed_byte_is_noticed(world: World, finger: Finger, part: str) -> None:
    client = Client()
    answer = finger.sign(asked(client))
    changed = bytearray(data(answer["response"][part]))
    changed[-2] ^= 1
    answer["response"][part] = text(bytes(changed))
    refused(client, answer)


def test_the_passkey_of_ada_does_not_sign_in_as_ben(world: World, finger: Finger) -> None:
    bens = add_passkey(sign_in_by_code(world.ben)[0])
    client = Client()
    refused(client, finger.sign(asked(client), userHandle=bens.handle))
    bens.key = finger.key
    refused(client, bens.sign(asked(client)))


@pytest.mark.parametrize(
    "junk", [None, [], "x", 1, {"id": 1}, {"response": {}}, {"response": {"userHandle": "!"}}, {"rawId": "AAAA"}]
)
def test_junk_is_refused_and_breaks_nothing(world: World, finger: Finger, junk: Any) -> None:
    client = Client()
    asked(client)
    refused(client, junk)


def test_junk_adds_no_passkey(world: World, ada: Client) -> None:
    for junk in ("", "null", "[]", "1", '{"id": 1}', '{"rawId": "AA", "id": "AA", "response": {}, "type": 7}'):
        options_on(ada.get(NEW_PASSKEY))
        assert ada.post(NEW_PASSKEY, {"credential": junk}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"place": "evil.example"}, {"flags": PRESENT}])
def test_no_passkey_is_taken_from_a_device_that_lies(world: World, ada: Client, lie: dict[str, Any]) -> None:
    made = Finger(**lie).make(options_on(ada.get(NEW_PASSKEY)))
    answer = ada.post(NEW_PASSKEY, {"name": "Mine", "credential": json.dumps(made)})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


def test_what_a_device_made_counts_once(world: World, ada: Client) -> None:
    made = json.dumps(Finger().make(options_on(ada.get(NEW_PASSKEY))))
    assert ada.post(NEW_PASSKEY, {"credential": made}).status_code == 302
    assert ada.post(NEW_PASSKEY, {"credential": made}).status_code == 200
    assert Authenticator.objects.filter(type="webauthn").count() == 1


@pytest.mark.parametrize("standing", ["removed", "left", "applicant", "invited"])
def test_somebody_shut_out_does_not_come_in_with_a_passkey(world: World, finger: Finger, standing: str) -> None:
    Member.objects.filter(pk=world.ada.pk).update(standing=standing)
    Session.objects.all().delete()
    assert sign_in_by_passkey(finger)[1].status_code == 403
    assert sessions_of(world.ada) == 0


def test_a_stolen_session_adds_no_passkey(world: World) -> None:
    """Neither for somebody with a password, nor for somebody with nothing but their mail."""
    assert signed_in(world.ada).get(NEW_PASSKEY)["Location"].startswith("/you/again/?")
    world.ben.set_unusable_password()
    world.ben.save()
    thief = signed_in(world.ben)
    assert thief.get(NEW_PASSKEY)["Location"].startswith("/you/again/code/")
    assert thief.post(NEW_PASSKEY, {"credential": "{}"})["Location"].startswith("/you/again/code/")


def test_ten_are_enough(world: World, ada: Client) -> None:
    for number in range(10):
        add_passkey(ada, name=f"Number {number}")
    assert ada.get(NEW_PASSKEY)["Location"] == OWN


def test_passkeys_are_not_offered_under_a_bare_number(world: World, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    assert "Use a passkey" not in text_of(Client(headers={"host": "127.0.0.1"}).get(FIRST_PAGE))
    assert "Use a passkey" in text_of(Client().get(FIRST_PAGE))
