"""The page an invitation opens, for every trouble and for whom it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from cohorts.joining import enroll_invited
from cohorts.models import Enrollment
from community import ratelimits
from community.members.models import Member, Seat
from moderation import actions, joining
from moderation.actions import Refused
from moderation.models import Invitation
from tests.cast import PASSWORD, World, grants
from tests.members.signing import sign_in_by_code, sign_in_by_password
from tests.moderation.desk import EMAIL, SENTENCE, everything_stored, invite, join, lines, look, member
from tests.pages import text_of, typed_in
from tests.verbs import signed_in


def test_the_page_says_who_invites_and_onto_whose_seat(world: World) -> None:
    page = text_of(look(invite(world.mona, world.cedar, name="Ina", cohort=world.spring)))
    assert "Mona invites you on a seat of <b>Cedar School</b>, into the cohort <b>Spring cohort</b>." in page
    assert 'value="Ina"' in page
    assert EMAIL not in page  # whoever holds the link alone does not learn the address
    assert "Commons" not in page


def test_ina_joins_and_is_in(world: World) -> None:
    sent, client = invite(world.mona, world.cedar), Client()
    answer = join(sent, client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Ina" in text_of(client.get("/"))
    ina = member("ina-berg")
    assert (ina.email, ina.name, ina.title, ina.organization) == (EMAIL, "Ina Berg", "Founder", world.cedar)
    assert (ina.standing, ina.role, ina.has_usable_password()) == ("active", "member", False)


def test_joining_takes_a_seat_and_proves_the_address(world: World) -> None:
    join(invite(world.mona, world.cedar))
    assert Seat.objects.get(member__email=EMAIL, freed_at=None).organization == world.cedar
    address = EmailAddress.objects.get(email=EMAIL)
    assert (address.user.email, address.verified, address.primary) == (EMAIL, True, True)
    used = Invitation.objects.get()
    assert (used.used_by, used.used_at is not None) == (member("ina-berg"), True)
    assert lines()[-1] == ("ina-berg", "join", "Ina Berg", "Cedar School")


def test_ina_signs_in_again_by_code_or_by_the_password_she_chose(world: World) -> None:
    join(invite(world.mona, world.cedar), password=SENTENCE)
    assert sign_in_by_password(EMAIL, SENTENCE)[1]["Location"] == "/"
    mail.outbox.clear()
    assert sign_in_by_code(member("ina-berg"))[1]["Location"] == "/"


def test_an_invitation_into_a_cohort_enrolls_with_nothing_unread(world: World) -> None:
    sent = invite(world.mona, world.cedar, cohort=world.spring)
    client = Client()
    join(sent, client)
    enrollment = Enrollment.objects.get(member=member("ina-berg"))
    assert (enrollment.cohort, enrollment.role) == (world.spring, "member")
    assert client.get(f"/rooms/{world.room.pk}/").status_code == 200
    assert client.get(f"/rooms/{world.other_room.pk}/").status_code == 404
    assert ("mona", "enroll", "Ina Berg", "Spring cohort, member") in lines()


def test_what_an_app_adds_to_joining_it_adds_once(world: World) -> None:
    joining.register(enroll_invited)
    join(invite(world.mona, world.cedar, cohort=world.spring))
    assert [line[1] for line in lines()] == ["invite", "enroll", "join"]


def test_a_cohort_that_closed_meanwhile_hinders_nobody(world: World) -> None:
    sent = invite(world.mona, world.cedar, cohort=world.autumn)
    world.autumn.delete()
    assert join(sent).status_code == 302
    assert not member("ina-berg").enrollments.exists()


def test_an_invited_moderator_moderates(world: World) -> None:
    client = Client()
    join(invite(world.olga, world.cedar, role="moderator"), client)
    assert client.get("/moderation/").status_code == 200


def test_whoever_is_signed_in_as_another_joins_as_themselves(world: World) -> None:
    client = signed_in(world.ada)
    join(invite(world.mona, world.cedar), client)
    assert "Ina Berg" in text_of(client.get("/you/"))


# ---- looking changes nothing -----------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
def test_a_scanner_of_mail_that_opens_every_link_uses_up_nothing(world: World, method: str) -> None:
    sent = invite(world.mona, world.cedar)
    before = everything_stored()
    for _ in range(3):
        assert look(sent, method).status_code == (200 if method in {"get", "head"} else 405)
    assert everything_stored() == before
    assert join(sent).status_code == 302


# ---- troubles --------------------------------------------------------------------------------


def used(sent: str) -> None:
    actions.accept_invitation(sent, email=EMAIL, name="Ina")


def revoked(sent: str) -> None:
    Invitation.objects.update(revoked_at=timezone.now())


def expired(sent: str) -> None:
    Invitation.objects.update(expires_at=timezone.now())


TROUBLES = [
    (used, "It was already used. If that was you, sign in with your email."),
    (revoked, "It was taken back, or a newer one was sent to you."),
    (expired, "Its time is over."),
]


@pytest.mark.parametrize(("spoil", "sentence"), TROUBLES)
def test_an_invitation_that_is_no_longer_good_says_why_and_lets_nobody_in(
    world: World, spoil: Any, sentence: str
) -> None:
    sent = invite(world.mona, world.cedar)
    spoil(sent)
    before = everything_stored()
    for answer in (look(sent), join(sent)):
        assert answer.status_code == 410
        assert sentence in text_of(answer)
        assert "Cedar" not in text_of(answer)
    assert everything_stored() == before


@pytest.mark.parametrize("sent", ["x", "never-sent", "a" * 43, "a" * 5000, "%00", "ключ", "../../etc"])
def test_an_invitation_that_never_was_says_nothing(world: World, sent: str) -> None:
    for answer in (look(sent), join(sent)):
        assert answer.status_code == 404
    assert not Member.objects.filter(email=EMAIL).exists()


def test_an_invitation_ends_at_its_moment_and_not_before(world: World, monkeypatch: Any) -> None:
    sent = invite(world.mona, world.cedar)
    end = Invitation.objects.get().expires_at
    trouble = {at: actions.invitation_trouble(Invitation.objects.get(), at) for at in (end - timedelta(seconds=1), end)}
    assert list(trouble.values()) == ["", "expired"]
    assert look(sent).status_code == 200


def test_another_address_cannot_use_it_and_what_was_typed_stays(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    answer = join(sent, email="vera@elsewhere.test", password=SENTENCE)
    assert answer.status_code == 422
    assert "This invitation was sent to another address. Ask for one to yours." in text_of(answer)
    assert (typed_in(answer, "email"), typed_in(answer, "name")) == ("vera@elsewhere.test", "Ina Berg")
    assert SENTENCE not in text_of(answer)  # a password is never sent back
    assert join(sent, email=" INA@school.TEST").status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Write the address this invitation came to."),
        ({"email": "ina"}, "Enter a valid email address."),
        ({"name": ""}, "Write your name as members should see it."),
        ({"name": "\u200b\u2800"}, "Write your name as members should see it."),
        ({"name": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"password": "short"}, "This password is too short. It must contain at least 15 characters."),
        ({"password": "123456789987654321"}, "on lists of stolen ones"),
        ({"password": EMAIL}, "The password is too similar to the email."),
        ({"rules": ""}, "Please read the agreement, and accept it if you do."),
    ],
)
def test_a_form_that_is_not_right_says_so_at_its_field(world: World, fields: dict[str, str], sentence: str) -> None:
    sent = invite(world.mona, world.cedar)
    answer = join(sent, **fields)
    [field] = fields
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)
    assert Invitation.objects.get().used_at is None


def test_trying_addresses_one_after_the_other_is_stopped(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    for number in range(ratelimits.BUDGETS["door"].most):
        join(sent, email=f"guess{number}@school.test")
    answer = join(sent)
    assert (answer.status_code, Invitation.objects.get().used_at) == (422, None)
    assert "Too many tries. Please wait ten minutes." in text_of(answer)


# ---- coming back -----------------------------------------------------------------------------


def test_rex_comes_back_as_himself(world: World) -> None:
    rex = world.rex
    sent = invite(world.mona, world.dune, rex.email)
    assert join(sent, email=rex.email, name="Rex Again").status_code == 302
    rex.refresh_from_db()
    assert (rex.handle, rex.name, rex.standing, rex.organization) == ("rex", "Rex Again", "active", world.dune)
    assert rex.check_password(PASSWORD)
    assert Seat.objects.get(member=rex, freed_at=None).organization == world.dune
    assert Member.objects.count() == len(world.people)


def test_what_was_imposed_on_him_is_lifted_by_coming_back(world: World) -> None:
    actions.remove(grants(world.mona), world.ben, reason="Rules")
    join(invite(world.olga, world.cedar, world.ben.email), email=world.ben.email)
    [sanction] = world.ben.sanctions.all()
    assert (sanction.lifted_by, sanction.lifted_at is not None) == (world.ben, True)


def test_coming_back_keeps_the_time_zone_one_chose(world: World) -> None:
    Member.objects.filter(handle="rex").update(timezone="America/Phoenix")
    join(invite(world.mona, world.cedar, world.rex.email), email=world.rex.email)
    assert member("rex").timezone == "America/Phoenix"


def test_an_old_invitation_does_not_end_a_pause(world: World) -> None:
    """Rex was invited back, then restored without using the link, and is paused now: the link is worth nothing."""
    sent = invite(world.mona, world.cedar, world.rex.email)
    actions.restore(grants(world.mona), world.rex)
    actions.suspend(grants(world.mona), world.rex, until=timezone.now() + timedelta(days=3), reason="A quarrel")
    assert join(sent, email=world.rex.email).status_code == 410
    assert member("rex").standing == "suspended"


# ---- handles ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "email", "handle"),
    [
        ("Ina Berg", "x@y.test", "ina-berg"),
        ("Ada", "x@y.test", "ada-2"),
        ("Zoë Ñandú", "x@y.test", "zoe-nandu"),
        ("李小龙", "bruce.lee@y.test", "bruce-lee"),
        ("李小龙", "李@y.test", "member"),
        ("A" * 80, "x@y.test", "a" * 28),
        ("---", "__@y.test", "member"),
    ],
)
def test_a_handle_is_made_of_plain_letters(world: World, name: str, email: str, handle: str) -> None:
    assert actions.free_handle(name, email) == handle


def test_refusals_of_the_door_are_raised_in_words(world: World) -> None:
    with pytest.raises(Refused, match="unknown") as refused:
        actions.accept_invitation("never-sent", email=EMAIL, name="Ina")
    assert refused.value.field == "token"
