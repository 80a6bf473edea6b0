"""Somebody asks to come in, as their browser does it; and what moderators do about it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core import mail
from django.test import Client
from django.utils import timezone

from moderation.forms.applying import Mark
from moderation.models import Application, ApplicationLink, Question
from moderation.queries import hash_of
from tests.pages import Answer
from tests.verbs import carry_out_jobs

EMAIL = "nadia@wren.test"
GIVEN = {"name": "Nadia Belmont", "email": EMAIL, "school": "Wren Street School", "state": "ID"}
CODE = re.compile(r"^\d{6}$", re.MULTILINE)
LINK = re.compile(r"http://testserver(/application/[\w-]+/)")


def opened(seconds: float = 60, **more: Any) -> str:
    """What the page carries that was opened so long ago."""
    return str(Mark(opened_at=timezone.now() - timedelta(seconds=seconds), **more))


def send(client: Client | None = None, **given: Any) -> Answer:
    """The form of the public page; without a mark of its own it is one more page, opened a minute ago."""
    return (client or Client()).post("/apply/", {"mark": opened(), **GIVEN, **given})


def apply(**given: Any) -> str:
    """Sends the form; returns the page where the code is typed."""
    answer = send(**given)
    assert answer.status_code == 302, answer.content.decode()
    carry_out_jobs()
    return str(answer["Location"])


def prove(page: str, email: str = EMAIL) -> str:
    """Types the code of the newest mail; returns the private page."""
    answer = Client().post(page, {"code": code_for(email)})
    assert answer.status_code == 302, answer.content.decode()
    carry_out_jobs()
    return str(answer["Location"])


def applied(**given: Any) -> Application:
    """Somebody who applied and proved the address."""
    email = str(given.get("email", EMAIL))
    prove(apply(**given), email)
    return Application.objects.filter(email=email).latest("submitted_at")


def waiting(name: str = "Nadia Belmont", **facts: Any) -> Application:
    """The same as a row, for tests of what comes after."""
    given: dict[str, Any] = {
        "email": EMAIL, "school": "Wren Street School", "state": "ID", "stage": "waiting", "nonce": uuid4(),
        "submitted_at": timezone.now(),
        "answers": [{"key": "role", "label": "What is your role?", "kind": "short", "answer": "Founder"}],
    }  # fmt: skip
    return Application.objects.create(name=name, **{**given, **facts})


def link_to(application: Application) -> str:
    """A private page of theirs."""
    token = uuid4().hex
    ApplicationLink.objects.create(application=application, token_hash=hash_of(token))
    return f"/application/{token}/"


def mails_to(email: str = EMAIL) -> list[str]:
    """The words of every mail to this address, oldest first."""
    return [str(message.body) for message in mail.outbox if message.to == [email]]


def code_for(email: str = EMAIL) -> str:
    return CODE.findall(mails_to(email)[-1])[0]


def link_for(email: str = EMAIL) -> str:
    return LINK.findall(mails_to(email)[-1])[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def question(kind: str, label: str = "How many children?", **more: Any) -> Question:
    """One that was asked before any page was opened."""
    more = {"key": f"key-{uuid4().hex[:8]}", "made_at": timezone.now() - timedelta(days=9), **more}
    return Question.objects.create(kind=kind, label=label, **more)
