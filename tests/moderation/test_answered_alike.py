"""Nobody learns from the door who is a member, who has applied, who was removed: pages, headers and times are alike."""

from __future__ import annotations

import re
from time import thread_time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moderation.models import Application, Question
from tests.access.test_door import CSRF
from tests.cast import World
from tests.moderation.knocking import EMAIL, apply, mails_to, opened, send, waiting
from tests.verbs import carry_out_jobs

STRANGER = "vera@elsewhere.test"
NEW_EACH_TIME = re.compile(rb'name="mark" value="[^"]*"|/apply/[0-9a-f-]{36}/|again=[0-9a-f-]{36}')
KNOWN = ["ada@school.test", "sue@school.test", "rex@school.test", "lea@school.test", "nia@school.test", EMAIL]


@pytest.fixture(autouse=True)
def nadia_waits(world: World) -> None:
    """And nothing but name, email, school and state is asked."""
    Question.objects.all().delete()
    waiting()


def said(answer: Any, email: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything that could be compared from outside."""
    content = NEW_EACH_TIME.sub(b"", CSRF.sub(b"", answer.content)).replace(email.encode(), b"somebody")
    headers = [(k, NEW_EACH_TIME.sub(b"", v.encode()).decode()) for k, v in sorted(answer.items())]
    return answer.status_code, content, [(k, v) for k, v in headers if k != "Content-Length"]


def whole_way(email: str) -> list[tuple[int, bytes, list[tuple[str, str]]]]:
    """From the form to a code that is guessed wrong too often, and the question for a lost link."""
    client = Client()
    sent = send(client, email=email)
    steps = [sent, client.get(sent["Location"])]
    carry_out_jobs()
    steps.append(client.get(sent["Location"]))
    guesses = [code for code in ("000000", "111111") if code not in " ".join(mails_to(email))]
    steps += [client.post(sent["Location"], {"code": guesses[0]}) for _ in range(6)]
    steps.append(client.post(sent["Location"], {"again": "1"}))
    steps.append(client.post("/apply/lost/", {"email": email}))
    return [said(step, email) for step in steps]


@pytest.mark.parametrize("email", KNOWN)
def test_the_whole_way_looks_the_same_for_strangers_and_for_people_we_know(world: World, email: str) -> None:
    assert whole_way(email) == whole_way(STRANGER)


@pytest.mark.parametrize("email", KNOWN)
def test_the_same_work_is_done_whoever_the_address_belongs_to(world: World, email: str) -> None:
    """As many statements, as many jobs: there is nothing to measure from outside."""
    work = []
    for address in (STRANGER, email):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            send(email=address)
            Client().post("/apply/lost/", {"email": address})
        work.append(([re.sub(r"'[^']*'|\d+", "?", q["sql"])[:60] for q in asked.captured_queries], carry_out_jobs()))
    assert work[0] == work[1]


def test_it_takes_as_long_for_a_member_as_for_a_stranger(world: World) -> None:
    """The quickest of six each, in this thread's own time: how busy the machine is does not count. What the database
    does for either is compared above, statement by statement."""
    times: dict[str, list[float]] = {"ada@school.test": [], STRANGER: []}
    for _ in range(6):
        for email, taken in times.items():
            mark = opened()
            begun = thread_time()
            assert send(mark=mark, email=email).status_code == 302
            taken.append(thread_time() - begun)
    quickest = [min(taken) for taken in times.values()]
    assert abs(quickest[0] - quickest[1]) < 0.005


def test_a_member_is_told_by_mail_alone_and_how_to_sign_in(world: World) -> None:
    apply(email="ada@school.test")
    [words] = mails_to("ada@school.test")
    assert "belongs to a member already" in words
    assert "http://testserver/sign-in/" in words
    assert Application.objects.filter(stage="waiting").count() == 1, "Nadia's, and no more"


def test_who_asked_before_is_sent_the_link_and_nothing_new_waits(world: World) -> None:
    apply()
    [words] = mails_to()
    assert "is with the moderators already" in words
    assert Client().get(re.findall(r"http://testserver(\S+)", words)[0]).status_code == 200


@pytest.mark.parametrize("email", ["rex@school.test", "lea@school.test"])
def test_who_was_removed_or_left_may_ask_again(world: World, email: str) -> None:
    apply(email=email)
    assert "This code confirms" in mails_to(email)[0]


def test_a_lost_link_is_mailed_to_nobody_who_never_asked(world: World) -> None:
    for email in (STRANGER, "ada@school.test"):
        Client().post("/apply/lost/", {"email": email})
    assert carry_out_jobs() == 2
    assert mails_to(STRANGER) == mails_to("ada@school.test") == []
