"""Asking to come in: the form, the code that proves the address, the private link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation.actions import applying
from moderation.models import Application, ApplicationLink, Policy, Question
from tests.cast import World
from tests.moderation.knocking import (
    EMAIL,
    apply,
    code_for,
    link_for,
    mails_to,
    opened,
    prove,
    question,
    send,
    waiting,
    wrong,
)
from tests.pages import text_of, typed_in
from tests.verbs import carry_out_jobs

pytestmark = pytest.mark.usefixtures("nothing_asked")


# ---- the form -------------------------------------------------------------------------------


def test_nadia_asks_proves_her_address_and_follows_her_request(world: World) -> None:
    page = apply()
    assert Application.objects.get().stage == "unproven"
    assert "six digits" in text_of(Client().get(page))
    private = prove(page)
    shown = text_of(Client().get(private))
    assert "Thank you, Nadia" in shown
    assert "Waiting to be read" in shown
    assert Application.objects.get().stage == "waiting"
    assert text_of(Client().get(link_for())).count("Thank you, Nadia") == 1


def test_every_kind_of_question_is_asked_and_its_answer_kept_with_it(world: World) -> None:
    short, long = question("short", "Your role?"), question("long", "What do you hope for?")
    choice = question("choice", "Which?", choices=["Private", "Public"])
    several = question("several", "Which ages?", choices=["5", "6", "7"])
    yes_no, affirm = question("yes_no", "Open already?"), question("affirm", "I am no reporter.")
    page = text_of(Client().get("/apply/"))
    for one in (short, long, choice, several, yes_no, affirm):
        assert one.label in page
    apply(**{
        f"q{short.pk}": " Guide ", f"q{long.pk}": "Company.\r\nAnd rest.", f"q{choice.pk}": "1",
        f"q{several.pk}": ["0", "2"], f"q{yes_no.pk}": "no", f"q{affirm.pk}": "on",
    })  # fmt: skip
    assert [(a["label"], a["answer"]) for a in Application.objects.get().answers] == [
        ("Your role?", "Guide"), ("What do you hope for?", "Company.\nAnd rest."), ("Which?", "Public"),
        ("Which ages?", ["5", "7"]), ("Open already?", "No"), ("I am no reporter.", True),
    ]  # fmt: skip


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(world: World) -> None:
    role, why = question("short", "Your role?"), question("affirm", "I am no reporter.")
    answer = send(name="", email="nadia", state="", **{f"q{role.pk}": "Guide"})
    page = text_of(answer)
    assert answer.status_code == 422
    for sentence in ("write your name", "does not look like an email", "choose your state", "Without this we cannot"):
        assert sentence in page
    assert (typed_in(answer, "email"), typed_in(answer, f"q{role.pk}")) == ("nadia", "Guide")
    assert f'id="id_q{why.pk}-error"' in page
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 81), ("name", "\u200b\u202e \u2800"), ("name", "\x00\x01"), ("school", "y" * 100_000),
        ("state", "Narnia"), ("state", "<script>"), ("email", "a@b"), ("email", "x" * 300 + "@school.test"),
        ("email", "nadia@wren.test\nBcc: all@wren.test"), ("email", "nadia@wren.test\x00"), ("mark", "forged"),
        ("mark", ""), ("mark", "x" * 50_000),
    ],
)  # fmt: skip
def test_hostile_and_huge_input_is_refused_in_words(world: World, field: str, value: str) -> None:
    answer = send(**{field: value})
    assert (answer.status_code, "Not sent yet." in text_of(answer)) == (422, True)
    assert (Application.objects.count(), carry_out_jobs()) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("short", "x" * 201), ("short", " \u200b "), ("long", "x" * 2001), ("long", ""), ("choice", "7"),
        ("choice", "-1"), ("choice", ""), ("several", ["0", "9"]), ("several", []), ("yes_no", "maybe"), ("affirm", ""),
        ("choice", "x" * 200_000),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_at_its_question(world: World, kind: str, value: Any) -> None:
    one = question(kind, choices=["A", "B"])
    answer = send(**{f"q{one.pk}": value})
    assert (answer.status_code, f'id="id_q{one.pk}-error"' in text_of(answer)) == (422, True)


def test_what_is_optional_may_stay_empty(world: World) -> None:
    for kind in ("short", "long", "choice", "several", "yes_no"):
        question(kind, choices=["A", "B"], required=False)
    apply()
    assert [a["answer"] for a in Application.objects.get().answers] == ["", "", "", [], ""]


def test_markup_is_shown_as_it_was_typed(world: World) -> None:
    one = question("long", "Why?")
    private = prove(apply(name="<b>Nadia</b>", **{f"q{one.pk}": "<script>alert(1)</script>"}))
    page = text_of(Client().get(private))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Nadia" not in page
    assert "Dear <b>Nadia</b>," in mails_to()[1], "mail is plain text"


def test_nobody_can_send_words_of_their_own_to_an_address_that_is_not_theirs(world: World) -> None:
    waiting(email="tam@pods.test")
    for email in (EMAIL, "ada@school.test", "tam@pods.test"):
        apply(name="Win at http://spam.test", school="Spam School", email=email)
        assert not any("pam" in words for words in mails_to(email))


def test_the_same_form_sent_twice_applies_once(world: World) -> None:
    mark = opened()
    pages = {send(mark=mark)["Location"] for _ in range(2)}
    assert (len(pages), Application.objects.count(), carry_out_jobs()) == (1, 1, 1)


def test_a_form_sent_again_before_the_code_is_a_correction(world: World) -> None:
    mark = opened()
    page = apply(mark=mark, email="nadja@wren.test")
    assert "nadja@wren.test" in text_of(Client().get(page))
    old = code_for("nadja@wren.test")
    assert apply(mark=mark, school="Wren School") == page
    assert Client().post(page, {"code": old}).status_code == 422, "that mailbox is not hers"
    prove(page)
    found = Application.objects.get()
    assert (found.email, found.school, found.stage) == (EMAIL, "Wren School", "waiting")


def test_after_the_code_the_same_form_changes_nothing(world: World) -> None:
    mark = opened()
    prove(apply(mark=mark))
    page = apply(mark=mark, email="other@wren.test", name="Somebody Else")
    assert "Your email is confirmed" in text_of(Client().get(page))
    assert (Application.objects.get().name, mails_to("other@wren.test")) == ("Nadia Belmont", [])


def test_what_was_sent_can_be_corrected_from_the_page_of_the_code(world: World) -> None:
    role = question("short", "Your role?")
    ages = question("several", "Which ages?", choices=["5", "6"])
    nonce = apply(**{f"q{role.pk}": "Guide", f"q{ages.pk}": ["1"]}).split("/")[2]
    again = Client().get("/apply/", {"again": nonce})
    assert [typed_in(again, name) for name in ("name", "email", f"q{role.pk}")] == ["Nadia Belmont", EMAIL, "Guide"]
    assert f'name="q{ages.pk}" value="1" checked' in text_of(again)
    apply(mark=opened(nonce=Application.objects.get().nonce), **{f"q{role.pk}": "Founder", f"q{ages.pk}": ["0"]})
    assert Application.objects.get().answers[0]["answer"] == "Founder"


@pytest.mark.parametrize("again", ["", "x", "0" * 32, "x" * 5000])
def test_nobody_else_finds_what_was_typed(world: World, again: str) -> None:
    apply()
    assert EMAIL not in text_of(Client().get("/apply/", {"again": again}))


def test_a_page_opened_before_a_question_changed_still_counts(world: World) -> None:
    old = question("short", "Your role?")
    mark = opened(600)
    Question.objects.filter(pk=old.pk).update(retired_at=timezone.now() - timedelta(seconds=300))
    new = question("short", "What do you do there?", made_at=timezone.now() - timedelta(seconds=300))
    apply(mark=mark, **{f"q{old.pk}": "Guide"})
    assert Application.objects.get().answers[0]["label"] == "Your role?"
    assert send(**{f"q{old.pk}": "Guide"}).status_code == 422
    assert send(**{f"q{new.pk}": "Guide"}).status_code == 302


def test_a_page_that_lay_open_for_days_asks_to_look_it_over(world: World, monkeypatch: Any) -> None:
    mark = opened()
    later = timezone.now().timestamp() + 25 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    answer = send(mark=mark)
    assert (answer.status_code, "open for a long time" in text_of(answer)) == (422, True)
    assert typed_in(answer, "school") == "Wren Street School"


def test_machines_are_stopped_by_a_sentence_that_people_can_get_past(world: World) -> None:
    trap, haste = send(website="https://spam.test"), send(mark=opened(1))
    assert (trap.status_code, "people cannot see" in text_of(trap)) == (422, True)
    assert (haste.status_code, "faster than anybody can read" in text_of(haste)) == (422, True)
    assert typed_in(trap, "name") == "Nadia Belmont"
    assert not Application.objects.exists()
    assert send(mark=typed_in(haste, "mark"), website="").status_code == 422, "still too fast"
    assert send(mark=opened(5)).status_code == 302


def test_while_requests_are_closed_nothing_is_taken_and_nothing_lost(world: World) -> None:
    assert "Request access" in text_of(Client().get("/sign-in/"))
    Policy.objects.update_or_create(id=1, defaults={"applications_open": False})
    assert "Requests are closed" in text_of(Client().get("/apply/"))
    assert "Request access" not in text_of(Client().get("/sign-in/"))
    answer = send()
    assert (answer.status_code, "not taken at the moment" in text_of(answer)) == (422, True)
    assert typed_in(answer, "name") == "Nadia Belmont"


# ---- the code -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"]
)
def test_a_code_may_be_typed_or_pasted_as_it_comes(world: World, written: str) -> None:
    page = apply()
    assert Client().post(page, {"code": written.format(code_for())}).status_code == 302
    assert 'autocomplete="one-time-code"' in text_of(Client().get(apply(email="other@wren.test")))


def test_after_five_wrong_codes_the_right_one_is_dead_and_a_new_one_works(world: World) -> None:
    page = apply()
    code = code_for()
    answers = [Client().post(page, {"code": wrong(code)}) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {422}
    assert "That is not the code" in text_of(answers[-1])
    assert "does not work any more" in text_of(Client().post(page, {"code": code}))
    assert Client().post(page, {"again": "1"}).status_code == 302
    carry_out_jobs()
    prove(page)


def test_a_code_is_dead_after_a_quarter_of_an_hour(world: World) -> None:
    page = apply()
    Application.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert "does not work any more" in text_of(Client().post(page, {"code": code_for()}))


def test_a_new_code_ends_the_one_before(world: World) -> None:
    page = apply()
    first = code_for()
    Client().post(page, {"again": "1"})
    carry_out_jobs()
    if first != code_for():
        assert Client().post(page, {"code": first}).status_code == 422
    prove(page)


def test_a_code_is_sent_again_only_so_often(world: World) -> None:
    page = apply()
    answers = [Client().post(page, {"again": "1"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 100_000, "\x00"])
def test_what_is_no_code_is_refused_without_costing_a_try(world: World, code: str) -> None:
    page = apply()
    answer = Client().post(page, {"code": code})
    assert (answer.status_code, "id_code-error" in text_of(answer)) == (422, True)
    assert Application.objects.get().code_tries == 0


def test_the_code_of_one_request_opens_no_other(world: World) -> None:
    hers, his = apply(), apply(email="tam@pods.test")
    if code_for() != code_for("tam@pods.test"):
        assert Client().post(his, {"code": code_for()}).status_code == 422
    assert Client().post(hers, {"code": code_for()}).status_code == 302
    assert Client().post(hers, {"code": code_for()}).status_code == 422, "used already"


def test_neither_code_nor_link_lies_in_the_database(world: World) -> None:
    page = apply()
    code = code_for()
    stored = Application.objects.get()
    assert code not in stored.code_hash
    assert stored.code_hash != applying.hash_of_code(Application().pk, code)
    token = prove(page).split("/")[2]
    assert token not in set(ApplicationLink.objects.values_list("token_hash", flat=True))
