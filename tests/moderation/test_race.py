"""Many people at the same door in the same moment: one gets through, and nothing is there twice."""

from __future__ import annotations

from collections import Counter

from django.test import Client

from community.members.models import Member, Seat
from moderation import actions
from moderation.models import Invitation
from tests.cast import World, grants
from tests.crowd import at_once
from tests.moderation.desk import EMAIL, invite, join, lines

MANY = 8


def test_one_invitation_used_in_the_same_moment_by_many_lets_one_in(lasting_world: World) -> None:
    sent = invite(lasting_world.mona, lasting_world.cedar, cohort=lasting_world.spring)
    answers = at_once([lambda: actions.accept_invitation(sent, email=EMAIL, name="Ina")] * MANY)
    assert sorted(map(str, answers)) == ["Ina"] + ["token: used"] * (MANY - 1)
    ina = Member.objects.get(email=EMAIL)
    assert (Seat.objects.filter(member=ina).count(), ina.enrollments.count()) == (1, 1)
    assert Counter(line[1] for line in lines()) == {"invite": 1, "enroll": 1, "join": 1}


def test_one_form_sent_in_the_same_moment_from_many_browsers_lets_one_in(lasting_world: World) -> None:
    sent = invite(lasting_world.mona, lasting_world.cedar)
    browsers = [Client() for _ in range(MANY)]
    answers = at_once([lambda browser=browser: join(sent, browser).status_code for browser in browsers])  # type: ignore[misc]
    assert Counter(answers) == {302: 1, 410: MANY - 1}
    assert Counter(browser.get("/").status_code for browser in browsers) == {200: 1, 302: MANY - 1}


def test_an_invitation_taken_back_while_it_is_used_is_one_of_the_two(lasting_world: World) -> None:
    for number in range(4):
        email = f"ina{number}@school.test"
        sent = invite(lasting_world.mona, lasting_world.cedar, email)
        row = Invitation.objects.get(email=email)
        at_once(
            [
                lambda email=email, sent=sent: actions.accept_invitation(sent, email=email, name="Ina"),  # type: ignore[misc]
                lambda row=row: actions.revoke_invitation(grants(lasting_world.mona), row),  # type: ignore[misc]
            ]
        )
        row.refresh_from_db()
        joined = Member.objects.filter(email=email).exists()
        assert (row.used_at is not None, row.revoked_at is None) == (joined, joined)


def test_many_moderators_who_invite_one_address_send_one_link_that_works(lasting_world: World) -> None:
    works = [lambda: actions.invite(
        grants(lasting_world.olga), email=EMAIL, organization=lasting_world.cedar
    )] * MANY  # fmt: skip
    answers = at_once(works)
    assert Invitation.objects.filter(revoked_at=None).count() == 1
    refused = "email: Somebody else invited this address in the same moment."
    assert {str(answer) for answer in answers if isinstance(answer, str)} <= {refused}
    assert Counter(line[1] for line in lines()) == {"invite": Invitation.objects.count()}


def test_namesakes_who_join_in_the_same_moment_get_handles_of_their_own(lasting_world: World) -> None:
    emails = [f"ina{number}@school.test" for number in range(4)]
    tokens = {email: invite(lasting_world.mona, lasting_world.cedar, email) for email in emails}
    answers = at_once([
        lambda email=email: actions.accept_invitation(tokens[email], email=email, name="Ina Berg").handle  # type: ignore[misc]
        for email in emails
    ])  # fmt: skip
    assert sorted(map(str, answers)) == ["ina-berg", "ina-berg-2", "ina-berg-3", "ina-berg-4"]


def test_somebody_whom_two_moderators_remove_at_once_is_out(lasting_world: World) -> None:
    works = [
        lambda by=by: actions.remove(grants(lasting_world.people[by]), Member.objects.get(handle="ben"), reason="So")  # type: ignore[misc]
        for by in ("mona", "olga")
    ]
    at_once(works)
    ben = Member.objects.get(handle="ben")
    assert (ben.standing, Seat.objects.get(member=ben).freed_at is not None) == ("removed", True)
