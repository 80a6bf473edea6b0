"""Owners decide whose sign-in needs a second step; moderators help somebody who has lost theirs."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.access.decision import Denied
from moderation.actions import Refused
from moderation.actions.policy import reset_second_step, set_second_step
from moderation.models import AuditEntry, Policy
from tests.cast import World, grants
from tests.members.finger import add_passkey
from tests.members.signing import mails, sign_in_by_code
from tests.members.steps import add_app
from tests.pages import text_of
from tests.verbs import carry_out_jobs, signed_in


def test_an_owner_decides_it_on_a_page(world: World) -> None:
    client = signed_in(world.olga)
    answer = client.post("/moderation/policy/", {"of": ["owner", "seat_manager"], "days": "7"})
    assert (answer.status_code, answer["Location"]) == (302, "/moderation/policy/?saved=1")
    held = Policy.objects.get()
    assert (held.second_step_for, held.second_step_days) == (["owner", "seat_manager"], 7)
    assert AuditEntry.objects.get(verb="set_second_step").reason == "owner, seat_manager; 7 days"
    page = text_of(client.get("/moderation/policy/?saved=1"))
    assert page.count(" checked") == 2
    assert 'value="7"' in page
    assert "changed whose sign-in needs a second step" in text_of(client.get("/moderation/log/"))


@pytest.mark.parametrize("days", ["", "-1", "91", "x", "1" * 30])
def test_impossible_days_are_refused_in_words(world: World, days: str) -> None:
    answer = signed_in(world.olga).post("/moderation/policy/", {"of": ["owner"], "days": days})
    assert (answer.status_code, Policy.objects.filter(second_step_for=["owner"]).exists()) == (422, False)


def test_nobody_else_decides_it(world: World) -> None:
    for person in (world.mona, world.ada):
        with pytest.raises(Denied):
            set_second_step(grants(person), of=["owner"], days=1)
    with pytest.raises(Refused):
        set_second_step(grants(world.olga), of=["owner"], days=91)


def test_roles_that_are_none_are_not_taken(world: World) -> None:
    answer: Any = signed_in(world.olga).post("/moderation/policy/", {"of": ["member"], "days": "1"})
    assert answer.status_code == 422
    set_second_step(grants(world.olga), of=["member", "owner"], days=14)
    assert Policy.objects.get().second_step_for == ["owner"]


# ---- a lost device --------------------------------------------------------------------------


def test_mona_takes_a_lost_device_away_and_ada_signs_in_by_mail_again(world: World) -> None:
    client = sign_in_by_code(world.ada)[0]
    add_app(client)
    add_passkey(client)
    page = signed_in(world.mona).get("/moderation/people/ada/second-step/")
    assert "A mail is not enough" in text_of(page)
    answer = signed_in(world.mona).post("/moderation/people/ada/second-step/", {"reason": "I called her school"})
    assert answer["Location"] == "/moderation/people/ada/"
    assert client.get("/").status_code == 302
    assert sign_in_by_code(world.ada)[1]["Location"] == "/"
    assert AuditEntry.objects.get(verb="reset_second_step").reason == "I called her school"
    carry_out_jobs()
    assert any("A moderator took away your passkeys" in str(mail.body) for mail in mails())


def test_without_a_word_of_how_she_knows_nothing_is_taken(world: World) -> None:
    add_app(sign_in_by_code(world.ada)[0])
    for reason in ("", " ", "\u200b"):
        answer = signed_in(world.mona).post("/moderation/people/ada/second-step/", {"reason": reason})
        assert answer.status_code == 422
    assert sign_in_by_code(world.ada)[1]["Location"] == "/sign-in/second/"


def test_a_moderator_whose_device_is_lost_owes_a_new_one(world: World) -> None:
    set_second_step(grants(world.olga), of=["moderator"], days=14)
    add_app(sign_in_by_code(world.mona)[0])
    world.mona.refresh_from_db()
    assert world.mona.second_step_due is None
    reset_second_step(grants(world.olga), world.mona, reason="We met")
    world.mona.refresh_from_db()
    assert world.mona.second_step_due is not None
    with pytest.raises(Denied):
        reset_second_step(grants(world.mona), world.olga, reason="I say so")
