"""The two ways in: a code by mail, a password. And the way that is not there: signing up."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from community.members.models import Session
from tests.access.test_door import CSRF
from tests.cast import PASSWORD, World
from tests.members.signing import (
    CODE_PAGE,
    FIRST_PAGE,
    PASSWORD_PAGE,
    ask_for_a_code,
    codes,
    mails,
    sessions_of,
    sign_in_by_code,
    sign_in_by_password,
    wrong,
)
from tests.pages import text_of

# ---- by code --------------------------------------------------------------------------------


def test_ada_signs_in_with_the_code_of_her_mail(world: World) -> None:
    client, answer = sign_in_by_code(world.ada)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"Ada" in client.get("/").content
    assert sessions_of(world.ada) == 1


def test_the_mail_goes_to_her_alone_and_says_what_it_is(world: World) -> None:
    ask_for_a_code("ADA@School.Test ")
    [message] = mails()
    assert message.to == ["ada@school.test"]
    assert message.subject == "Your sign-in code"
    assert "http" not in str(message.body)  # nothing a scanner of mail could open


def test_signing_in_is_noted_by_the_day(world: World) -> None:
    assert world.ada.last_seen_on is None
    sign_in_by_code(world.ada)
    world.ada.refresh_from_db()
    assert world.ada.last_seen_on == timezone.now().date()


def test_a_wrong_code_opens_nothing_and_may_be_typed_again(world: World) -> None:
    client = ask_for_a_code(world.ada.email)
    answer = client.post(CODE_PAGE, {"code": wrong(codes()[0])})
    assert answer.status_code == 200
    assert b"id_code-error" in answer.content
    assert client.post(CODE_PAGE, {"code": codes()[0]})["Location"] == "/"


def test_after_three_wrong_codes_the_right_one_is_dead_too(world: World) -> None:
    client = ask_for_a_code(world.ada.email)
    answers = [client.post(CODE_PAGE, {"code": wrong(codes()[0])}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert client.post(CODE_PAGE, {"code": codes()[0]})["Location"] == FIRST_PAGE
    assert sessions_of(world.ada) == 0


def test_a_code_is_dead_after_a_quarter_of_an_hour(world: World, monkeypatch: Any) -> None:
    client, asked = ask_for_a_code(world.ada.email), time.time()
    monkeypatch.setattr(time, "time", lambda: asked + 15 * 60 + 2)
    assert client.post(CODE_PAGE, {"code": codes()[0]})["Location"] == FIRST_PAGE
    assert sessions_of(world.ada) == 0


def test_a_code_works_only_in_the_browser_that_asked(world: World) -> None:
    ask_for_a_code(world.ada.email)
    stranger = ask_for_a_code(world.ben.email)
    assert stranger.post(CODE_PAGE, {"code": codes()[0]}).status_code == 200
    assert Client().post(CODE_PAGE, {"code": codes()[0]})["Location"] == FIRST_PAGE
    assert sessions_of(world.ada) == 0


def test_a_code_works_once(world: World) -> None:
    client, _ = sign_in_by_code(world.ada)
    client.post("/you/sign-out/")
    assert client.post(CODE_PAGE, {"code": codes()[0]})["Location"] == FIRST_PAGE


def test_a_code_that_did_not_come_is_sent_again_as_a_new_one(world: World) -> None:
    client = ask_for_a_code(world.ada.email)
    assert b'value="resend"' in client.get(CODE_PAGE).content
    assert client.post(CODE_PAGE, {"action": "resend"})["Location"] == CODE_PAGE
    first, second = codes()
    if first != second:
        assert client.post(CODE_PAGE, {"code": first}).status_code == 200
    assert client.post(CODE_PAGE, {"code": second})["Location"] == "/"


def test_it_is_sent_again_only_so_often(world: World) -> None:
    client = ask_for_a_code(world.ada.email)
    for _ in range(6):
        client.post(CODE_PAGE, {"action": "resend"})
    assert len(codes()) <= 3
    assert b'value="resend"' not in client.get(CODE_PAGE).content


def test_who_mistyped_the_address_begins_again(world: World) -> None:
    client = ask_for_a_code("adda@school.test")
    assert client.get(FIRST_PAGE)["Location"] == CODE_PAGE  # as long as a code may still come
    assert b"Try another address" in client.get(CODE_PAGE).content
    assert client.post("/you/sign-out/", {"next": FIRST_PAGE})["Location"] == FIRST_PAGE
    assert client.get(FIRST_PAGE).status_code == 200
    assert client.post(FIRST_PAGE, {"email": world.ada.email})["Location"] == CODE_PAGE
    assert client.post(CODE_PAGE, {"code": codes()[0]})["Location"] == "/"


def test_codes_are_six_digits_and_differ() -> None:
    given = {get_adapter().generate_login_code() for _ in range(200)}
    assert all(len(code) == 6 and code.isdecimal() for code in given)
    assert len(given) > 190
    assert len(get_adapter().generate_password_reset_code()) == 6


def test_asking_for_codes_too_often_is_refused_in_words(world: World) -> None:
    answers = [Client().post(FIRST_PAGE, {"email": world.ada.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert b"Try again later." in answers[3].content
    assert len(mails()) == 3


def test_one_address_of_the_net_asks_for_twenty_people_a_minute_at_most(world: World) -> None:
    answers = [Client().post(FIRST_PAGE, {"email": f"guess{n}@school.test"}).status_code for n in range(21)]
    assert (set(answers[:20]), answers[20]) == ({302}, 200)


def test_who_knocks_too_often_gets_a_page_of_ours(world: World) -> None:
    page = [Client().post(PASSWORD_PAGE, {"login": "", "password": ""}) for _ in range(31)][-1]
    assert (page.status_code, b"Too many tries" in page.content) == (429, True)
    assert page["Content-Security-Policy"].startswith("default-src 'none'")


# ---- by password ----------------------------------------------------------------------------


def test_ada_signs_in_with_her_password_however_she_writes_her_address(world: World) -> None:
    for email in ("ada@school.test", " Ada@SCHOOL.test"):
        _, answer = sign_in_by_password(email)
        assert (answer.status_code, answer["Location"]) == (302, "/")
    assert sessions_of(world.ada) == 2


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], "x" * 5000])
def test_another_password_opens_nothing(world: World, password: str) -> None:
    _, answer = sign_in_by_password(world.ada.email, password)
    assert answer.status_code == 200
    assert sessions_of(world.ada) == 0


def test_guessing_a_password_ends_after_five_tries_even_with_the_right_one(world: World) -> None:
    for _ in range(5):
        assert sign_in_by_password(world.ada.email, "a wrong and quiet sentence")[1].status_code == 200
    _, answer = sign_in_by_password(world.ada.email)
    assert answer.status_code == 200
    assert b"Too many failed" in answer.content
    assert sessions_of(world.ada) == 0
    assert sign_in_by_password(world.ben.email)[1].status_code == 302  # nobody else is kept out


def test_guessing_for_many_people_ends_as_well(world: World) -> None:
    for number in range(10):
        sign_in_by_password(f"guess{number}@school.test", "a wrong and quiet sentence")
    assert sign_in_by_password(world.ben.email)[1].status_code == 200
    assert sessions_of(world.ben) == 0


def test_somebody_without_a_password_cannot_sign_in_with_one(world: World) -> None:
    world.ada.set_unusable_password()
    world.ada.save()
    for password in ("", "!", str(world.ada.password)):
        assert sign_in_by_password(world.ada.email, password)[1].status_code == 200
    assert sessions_of(world.ada) == 0


# ---- nobody learns who is a member ----------------------------------------------------------


def said(answer: Any, *emails: str) -> tuple[int, str, bytes]:
    content = CSRF.sub(b"", answer.content)
    for email in emails:
        content = content.replace(email.encode(), b"somebody")
    return answer.status_code, answer.get("Location", ""), content


@pytest.mark.parametrize("email", ["vera@elsewhere.test", "rex@school.test", "lea@school.test"])
def test_asking_for_a_code_says_the_same_to_strangers_and_members(world: World, email: str) -> None:
    told = []
    for address in (world.ada.email, email):
        client = Client()
        steps = [client.post(FIRST_PAGE, {"email": address}), client.get(CODE_PAGE)]
        steps += [client.post(CODE_PAGE, {"code": "000000" if "000000" not in codes() else "000001"})] * 3
        told.append([said(step, address) for step in steps])
    assert told[0] == told[1]
    assert [message.to for message in mails()] == [[world.ada.email]]


def test_a_wrong_password_says_the_same_for_strangers_and_members(world: World) -> None:
    told = {said(sign_in_by_password(email, "wrong")[1], email) for email in (world.ada.email, "vera@elsewhere.test")}
    assert len(told) == 1


def test_a_forgotten_password_says_the_same_for_strangers_and_members(world: World) -> None:
    told = []
    for email in (world.ada.email, "vera@elsewhere.test", "rex@school.test"):
        client = Client()
        asked = client.post("/sign-in/password/forgotten/", {"email": email})
        told.append((said(asked, email), said(client.get("/sign-in/password/forgotten/code/"), email)))
    assert told[0] == told[1] == told[2]
    assert [message.to for message in mails()] == [[world.ada.email]]


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x@" + "y" * 300 + ".test", "ada@school.test\x00"])
def test_an_impossible_address_is_refused_in_words(world: World, email: str) -> None:
    for page, field in ((FIRST_PAGE, "email"), (PASSWORD_PAGE, "login"), ("/sign-in/password/forgotten/", "email")):
        answer = Client().post(page, {field: email, "password": "x"})
        assert answer.status_code == 200, page
    assert mails() == []


# ---- there is no signing up -----------------------------------------------------------------


def test_there_is_no_page_to_sign_up(world: World) -> None:
    for path in ("/signup/", "/sign-up/", "/sign-in/signup/", "/accounts/signup/", "/you/email/", "/accounts/login/"):
        assert Client().get(path).status_code == 404
        assert Client().post(path, {"email": "vera@elsewhere.test", "password1": PASSWORD}).status_code == 404
    for name in ("account_signup", "account_email", "account_inactive", "account_signup_by_passkey"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_signing_up_is_closed_to_whoever_asks_the_library(rf: Any) -> None:
    assert get_adapter().is_open_for_signup(rf.get("/")) is False


def test_the_sign_in_pages_lead_to_no_sign_up_and_say_nothing_of_the_inside(world: World) -> None:
    for page in (FIRST_PAGE, PASSWORD_PAGE, "/sign-in/password/forgotten/"):
        content = Client().get(page).content.lower()
        assert b"signup" not in content
        assert b"cedar" not in content
    assert Session.objects.count() == 0  # looking leaves nothing behind


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/?ended=1", "Your access changed just now"),
        ("/sign-in/?signed-out=1&next=/forum/", "You were signed out of this"),
    ],
)
def test_a_page_whose_access_or_session_ended_says_so_at_the_sign_in(world: World, path: str, words: str) -> None:
    answer = Client().get(path, follow=True)
    assert (answer.status_code, words in text_of(answer)) == (200, True)
    assert words not in text_of(Client().get("/", follow=True))
