"""An OpenID Connect provider: discovery, authorization with PKCE, tokens, keys, user info."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlencode

import jwt
import requests

from tests.members.identity.served import Answer, Fields, Served, key_of, pem_of

CLIENT, SECRET = "community", "a secret of two"


class Provider(Served):
    """`claims` are added to every token or, when None, taken out of it; `header`, `signer` and `discovery` can lie."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: dict[str, Any] = {"email": "ada@school.test", "email_verified": True}
        self.userinfo: dict[str, Any] = {}
        self.header: dict[str, Any] = {"kid": "district"}
        self.signer: str | None = "district"
        self.discovery: dict[str, Any] = {}
        self.codes: dict[str, Fields] = {}
        self.sent: list[Fields] = []
        self.pages = {
            "/.well-known/openid-configuration": self.configuration, "/authorize": self.authorize,
            "/token": self.token, "/keys": self.keys, "/me": self.me,
        }  # fmt: skip

    def configuration(self, fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        facts = {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/me",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip
        return as_json({**facts, **self.discovery})

    def authorize(self, fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        """Whoever comes is signed in here already."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = fields
        self.sent.append(fields)
        place = f"{fields['redirect_uri']}?{urlencode({'code': code, 'state': fields['state']})}"
        return 302, {"Location": place}, b""

    def token(self, fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        asked = self.codes.pop(fields.get("code", ""), None)
        proof = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if asked is None or asked.get("code_challenge") != challenge or fields.get("client_secret") != SECRET:
            return as_json({"error": "invalid_grant"}, status=400)
        return as_json({"access_token": "for-me", "token_type": "Bearer", "id_token": self.id_token(asked)})

    def id_token(self, asked: Fields) -> str:
        now = int(time.time())
        facts = {
            "iss": self.url, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce"),
            **self.claims,
        }  # fmt: skip
        facts = {name: value for name, value in facts.items() if value is not None}
        if self.signer is None:
            return jwt.encode(facts, "", algorithm="none", headers=self.header)
        return jwt.encode(facts, pem_of(self.signer), algorithm="RS256", headers=self.header)

    def keys(self, fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key_of("district").public_key()))
        return as_json({"keys": [{**public, "kid": "district", "use": "sig", "alg": "RS256"}]})

    def me(self, fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        if handler.headers.get("Authorization") != "Bearer for-me":
            return as_json({}, status=401)
        return as_json({"sub": "1", **self.userinfo})

    def visit(self, place: str) -> str:
        """What the person's browser does there: it comes back with an address of ours."""
        back = requests.get(place, allow_redirects=False, timeout=5).headers["Location"]
        return back.removeprefix("http://testserver")


def as_json(facts: dict[str, Any], status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(facts).encode()
