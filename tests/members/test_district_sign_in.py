"""A district's own sign-in by OpenID Connect: it vouches for addresses, and for nothing that is not its own."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.test import Client

from community.members.models import Member
from moderation.models import DistrictSignIn
from tests.cast import World
from tests.members.identity.districts import begin, comes, led_to, refused_with
from tests.members.identity.oidc import Provider
from tests.members.signing import sessions_of, sign_in_by_code
from tests.members.steps import add_app
from tests.moderation import desk
from tests.pages import text_of
from tests.verbs import signed_in

FIRST = "/sign-in/district/"


# ---- the way in -----------------------------------------------------------------------------


def test_ada_signs_in_with_her_district(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    client, answer = comes(provider, cedar)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert b"Ada" in client.get("/").content
    assert sessions_of(world.ada) == 1


def test_nothing_is_kept_of_it_but_the_session(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    people, addresses = Member.objects.count(), EmailAddress.objects.count()
    comes(provider, cedar)
    assert not any(model.objects.exists() for model in (SocialAccount, SocialToken, SocialApp))
    assert (Member.objects.count(), EmailAddress.objects.count()) == (people, addresses)


def test_it_is_found_by_the_address_one_has_there(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    assert "Sign in with my district" in text_of(Client().get("/sign-in/"))
    client = Client()
    answer = client.post(FIRST, {"email": " Whoever@School.TEST ", "next": "/library/"})
    place = led_to(answer)
    assert place.startswith(f"{provider.url}/authorize?")
    assert client.get(provider.visit(place))["Location"] == "/library/"


def test_its_name_is_shown_to_nobody_unless_the_owner_wants_it(world: World, cedar: DistrictSignIn) -> None:
    pages = ("/sign-in/", "/sign-in/password/", FIRST)
    assert not any("Cedar" in text_of(Client().get(page)) for page in pages)
    DistrictSignIn.objects.update(listed=True)
    assert all("Cedar staff" in text_of(Client().get(page)) for page in pages)


def test_an_address_of_no_district_is_answered_in_words(world: World, cedar: DistrictSignIn) -> None:
    for address in ("somebody@elsewhere.test", "x@notschool.test", "x@school.test.evil.example", "nobody", ""):
        answer = Client().post(FIRST, {"email": address})
        assert (answer.status_code, 'id="id_email-error"' in text_of(answer)) == (422, True)


def test_the_secret_and_the_proof_key_go_only_to_the_provider(
    world: World, provider: Provider, cedar: DistrictSignIn
) -> None:
    place = begin(Client(), cedar)
    assert "secret" not in place
    assert "code_challenge_method=S256" in place
    assert "nonce=" in place
    provider.visit(place)
    assert provider.sent[0]["redirect_uri"] == f"http://testserver/sign-in/district/{cedar.key}/back/"


# ---- it bypasses nothing --------------------------------------------------------------------


def test_a_stranger_of_the_district_becomes_nobody(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    provider.claims["email"] = "newcomer@school.test"
    client, answer = comes(provider, cedar)
    refused_with(answer, "You are not a member yet")
    assert "Request access" in text_of(answer)
    assert not Member.objects.filter(email="newcomer@school.test").exists()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("name", ["rex", "lea"])
def test_somebody_whose_access_ended_stays_out(
    world: World, provider: Provider, cedar: DistrictSignIn, name: str
) -> None:
    provider.claims["email"] = world.people[name].email
    _, answer = comes(provider, cedar)
    assert answer.status_code == 403
    assert sessions_of(world.people[name]) == 0


@pytest.mark.parametrize("name", ["sue", "nia"])
def test_suspended_or_without_a_seat_it_opens_the_door_page_alone(
    world: World, provider: Provider, cedar: DistrictSignIn, name: str
) -> None:
    provider.claims["email"] = world.people[name].email
    client, _ = comes(provider, cedar)
    assert client.get("/").status_code == 403


def test_the_second_step_is_asked_for_after_it(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    add_app(sign_in_by_code(world.ada)[0])
    client, answer = comes(provider, cedar)
    assert answer["Location"] == "/sign-in/second/"
    assert client.get("/").status_code == 302


def test_a_member_of_another_organization_is_not_its_to_sign_in(
    world: World, provider: Provider, cedar: DistrictSignIn
) -> None:
    """Cleo's address is of the domain, but she belongs to Dune School."""
    provider.claims["email"] = world.cleo.email
    refused_with(comes(provider, cedar)[1], "You are not a member yet")
    assert sessions_of(world.cleo) == 0


def test_whoever_is_signed_in_already_is_not_sent_away(world: World, cedar: DistrictSignIn) -> None:
    assert signed_in(world.ben).post(f"{FIRST}{cedar.key}/")["Location"] == "/"


def test_a_closed_one_is_gone(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    client = Client()
    place = provider.visit(begin(client, cedar))
    DistrictSignIn.objects.update(closed_at="2026-01-01T00:00Z")
    assert client.get(place).status_code == 404
    assert Client().post(f"{FIRST}{cedar.key}/").status_code == 404
    assert Client().post(FIRST, {"email": "ada@school.test"}).status_code == 422


# ---- an invitation in hand ------------------------------------------------------------------


def test_ina_confirms_her_address_and_joins(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    token = desk.invite(world.mona, world.cedar)
    client = Client()
    assert "Confirm my address with Cedar staff" in text_of(client.get(f"/invitation/{token}/"))
    provider.claims["email"] = desk.EMAIL
    _, answer = comes(provider, cedar, client, invitation=token)
    assert answer["Location"] == f"/invitation/{token}/"
    assert not Member.objects.filter(email=desk.EMAIL).exists()
    page = text_of(client.get(answer["Location"]))
    assert f"confirmed that {desk.EMAIL} is yours" in page
    assert desk.join(token, client)["Location"] == "/"
    assert comes(provider, cedar)[1]["Location"] == "/"


@pytest.mark.parametrize("address", ["other@school.test", "ada@school.test"])
def test_an_invitation_to_another_address_is_not_completed(
    world: World, provider: Provider, cedar: DistrictSignIn, address: str
) -> None:
    token = desk.invite(world.mona, world.cedar)
    provider.claims["email"] = address
    client, answer = comes(provider, cedar, invitation=token)
    assert "/invitation/" not in answer.get("Location", "")
    assert "confirmed that" not in text_of(client.get(f"/invitation/{token}/"))
