"""An authenticator app in a test's hand, and what is done with it."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from community.members.models import Member
from tests.members.signing import sign_in_by_code

APP, CODES, SECOND = "/you/signing-in/app/", "/you/signing-in/codes/", "/sign-in/second/"


def shows(secret: str, turn: int = 0) -> str:
    """What an app with this key shows, `turn` half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + turn)))


def add_app(client: Client) -> str:
    """Sets an app up with the code of half a minute ago; returns its key."""
    page = client.get(APP).content.decode()
    secret = "".join(unescape(re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0]).split())
    answer = client.post(APP, {"code": shows(secret, -1)})
    assert (answer.status_code, answer["Location"]) == (302, CODES)
    return secret


def recovery_codes(client: Client) -> list[str]:
    """As they are shown, once."""
    found = re.findall(r"<li><code>(\d{4}) (\d{4})</code></li>", client.get(CODES).content.decode())
    return ["".join(parts) for parts in found]


def equipped(member: Member) -> tuple[Client, str, list[str]]:
    """A browser of somebody who set up an app: with it, its key and the recovery codes."""
    client = sign_in_by_code(member)[0]
    secret = add_app(client)
    return client, secret, recovery_codes(client)


def before_the_second_step(member: Member) -> Client:
    """A new browser, stopped after the code of the mail."""
    client, answer = sign_in_by_code(member)
    assert answer["Location"] == SECOND, answer
    return client


def second_step(member: Member, code: str) -> tuple[Client, Any]:
    client = before_the_second_step(member)
    return client, client.post(SECOND, {"code": code})
