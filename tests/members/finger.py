"""A device with a fingerprint reader, in software: it makes passkeys and signs with them as WebAuthn says."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
PASSKEY_PAGE, NEW_PASSKEY = "/sign-in/passkey/", "/you/signing-in/passkeys/new/"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(given: str) -> bytes:
    return base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))


@dataclass(slots=True)
class Finger:
    """One passkey, and what a dishonest device could do differently (`origin`, `place`, `flags`)."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: uuid4().bytes)
    origin: str = "https://testserver"
    place: str = "testserver"
    flags: int = PRESENT | VERIFIED
    handle: str = ""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the browser posts after making a passkey."""
        given = options["publicKey"]
        self.handle = given["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        head = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        attested = {"fmt": "none", "attStmt": {}, "authData": self.about(ATTESTED) + head}
        response = {
            "clientDataJSON": text(self.client_data("webauthn.create", given["challenge"])),
            "attestationObject": text(cbor.encode(attested)),
            "transports": ["internal"],
        }
        return self.wrapped(response, {"credProps": {"rk": True}})

    def sign(self, options: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """What it posts to sign in; `changes` are made after signing, as a tamperer would."""
        client_data = self.client_data("webauthn.get", options["publicKey"]["challenge"])
        about = self.about()
        signed = self.key.sign(about + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(client_data), "authenticatorData": text(about), "signature": text(signed),
            "userHandle": self.handle,
        }  # fmt: skip
        return self.wrapped({**response, **changes}, {})

    def about(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.place.encode()).digest() + bytes([self.flags | more]) + bytes(4)

    def client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def wrapped(self, response: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        shown = text(self.credential_id)
        return {
            "id": shown, "rawId": shown, "type": "public-key", "clientExtensionResults": more, "response": response,
            "authenticatorAttachment": "platform",
        }  # fmt: skip


def options_on(answer: Any) -> dict[str, Any]:
    """What a page tells the browser to ask the device with."""
    found = re.search(r'data-options="([^"]*)"', answer.content.decode())
    assert found is not None, "the page asks for no passkey"
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def add_passkey(client: Client, finger: Finger | None = None, name: str = "Phone") -> Finger:
    finger = finger or Finger()
    options = options_on(client.get(NEW_PASSKEY))
    answer = client.post(NEW_PASSKEY, {"name": name, "credential": json.dumps(finger.make(options))})
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    return finger


def asked(client: Client) -> dict[str, Any]:
    """The options of the first page's passkey button."""
    answer = client.get(PASSKEY_PAGE, headers={"Accept": "application/json"})
    options: dict[str, Any] = answer.json()["request_options"]
    return options


def sign_in_by_passkey(finger: Finger, client: Client | None = None, **more: str) -> tuple[Client, Any]:
    client = client or Client()
    answer = client.post(PASSKEY_PAGE, {"credential": json.dumps(finger.sign(asked(client))), **more})
    return client, answer
