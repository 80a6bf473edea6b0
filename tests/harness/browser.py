"""Pages over HTTP as a browser asks for them: with a session, and with the token that forms carry."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = "formtoken" + "x" * 23


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass(slots=True)
class Browser:
    """Each call is one request on a connection of its own."""

    port: int
    session_key: str = ""
    timeout_s: float = 30

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, **fields: str) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout_s)
        try:
            connection.request(method, path, body=body, headers={**self.identity(), **(headers or {})})
            found = connection.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    def identity(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session_key}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
