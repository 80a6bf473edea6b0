"""Owners set up districts' own sign-ins: what can be wrong is said at the field, and no secret comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from community.sealing import unseal
from moderation.access.decision import Denied
from moderation.actions import Refused, district
from moderation.models import AuditEntry, DistrictSignIn
from tests.cast import World, grants
from tests.members.identity import oidc, saml
from tests.members.identity.districts import NOTHING, set_up_oidc, set_up_saml
from tests.members.identity.served import certificate_of
from tests.pages import text_of, typed_in
from tests.verbs import signed_in

DESK = "/moderation/sign-in/"


@pytest.fixture
def provider(settings: Any) -> Iterator[oidc.Provider]:
    settings.PRIVATE_PROVIDERS = True
    served = oidc.Provider()
    yield served
    served.stop()


@pytest.fixture
def idp(settings: Any) -> Iterator[saml.Provider]:
    settings.PRIVATE_PROVIDERS = True
    served = saml.Provider()
    yield served
    served.stop()


def typed(provider: oidc.Provider, **more: str) -> dict[str, str]:
    return {
        "organization": "cedar", "name": "Cedar staff", "kind": "oidc", "domains": "School.test\n@cedar.test",
        "issuer": f"{provider.url}/.well-known/openid-configuration", "client_id": "community", "secret": "of two",
        **more,
    }  # fmt: skip


def test_olga_sets_one_up_and_learns_what_to_tell_the_district(world: World, provider: oidc.Provider) -> None:
    client = signed_in(world.olga)
    answer = client.post(f"{DESK}new/", typed(provider))
    made = DistrictSignIn.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}{made.pk}/")
    assert (made.issuer, made.domains, made.organization) == (provider.url, ["school.test", "cedar.test"], world.cedar)
    page = text_of(client.get(answer["Location"]))
    assert f"http://testserver/sign-in/district/{made.key}/back/" in page
    assert AuditEntry.objects.get(verb="add_sign_in").subject_label == "Cedar staff, Cedar School"
    assert "Cedar staff" in text_of(client.get(DESK))
    assert "set up the district sign-in" in text_of(client.get("/moderation/log/"))


def test_the_secret_is_sealed_and_never_comes_back(world: World, provider: oidc.Provider) -> None:
    client = signed_in(world.olga)
    made = set_up_oidc(world, provider)
    assert oidc.SECRET not in str(DistrictSignIn.objects.values().get())
    assert unseal(made.secret, district.SECRET) == oidc.SECRET
    page = text_of(client.get(f"{DESK}{made.pk}/"))
    assert oidc.SECRET not in page
    assert made.secret not in page
    refused = client.post(f"{DESK}{made.pk}/", typed(provider, domains="", secret="typed just now"))
    assert (refused.status_code, "typed just now" in text_of(refused)) == (422, False)


def test_an_empty_secret_keeps_the_one_there_is(world: World, provider: oidc.Provider) -> None:
    made = set_up_oidc(world, provider)
    client = signed_in(world.olga)
    assert client.post(f"{DESK}{made.pk}/", typed(provider, secret="", name="Cedar"))["Location"] == DESK
    kept = DistrictSignIn.objects.get()
    assert (kept.name, unseal(kept.secret, district.SECRET)) == ("Cedar", oidc.SECRET)
    client.post(f"{DESK}{made.pk}/", typed(provider, secret="another"))
    assert unseal(DistrictSignIn.objects.get().secret, district.SECRET) == "another"


def test_closing_it_leaves_a_line_and_opens_its_domains(world: World, provider: oidc.Provider) -> None:
    made = set_up_oidc(world, provider)
    client = signed_in(world.olga)
    for _ in range(2):
        client.post(f"{DESK}{made.pk}/close/")
    assert AuditEntry.objects.filter(verb="close_sign_in").count() == 1
    assert set_up_oidc(world, provider, organization=world.dune).domains == ["school.test"]


def test_saml_is_set_up_by_what_the_provider_gives_out(world: World, idp: saml.Provider) -> None:
    client = signed_in(world.olga)
    given = {
        "organization": "cedar",
        "name": "Cedar",
        "kind": "saml",
        "domains": "school.test",
        "metadata": idp.metadata(),
    }
    answer = client.post(f"{DESK}new/", given)
    made = DistrictSignIn.objects.get()
    assert (made.issuer, made.sso_url, made.certificates) == (
        idp.issuer, f"{idp.url}/sso", [certificate_of("district")],
    )  # fmt: skip
    assert idp.asked == [], "nothing is fetched"
    assert f"/sign-in/district/{made.key}/answer/" in text_of(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "Give the button a name"),
        ({"domains": ""}, "domains", "Which mail domains"),
        ({"domains": "not a domain"}, "domains", "is not a mail domain"),
        ({"domains": "gmail.com"}, "domains", "belongs to everybody"),
        ({"issuer": ""}, "issuer", "Write the provider"),
        ({"client_id": ""}, "client_id", "Write the client ID"),
        ({"organization": "nowhere"}, "organization", "Choose the organization"),
        ({"kind": "saml"}, "metadata", "Paste the metadata"),
        ({"kind": "saml", "metadata": "<a/>"}, "metadata", "not the metadata"),
        ({"kind": "magic"}, "kind", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    world: World, provider: oidc.Provider, changes: dict[str, str], field: str, words: str
) -> None:
    given = typed(provider, **changes)
    answer = signed_in(world.olga).post(f"{DESK}new/", given)
    page = text_of(answer)
    assert (answer.status_code, DistrictSignIn.objects.exists()) == (422, False)
    assert words in page
    assert f'href="#id_{field}"' in page
    assert typed_in(answer, "client_id") == given["client_id"]


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ({"issuer": "https://login.other.test"}, "It calls itself https://login.other.test"),
        ({"token_endpoint": None}, "is not an OpenID Connect provider"),
        ({"jwks_uri": "ftp://x/"}, "must begin with https://"),
    ],
)
def test_a_provider_that_is_none_is_refused(
    world: World, provider: oidc.Provider, lie: dict[str, Any], words: str
) -> None:
    provider.discovery = lie
    with pytest.raises(Refused, match=words):
        set_up_oidc(world, provider)


def test_two_may_not_vouch_for_one_address(world: World, provider: oidc.Provider) -> None:
    first = set_up_oidc(world, provider)
    with pytest.raises(Refused, match="another sign-in already"):
        set_up_oidc(world, provider, organization=world.dune, domains=["dune.test", "school.test"])
    given = {
        **NOTHING,
        "name": "Same",
        "kind": "oidc",
        "domains": ["school.test"],
        "issuer": provider.url,
        "client_id": "x",
    }
    assert district.change_sign_in(grants(world.olga), first, **given).name == "Same"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"place": "javascript:alert(1)"}, "does not begin with https"),
        ({"place": "https://idp.test/" + "x" * 500}, "does not begin with https"),
        ({"certificate": ""}, "not the metadata"),
        ({"certificate": "AAAA"}, "no valid certificate"),
        ({"certificate": "&lt;!-- --&gt;"}, "no valid certificate"),
    ],
)
def test_metadata_that_could_not_be_trusted_is_refused(
    world: World, idp: saml.Provider, facts: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        set_up_saml(world, idp, metadata=idp.metadata(**facts))


def test_nor_is_a_certificate_that_has_expired(world: World, idp: saml.Provider) -> None:
    with pytest.raises(Refused, match="no valid certificate"):
        set_up_saml(world, idp, metadata=idp.metadata(certificate=certificate_of("district", days=-1)))


@pytest.mark.parametrize("before", ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "x", "\ufeff\x00"])
def test_nor_is_what_is_more_than_xml(world: World, idp: saml.Provider, before: str) -> None:
    with pytest.raises(Refused, match="not the metadata"):
        set_up_saml(world, idp, metadata=idp.metadata().replace('<?xml version="1.0"?>', before))
    with pytest.raises(Refused, match="too long"):
        set_up_saml(world, idp, metadata=idp.metadata() + " x" * 110_000)


def test_only_owners_set_them_up(world: World, provider: oidc.Provider) -> None:
    made = set_up_oidc(world, provider)
    for person in (world.mona, world.ada):
        for act in (
            lambda who: district.add_sign_in(who, world.dune, **NOTHING),
            lambda who: district.change_sign_in(who, made, **NOTHING),
            lambda who: district.close_sign_in(who, made),
        ):
            with pytest.raises(Denied):
                act(grants(person))
    assert DistrictSignIn.objects.get().closed_at is None
