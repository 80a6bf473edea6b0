"""The private link: where a request stands, who can see it, how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from moderation.actions import forget_applications
from moderation.models import Application, ApplicationLink
from tests.cast import World
from tests.moderation.knocking import (
    EMAIL,
    GIVEN,
    applied,
    apply,
    link_for,
    link_to,
    mails_to,
    prove,
    waiting,
)
from tests.pages import text_of
from tests.verbs import carry_out_jobs

pytestmark = pytest.mark.usefixtures("nothing_asked")


@pytest.mark.parametrize("token", ["never-sent", "x" * 3000, "%00", "0" * 64])
def test_a_guessed_link_is_like_one_that_is_over(world: World, token: str) -> None:
    pages = {Client().get(f"/application/{one}/").content for one in (token, "gone")}
    assert (Client().get(f"/application/{token}/").status_code, len(pages)) == (404, 1)
    assert Client().post(f"/application/{token}/withdraw/").status_code == 404


def test_a_hash_from_the_database_opens_nothing(world: World) -> None:
    applied()
    for token_hash in ApplicationLink.objects.values_list("token_hash", flat=True):
        assert Client().get(f"/application/{token_hash}/").status_code == 404


def test_nothing_is_followed_before_the_address_is_proven(world: World) -> None:
    assert Client().get(link_to(waiting(stage="unproven", submitted_at=None))).status_code == 404


def test_looking_at_a_link_changes_nothing_and_withdrawing_needs_the_button(world: World) -> None:
    page = link_to(waiting())
    before = Application.objects.values().get()
    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(page).status_code == 200
    assert Client().get(f"{page}withdraw/").status_code == 405
    assert Application.objects.values().get() == before


def test_nadia_withdraws_and_nobody_can_decide_any_more(world: World) -> None:
    page = link_to(waiting())
    assert Client().post(f"{page}withdraw/")["Location"] == page
    assert "You withdrew your request" in text_of(Client().get(page))
    assert Client().post(f"{page}withdraw/").status_code == 302
    assert Application.objects.get().stage == "withdrawn"


def test_a_lost_link_is_replaced_by_mail(world: World) -> None:
    old = prove(apply())
    answer = Client().post("/apply/lost/", {"email": " NADIA@wren.test"})
    carry_out_jobs()
    assert "If a request was sent" in text_of(answer)
    assert Client().get(old).status_code == 404
    assert Client().get(link_for()).status_code == 200


def test_links_end_ninety_days_after_the_end(world: World) -> None:
    over = waiting(stage="declined", decided_at=timezone.now() - timedelta(days=89))
    page, still = link_to(over), link_to(waiting(email="tam@pods.test"))
    forget_applications.call()
    assert Client().get(page).status_code == 200
    Application.objects.filter(pk=over.pk).update(decided_at=timezone.now() - timedelta(days=91))
    forget_applications.call()
    assert [Client().get(one).status_code for one in (page, still)] == [404, 200]
    Client().post("/apply/lost/", {"email": EMAIL})
    carry_out_jobs()
    assert mails_to() == []


def test_what_nobody_proved_is_forgotten_in_two_days(world: World) -> None:
    page = apply()
    forget_applications.call()
    assert Client().get(page).status_code == 200
    Application.objects.update(made_at=timezone.now() - timedelta(days=2, minutes=1))
    forget_applications.call()
    assert (Client().get(page).status_code, Application.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ([1] * 4, "too few requests so far"), ([30] * 5, "about a day"), ([0.5] * 6, "an hour or two"),
        ([10] * 5, "less than a day"), ([24, 48, 72, 90, 900], "about 3 days"), ([500] * 5, "about 3 weeks"),
    ],
)  # fmt: skip
def test_the_usual_waiting_time_is_the_median_of_the_last_or_honestly_unknown(
    world: World, hours: list[float], said: str
) -> None:
    now = timezone.now()
    for number, waited in enumerate(hours):
        waiting(email=f"n{number}@x.test", stage="admitted", decided_at=now, submitted_at=now - timedelta(hours=waited))
    waiting(email="w@x.test", stage="withdrawn", decided_at=now, submitted_at=now - timedelta(days=300))
    assert said in text_of(Client().get(link_to(waiting())))


def test_the_page_asks_the_database_as_much_for_many_words_as_for_few(
    world: World, django_assert_num_queries: Any
) -> None:
    application = waiting(stage="asked")
    page = link_to(application)
    with django_assert_num_queries(3):
        Client().get(page)
    for number in range(30):
        application.words.create(kind="question", author=world.mona, body=f"Question {number}?")
    with django_assert_num_queries(3):
        Client().get(page)


def test_no_mail_of_the_door_could_be_opened_by_a_scanner_to_any_effect(world: World) -> None:
    prove(apply())
    assert "http" not in mails_to()[0], "the code's mail has no link at all"
    assert all(message.subject == " ".join(message.subject.split()) for message in mail.outbox)
    assert GIVEN["school"] in mails_to()[1]
