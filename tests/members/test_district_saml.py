"""A district's own sign-in by SAML: an answer counts if signed, fresh, for us, and asked for by this browser."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from community.members.models import Session
from moderation.models import DistrictSignIn
from tests.cast import World
from tests.members.identity.districts import begin, refused_with, set_up_saml
from tests.members.identity.saml import ASSERTION, Lies, Provider, stamp
from tests.members.identity.served import certificate_of
from tests.members.signing import sessions_of, sign_in_by_code
from tests.members.steps import add_app
from tests.pages import text_of

EMAIL = "urn:oid:0.9.2342.19200300.100.1.3"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def answer_page(sign_in: DistrictSignIn) -> str:
    return f"/sign-in/district/{sign_in.key}/answer/"


def brought(client: Client, sign_in: DistrictSignIn, response: str, **more: str) -> Any:
    """Posted by the other site, so without our session; then, by the redirect, in the browser that has it."""
    stranger = Client()
    posted = stranger.post(answer_page(sign_in), {"SAMLResponse": response, **more})
    return client.get(posted["Location"]) if posted.status_code == 302 else posted


def comes(idp: Provider, sign_in: DistrictSignIn, client: Client | None = None, **more: str) -> tuple[Client, Any]:
    client = client or Client()
    return client, brought(client, sign_in, idp.visit(begin(client, sign_in, **more)))


def test_ada_signs_in_with_her_district(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    client, answer = comes(idp, alder, next="/library/")
    assert (answer.status_code, answer["Location"]) == (302, "/library/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("signs", [("assertion",), ("response",), ("assertion", "response")])
def test_either_part_may_be_signed_as_providers_differ(
    world: World, idp: Provider, alder: DistrictSignIn, signs: tuple[str, ...]
) -> None:
    idp.lies = Lies(signs=signs)
    assert comes(idp, alder)[1]["Location"] == "/"


def test_the_address_may_stand_in_an_attribute(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    idp.attributes = {EMAIL: ["Ada@School.test"]}
    idp.lies = Lies(facts={"address": "x81", "format": "unspecified"})
    assert comes(idp, alder)[1]["Location"] == "/"


def test_a_new_certificate_beside_the_old_one_is_good_too(world: World, idp: Provider) -> None:
    metadata = idp.metadata()
    key = metadata[metadata.index("<md:KeyDescriptor") : metadata.index("</md:KeyDescriptor>") + 19]
    other = key.replace(certificate_of("district"), certificate_of("coming"))
    both = set_up_saml(world, idp, metadata=metadata.replace(key, other + key))
    assert len(both.certificates) == 2
    for signer in ("district", "coming"):
        idp.lies = Lies(signer=signer)
        assert comes(idp, both)[1]["Location"] == "/"


def test_our_metadata_tells_the_district_our_addresses(alder: DistrictSignIn) -> None:
    answer = Client().get(f"/sign-in/district/{alder.key}/metadata/")
    assert answer["Content-Type"] == "application/samlmetadata+xml"
    assert f'Location="http://testserver{answer_page(alder)}"' in text_of(answer)
    assert "Cedar" not in text_of(answer)


def test_it_bypasses_nothing(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    add_app(sign_in_by_code(world.ada)[0])
    assert comes(idp, alder)[1]["Location"] == "/sign-in/second/"
    idp.address = "newcomer@school.test"
    refused_with(comes(idp, alder)[1], "You are not a member yet")
    idp.address = world.rex.email
    assert comes(idp, alder)[1].status_code == 403
    idp.address = world.cleo.email
    refused_with(comes(idp, alder)[1], "You are not a member yet")


# ---- what is not to be believed -------------------------------------------------------------


def refused(idp: Provider, sign_in: DistrictSignIn, lies: Lies) -> None:
    idp.lies = lies
    refused_with(comes(idp, sign_in)[1], "did not work")
    assert not Session.objects.exclude(member=None).exists()


def test_an_unsigned_answer(idp: Provider, alder: DistrictSignIn) -> None:
    refused(idp, alder, Lies(signs=()))


def test_one_signed_by_somebody_else(idp: Provider, alder: DistrictSignIn) -> None:
    refused(idp, alder, Lies(signer="stranger"))


def test_one_signed_in_a_way_that_can_be_forged_by_now(idp: Provider, alder: DistrictSignIn) -> None:
    refused(idp, alder, Lies(old=True))


@pytest.mark.parametrize("signs", [("assertion",), ("response",)])
def test_one_that_was_altered_on_the_way(idp: Provider, alder: DistrictSignIn, signs: tuple[str, ...]) -> None:
    idp.address = "newcomer@school.test"

    def alter(answer: Any) -> None:
        answer.find(f".//{ASSERTION}NameID").text = "ada@school.test"

    refused(idp, alder, Lies(signs=signs, tamper=alter))


def test_one_with_a_comment_in_the_address(idp: Provider, alder: DistrictSignIn) -> None:
    """The signature does not cover comments; what is read must not end at one (CVE-2018-0489 and its kin)."""
    idp.address = "ada@school.test.evil.example"

    def comment(answer: Any) -> None:
        name = answer.find(f".//{ASSERTION}NameID")
        name.text = "ada@school.test"
        name.append(etree.Comment("x"))
        name[-1].tail = ".evil.example"

    idp.lies = Lies(tamper=comment)
    assert comes(idp, alder)[1].status_code == 403
    assert not Session.objects.exclude(member=None).exists()


def test_one_wrapped_around_a_signed_one(idp: Provider, alder: DistrictSignIn) -> None:
    """The signed assertion is moved aside, and a forged one stands where it was."""
    idp.address = "newcomer@school.test"

    def wrap(answer: Any) -> None:
        good = answer.find(f"{ASSERTION}Assertion")
        forged = etree.fromstring(etree.tostring(good))
        forged.remove(forged.find(SIGNATURE))
        forged.set("ID", "_forged")
        forged.find(f".//{ASSERTION}NameID").text = "ada@school.test"
        answer.replace(good, forged)
        aside = etree.SubElement(answer, "{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
        aside.append(good)

    refused(idp, alder, Lies(tamper=wrap))


def test_two_assertions_in_one(idp: Provider, alder: DistrictSignIn) -> None:
    def double(answer: Any) -> None:
        answer.append(etree.fromstring(etree.tostring(answer.find(f"{ASSERTION}Assertion"))))

    refused(idp, alder, Lies(tamper=double))


@pytest.mark.parametrize(
    "facts",
    [
        {"audience": "https://another.example/metadata/"},
        {"until": partial(stamp, minutes=-10)},  # of the moment of the test: it may run an hour after it was read
        {"since": partial(stamp, minutes=30)},
        {"issuer": "https://idp.evil.example/metadata"},
        {"acs": "https://another.example/acs/"},
        {"recipient": "https://another.example/acs/"},
        {"confirmed": "_of_another_request"},
        {"asked": "_of_another_request"},
        {"asked": "_of_another_request", "confirmed": "_of_another_request"},
        {"status": "Responder"},
    ],
)
def test_one_for_another_place_time_or_request(idp: Provider, alder: DistrictSignIn, facts: dict[str, Any]) -> None:
    refused(idp, alder, Lies(facts={name: fact() if callable(fact) else fact for name, fact in facts.items()}))


@pytest.mark.parametrize(
    "cut",
    [
        "<saml:AudienceRestriction>.*</saml:AudienceRestriction>",
        r' InResponseTo="[^"]*"',  # both: nobody asked
        r'(?<=\n) InResponseTo="[^"]*"',  # of the answer
        r'(?<=answer/") InResponseTo="[^"]*"',  # of the confirmation
        r' Recipient="[^"]*"',
        r' NotOnOrAfter="[^"]*"(?= Recipient)',
        "<saml:SubjectConfirmation .*</saml:SubjectConfirmation>",
        "<saml:Conditions.*</saml:Conditions>",
    ],
)
def test_one_that_leaves_out_what_makes_it_safe(idp: Provider, alder: DistrictSignIn, cut: str) -> None:
    refused(idp, alder, Lies(cut=cut))


def test_an_answer_that_came_before(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    client = Client()
    response = idp.visit(begin(client, alder))
    assert brought(client, alder, response)["Location"] == "/"
    client.post("/you/sign-out/")
    refused_with(brought(client, alder, response), "did not work")
    begin(client, alder)
    refused_with(brought(client, alder, response), "did not work")


def test_an_answer_in_another_browser(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    """Somebody signs others in as himself, or finds an answer somewhere."""
    response = idp.visit(begin(Client(), alder))
    refused_with(brought(Client(), alder, response), "did not work")
    assert sessions_of(world.ada) == 0


def test_an_answer_nobody_asked_for(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    at = f"http://testserver{answer_page(alder)}"
    made = idp.answer(asked="_made_up", acs=at, audience=f"http://testserver/sign-in/district/{alder.key}/metadata/")
    refused_with(brought(Client(), alder, made), "did not work")


def test_an_answer_of_another_district(world: World, idp: Provider, alder: DistrictSignIn) -> None:
    dune = set_up_saml(world, idp, organization=world.dune, domains=["dune.test"])
    client = Client()
    response = idp.visit(begin(client, alder))
    refused_with(brought(client, dune, response), "did not work")
    posted = Client().post(answer_page(alder), {"SAMLResponse": response})
    refused_with(client.get(posted["Location"].replace(alder.key, dune.key)), "did not work")


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/"])
def test_the_relay_state_leads_nowhere(world: World, idp: Provider, alder: DistrictSignIn, place: str) -> None:
    client = Client()
    response = idp.visit(begin(client, alder, next=place))
    assert brought(client, alder, response, RelayState=place)["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "attributes"),
    [
        ("ada@elsewhere.test", {}),
        ("ada@school.test.evil.example", {}),
        ("ada@school.test", {"email_verified": ["false"]}),
        ("x81", {EMAIL: ["ada@school.test", "cleo@school.test"]}),
        ("", {}),
    ],
)
def test_an_address_it_may_not_vouch_for(
    idp: Provider, alder: DistrictSignIn, address: str, attributes: dict[str, list[str]]
) -> None:
    idp.address, idp.attributes = address, attributes
    assert comes(idp, alder)[1].status_code == 403
    assert not Session.objects.exclude(member=None).exists()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
FILE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize("junk", [b"", b"x", b"<a/>", b"\x00" * 50, BOMB, FILE, b"<" * 100_000])
def test_junk_is_refused_and_leaves_nothing_behind(alder: DistrictSignIn, junk: bytes) -> None:
    for posted in (base64.b64encode(junk).decode(), junk.decode("latin1")):
        answer = Client().post(answer_page(alder), {"SAMLResponse": posted})
        refused_with(answer, "did not work")
        assert b"root:" not in answer.content
    assert not Session.objects.exists()


@pytest.mark.parametrize("carried", ["", "x", "gAAAA", "\u00e9"])
def test_what_is_carried_to_the_session_cannot_be_made_up(alder: DistrictSignIn, carried: str) -> None:
    refused_with(Client().get(f"/sign-in/district/{alder.key}/finish/", {"a": carried}), "did not work")
