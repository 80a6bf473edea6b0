"""What a district, or whoever stands between, may say that is not so: nothing of it signs anybody in."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from community.members.models import Member
from moderation.models import DistrictSignIn
from tests.cast import World
from tests.members.identity.districts import begin, comes, refused_with, set_up_oidc
from tests.members.identity.oidc import CLIENT, Provider
from tests.members.signing import sessions_of

FIRST = "/sign-in/district/"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": "ada@elsewhere.test"},
        {"email": "ada@school.test.evil.example"},
        {"email": "ada@evil.example,ada@school.test"},
        {"email": "ada@school.test\u200b"},
        {"email": None},
        {"email": ["ada@school.test"]},
    ],
)
def test_an_address_it_may_not_vouch_for_signs_nobody_in(
    world: World, provider: Provider, cedar: DistrictSignIn, claims: dict[str, Any]
) -> None:
    provider.claims.update(claims)
    assert comes(provider, cedar)[1].status_code == 403
    assert sessions_of(world.ada) == 0


def test_a_member_whose_address_is_of_another_domain_is_not_its_to_sign_in(
    world: World, provider: Provider, cedar: DistrictSignIn
) -> None:
    """Ben is of Cedar School too, but his mailbox is elsewhere: Cedar cannot say whose that is."""
    Member.objects.filter(pk=world.ben.pk).update(email="ben@elsewhere.test")
    EmailAddress.objects.filter(user=world.ben).update(email="ben@elsewhere.test")
    provider.claims["email"] = "ben@elsewhere.test"
    refused_with(comes(provider, cedar)[1], "This address is not enough")
    assert sessions_of(world.ben) == 0


def test_one_that_never_says_so_can_be_trusted_by_the_owners(
    world: World, provider: Provider, cedar: DistrictSignIn
) -> None:
    DistrictSignIn.objects.update(trusts_addresses=True)
    provider.claims["email_verified"] = None
    assert comes(provider, cedar)[1]["Location"] == "/"
    provider.claims["email_verified"] = False  # but not when it says no
    assert comes(provider, cedar)[1].status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"aud": ["somebody-else", CLIENT]},
        {"iss": "https://login.evil.example"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"nonce": "of another browser"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
    ],
)
def test_a_token_made_for_something_else_is_refused(
    world: World, provider: Provider, cedar: DistrictSignIn, claims: dict[str, Any]
) -> None:
    provider.claims.update(claims)
    refused_with(comes(provider, cedar)[1], "did not work")
    assert sessions_of(world.ada) == 0


@pytest.mark.parametrize("signer", [None, "stranger"])
def test_a_token_that_it_did_not_sign_is_refused(
    world: World, provider: Provider, cedar: DistrictSignIn, signer: str | None
) -> None:
    provider.signer = signer
    refused_with(comes(provider, cedar)[1], "did not work")
    assert sessions_of(world.ada) == 0


def test_its_public_key_is_no_secret_to_sign_with(
    world: World, provider: Provider, cedar: DistrictSignIn, monkeypatch: Any
) -> None:
    """The old trick: a token signed by HMAC with what everybody may read."""
    real = provider.id_token

    def forged(asked: Any) -> str:
        facts = jwt.decode(real(asked), options={"verify_signature": False})
        return jwt.encode(facts, "x" * 40, algorithm="HS256", headers={"kid": "district"})

    monkeypatch.setattr(provider, "id_token", forged)
    refused_with(comes(provider, cedar)[1], "did not work")


def test_user_info_about_somebody_else_is_not_mixed_in(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    provider.claims["email"] = provider.claims["email_verified"] = None
    provider.userinfo = {"email": world.ada.email, "email_verified": True}
    assert comes(provider, cedar)[1]["Location"] == "/"
    provider.userinfo["sub"] = "2"
    refused_with(comes(provider, cedar)[1], "did not work")


def test_an_answer_counts_once_and_in_the_browser_that_asked(
    world: World, provider: Provider, cedar: DistrictSignIn
) -> None:
    client = Client()
    back = provider.visit(begin(client, cedar))
    refused_with(Client().get(back), "did not work")  # somebody who was sent the link
    assert client.get(back)["Location"] == "/"
    client.post("/you/sign-out/")
    refused_with(client.get(back), "did not work")


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied&state=x"])
def test_an_answer_to_nothing_is_refused(world: World, cedar: DistrictSignIn, query: str) -> None:
    refused_with(Client().get(f"{FIRST}{cedar.key}/back/{query}"), "did not work")


def test_the_state_of_one_district_does_not_serve_another(
    world: World, provider: Provider, cedar: DistrictSignIn
) -> None:
    dune = set_up_oidc(world, provider, organization=world.dune, domains=["dune.test"])
    client = Client()
    back = provider.visit(begin(client, cedar))
    refused_with(client.get(back.replace(cedar.key, dune.key)), "did not work")


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "\\\\evil.example", "javascript:alert(1)"]
)
def test_it_leads_nowhere_outside(world: World, provider: Provider, cedar: DistrictSignIn, place: str) -> None:
    assert comes(provider, cedar, next=place)[1]["Location"] == "/"


def test_nobody_is_sent_through_it_by_a_link(world: World, cedar: DistrictSignIn) -> None:
    assert Client().get(f"{FIRST}{cedar.key}/", {"process": "connect", "scope": "everything"}).status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{FIRST}{cedar.key}/").status_code == 403


def test_a_provider_that_is_away_is_told_in_words(world: World, provider: Provider, cedar: DistrictSignIn) -> None:
    client = Client()
    back = provider.visit(begin(client, cedar))
    provider.pages.pop("/keys")
    refused_with(client.get(back), "did not work")
    provider.stop()
    cache.clear()
    refused_with(Client().post(f"{FIRST}{cedar.key}/"), "did not work")
