"""A SAML 2.0 identity provider: it reads our request, and answers with an assertion it signs with its own key."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from http.server import BaseHTTPRequestHandler
from typing import Any
from uuid import uuid4

import requests
import xmlsec
from lxml import etree

from tests.members.identity.served import Answer, Fields, Served, certificate_of, pem_of

NAMES = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
RESPONSE = """<samlp:Response {names} ID="{response_id}" Version="2.0" IssueInstant="{now}" Destination="{acs}"
 InResponseTo="{asked}"><saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>
<saml:Assertion ID="{assertion_id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:{format}">{address}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{until}" Recipient="{recipient}" InResponseTo="{confirmed}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement>{attributes}</saml:Assertion></samlp:Response>"""
METADATA = """<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Location="{place}"
 Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/></md:IDPSSODescriptor></md:EntityDescriptor>"""
ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"


def stamp(**shift: float) -> str:
    return f"{datetime.now(UTC) + timedelta(**shift):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(slots=True)
class Lies:
    """What it says otherwise. `facts` before signing; `tamper` gets the signed answer, as whoever carries it could."""

    facts: dict[str, str] = field(default_factory=dict)
    signs: tuple[str, ...] = ("assertion",)
    signer: str = "district"
    old: bool = False  # with SHA-1, as was usual once
    cut: str = ""  # a pattern taken out before signing
    tamper: Callable[[etree._Element], None] = lambda answer: None


class Provider(Served):
    def __init__(self) -> None:
        super().__init__()
        self.lies = Lies()
        self.address = "ada@school.test"
        self.attributes: dict[str, list[str]] = {}
        self.pages = {"/sso": self.sso}

    @property
    def issuer(self) -> str:
        return f"{self.url}/metadata"

    def metadata(self, **facts: str) -> str:
        given = {"issuer": self.issuer, "certificate": certificate_of("district"), "place": f"{self.url}/sso"}
        return METADATA.format(**{**given, **facts})

    def sso(self, fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        """The person is signed in there already: a page that posts the answer back."""
        request = etree.fromstring(zlib.decompress(base64.b64decode(fields["SAMLRequest"]), -15))
        answer = self.answer(
            asked=request.get("ID"), acs=request.get("AssertionConsumerServiceURL"),
            audience=request.findtext(f"{ASSERTION}Issuer"),
        )  # fmt: skip
        acs = escape(request.get("AssertionConsumerServiceURL"))
        form = f'<form method="post" action="{acs}"><input name="SAMLResponse" value="{escape(answer)}"><button>Yes'
        return 200, {"Content-Type": "text/html"}, form.encode()

    def answer(self, *, asked: str, acs: str, audience: str) -> str:
        facts = {
            "response_id": f"_{uuid4().hex}", "assertion_id": f"_{uuid4().hex}", "now": stamp(),
            "since": stamp(minutes=-5), "until": stamp(minutes=5), "asked": asked, "confirmed": asked,
            "acs": acs, "recipient": acs, "audience": audience, "issuer": self.issuer,
            "address": self.address, "status": "Success", "format": "emailAddress",
            "names": NAMES, "attributes": self.statement(),
        }  # fmt: skip
        text = RESPONSE.format(**{**facts, **self.lies.facts})
        found = etree.fromstring(re.sub(self.lies.cut, "", text, flags=re.DOTALL) if self.lies.cut else text)
        for part in ("assertion", "response"):
            if part in self.lies.signs:
                sign(found if part == "response" else found.find(f"{ASSERTION}Assertion"), self.lies)
        self.lies.tamper(found)
        return base64.b64encode(etree.tostring(found)).decode()

    def statement(self) -> str:
        if not self.attributes:
            return ""
        written = "".join(
            f'<saml:Attribute Name="{escape(name)}">'
            + "".join(f"<saml:AttributeValue>{escape(value)}</saml:AttributeValue>" for value in values)
            + "</saml:Attribute>"
            for name, values in self.attributes.items()
        )
        return f"<saml:AttributeStatement>{written}</saml:AttributeStatement>"

    def visit(self, place: str) -> str:
        """What the person's browser brings back from there."""
        page = requests.get(place, timeout=5).text
        return unescape(re.findall(r'name="SAMLResponse" value="([^"]*)"', page)[0])


def sign(node: Any, lies: Lies) -> None:
    """An enveloped signature, after the issuer, as the schema wants it."""
    method = xmlsec.constants.TransformRsaSha1 if lies.old else xmlsec.constants.TransformRsaSha256
    written = xmlsec.template.create(node, xmlsec.constants.TransformExclC14N, method)
    node.insert(1, written)
    reference = xmlsec.template.add_reference(written, xmlsec.constants.TransformSha256, uri=f"#{node.get('ID')}")
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
    xmlsec.tree.add_ids(node, ["ID"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pem_of(lies.signer), xmlsec.constants.KeyDataFormatPem)
    context.sign(written)
