"""Signing in as a browser does it."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client

from community.members.models import Member, Session
from community.outbox import outbox
from tests.cast import PASSWORD

CODE = re.compile(r"^\d{6}$", re.MULTILINE)
CODE_PAGE, PASSWORD_PAGE, FIRST_PAGE = "/sign-in/code/", "/sign-in/password/", "/sign-in/"


def mails() -> list[Any]:
    """Every mail, oldest first, once those on their way have left."""
    assert outbox.settle(10)
    return list(mail.outbox)


def codes() -> list[str]:
    """Every code that was mailed, oldest first."""
    return [found[0] for message in mails() if (found := CODE.findall(str(message.body)))]


def ask_for_a_code(email: str, **more: str) -> Client:
    """A new browser that asked for a code and stands on the page where it is typed."""
    client = Client()
    answer = client.post(FIRST_PAGE, {"email": email, **more})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, CODE_PAGE)
    return client


def sign_in_by_code(member: Member, **more: str) -> tuple[Client, Any]:
    client = ask_for_a_code(member.email, **more)
    return client, client.post(CODE_PAGE, {"code": codes()[-1], **more})


def sign_in_by_password(email: str, password: str = PASSWORD, **more: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(PASSWORD_PAGE, {"login": email, "password": password, **more})


def sessions_of(member: Member) -> int:
    return Session.objects.filter(member=member).count()


def wrong(code: str) -> str:
    """A code that is surely not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
