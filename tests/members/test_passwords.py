"""Changing, setting and forgetting a password; whoever was signed in because of the old one is out."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.test import Client

from community import admission
from community.live.protocol import Close
from community.members import epoch
from community.members.models import Member
from community.members.passwords import LEAST, PREFIX, breached, is_breached
from community.routing import Door
from tests.cast import PASSWORD, World
from tests.members.signing import codes, mails, sessions_of, sign_in_by_code, sign_in_by_password, wrong
from tests.verbs import session_of, signed_in

NEW = "another long and quiet sentence"
FORGOTTEN = "/sign-in/password/forgotten/"


def change(client: Client, *, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return client.post("/you/password/", {"oldpassword": old, "password1": new, "password2": again})


def test_ada_changes_her_password_and_signs_in_with_the_new_one(world: World) -> None:
    answer = change(signed_in(world.ada))
    assert (answer.status_code, sessions_of(world.ada)) == (302, 0)
    assert sign_in_by_password(world.ada.email)[1].status_code == 200
    assert sign_in_by_password(world.ada.email, NEW)[1].status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, NEW, NEW + "!"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "passwordpassword"[:14], "passwordpassword"[:14]),
        (PASSWORD, "ada@school.test", "ada@school.test"),
        (PASSWORD, "", ""),
        (PASSWORD, "1qaz2wsx3edc4rfv", "1qaz2wsx3edc4rfv"),  # stolen elsewhere
        (PASSWORD, "QWERTYuiopASDFGH", "QWERTYuiopASDFGH"),  # capitals make it no other
        (PASSWORD, "abcabcabcabcabcabc", "abcabcabcabcabcabc"),
        (PASSWORD, "Center Community 12", "Center Community 12"),  # the community's own name
        (PASSWORD, "ada-ada@school.test!", "ada-ada@school.test!"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(world: World, old: str, new: str, again: str) -> None:
    client = signed_in(world.ada)
    answer = change(client, old=old, new=new, again=again)
    assert (answer.status_code, b'class="error"' in answer.content) == (200, True)
    assert client.get("/").status_code == 200
    assert Member.objects.get(pk=world.ada.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("1qaz2wsx3edc4rfv5tgb", "stolen"), ("sunsunsunsunsunsun", "over and over"), ("center-community-99", "name")],
)
def test_why_it_will_not_do_is_said(world: World, password: str, sentence: str) -> None:
    answer = change(signed_in(world.ada), new=password, again=password)
    assert sentence in answer.content.decode()


def test_the_list_of_stolen_ones_is_sorted_and_knows_what_django_knows() -> None:
    known = [breached()[at : at + PREFIX] for at in range(0, len(breached()), PREFIX)]
    assert len(known) > 13_000
    assert known == sorted(set(known))
    common = [word for word in CommonPasswordValidator().passwords if len(word) >= LEAST]
    assert common
    assert all(map(is_breached, common))
    assert not any(is_breached(f"a sentence of {number} words") for number in range(2000))


def test_any_sentence_of_fifteen_characters_is_a_password(world: World) -> None:
    """NIST SP 800-63B: length, no rules of composition, all of Unicode, spaces too."""
    for new in ("fünfzehn ñandúes", "all small letters", "x" * 64 + " and more"):
        Member.objects.filter(pk=world.ada.pk).update(password="")
        world.ada.set_password(PASSWORD)
        world.ada.save()
        assert change(signed_in(world.ada), new=new, again=new).status_code == 302, new


def test_a_new_password_ends_every_other_browser_and_its_sockets(world: World) -> None:
    thief = signed_in(world.ada)
    assert thief.get("/").status_code == 200  # and is remembered by this process
    key, before = thief.cookies["sessionid"].value, epoch.current()
    change(signed_in(world.ada))
    assert thief.get("/").status_code == 302
    verdicts = Door().judge({key: world.ada.pk}, {})
    assert (verdicts.ended, verdicts.epoch > before) == ({key}, True)


def test_a_first_password_is_set_by_whoever_is_signed_in(world: World) -> None:
    world.ada.set_unusable_password()
    world.ada.save()
    client, _ = sign_in_by_code(world.ada)
    assert client.get("/you/password/")["Location"] == "/you/password/new/"
    answer = client.post("/you/password/new/", {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert sign_in_by_password(world.ada.email, NEW)[1].status_code == 302


def test_ron_who_only_reads_can_still_change_his_password(world: World) -> None:
    assert change(signed_in(world.ron)).status_code == 302
    assert sign_in_by_password(world.ron.email, NEW)[1].status_code == 302


# ---- forgotten ------------------------------------------------------------------------------


def forget(member: Member) -> tuple[Client, str]:
    """A browser that asked for a code to choose a new password, and the code."""
    client = Client()
    assert client.post(FORGOTTEN, {"email": member.email})["Location"] == f"{FORGOTTEN}code/"
    return client, codes()[-1]


def choose(client: Client, new: str = NEW) -> Any:
    return client.post(f"{FORGOTTEN}new/", {"password1": new, "password2": new})


def test_a_forgotten_password_is_chosen_anew_with_a_code(world: World) -> None:
    client, code = forget(world.ada)
    assert client.post(f"{FORGOTTEN}code/", {"code": code})["Location"] == f"{FORGOTTEN}new/"
    assert choose(client).status_code == 302
    assert client.get("/").status_code == 302  # nobody is signed in by it
    assert sign_in_by_password(world.ada.email, NEW)[1].status_code == 302


def test_a_password_chosen_anew_ends_every_browser_and_its_sockets(world: World) -> None:
    """The owner of the address takes the account back: a thief's session must not outlive that."""
    thief = signed_in(world.ada)
    key = thief.cookies["sessionid"].value
    assert admission.identify(key) is not None
    client, code = forget(world.ada)
    client.post(f"{FORGOTTEN}code/", {"code": code})
    choose(client)
    assert thief.get("/").status_code == 302
    assert Door().look_up(key) is Close.SIGNED_OUT
    assert Door().judge({key: world.ada.pk}, {}).ended == {key}


def test_a_wrong_code_chooses_nothing(world: World) -> None:
    client, code = forget(world.ada)
    assert client.post(f"{FORGOTTEN}code/", {"code": wrong(code)}).status_code == 200
    assert choose(client)["Location"] == f"{FORGOTTEN}code/"  # back to where the code is asked for
    assert Member.objects.get(pk=world.ada.pk).check_password(PASSWORD)


def test_guessing_the_code_of_a_forgotten_password_ends_after_three(world: World) -> None:
    client, code = forget(world.ada)
    for _ in range(3):
        client.post(f"{FORGOTTEN}code/", {"code": wrong(code)})
    client.post(f"{FORGOTTEN}code/", {"code": code})
    choose(client)
    assert Member.objects.get(pk=world.ada.pk).check_password(PASSWORD)


def test_the_code_of_a_forgotten_password_dies(world: World, monkeypatch: Any) -> None:
    (client, code), asked = forget(world.ada), time.time()
    monkeypatch.setattr(time, "time", lambda: asked + 16 * 60)
    client.post(f"{FORGOTTEN}code/", {"code": code})
    choose(client)
    assert Member.objects.get(pk=world.ada.pk).check_password(PASSWORD)


def test_a_code_of_one_kind_does_not_serve_the_other(world: World) -> None:
    """Signing in with the code of a forgotten password, or the other way about, in the very same browser."""
    client, code = forget(world.ada)
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/sign-in/"
    assert sessions_of(world.ada) == 0


def test_nobody_chooses_a_password_without_a_code(world: World) -> None:
    client = Client()
    assert client.get(f"{FORGOTTEN}new/")["Location"] == FORGOTTEN
    assert choose(client)["Location"] == FORGOTTEN
    assert mails() == []


@pytest.mark.parametrize("name", ["rex", "lea"])
def test_somebody_whose_access_ended_gets_no_code(world: World, name: str) -> None:
    Client().post(FORGOTTEN, {"email": world.people[name].email})
    assert mails() == []


def test_somebody_removed_meanwhile_chooses_a_password_for_nothing(world: World) -> None:
    client, code = forget(world.ada)
    Member.objects.filter(pk=world.ada.pk).update(standing="removed")
    client.post(f"{FORGOTTEN}code/", {"code": code})
    choose(client)
    assert sign_in_by_password(world.ada.email, NEW)[1].status_code in {200, 403}
    assert sessions_of(world.ada) == 0


def test_asking_whether_it_is_you_takes_the_password(world: World) -> None:
    client = signed_in(world.ada)
    assert client.post("/you/again/", {"password": "wrong"}).status_code == 200
    assert client.post("/you/again/?next=/forum/", {"password": PASSWORD})["Location"] == "/forum/"
    assert session_of(world.ada).session_key  # signing in again is not needed
