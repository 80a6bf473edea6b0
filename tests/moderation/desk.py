"""What moderators do at the access desk, as a browser does it, and what invited people find in their mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import mail
from django.test import Client

from community.members.models import Member, Organization
from moderation import actions
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.pages import Answer
from tests.verbs import carry_out_jobs, signed_in

LINK = re.compile(r"http://testserver/invitation/([\w-]+)/")
SENTENCE = "the orchard is quiet tonight"
EMAIL = "ina@school.test"


def invite(by: Member, organization: Organization, email: str = EMAIL, **more: Any) -> str:
    """Send an invitation; returns the token that is in its mail."""
    actions.invite(grants(by), email=email, organization=organization, **more)
    carry_out_jobs()
    return token()


def send_invitation(by: Member, **fields: Any) -> Answer:
    """The form of the desk."""
    given = {"email": EMAIL, "name": "Ina", "organization": "cedar"} | fields
    answer = signed_in(by).post("/moderation/invitations/", given)
    carry_out_jobs()
    return answer


def token() -> str:
    """In the newest mail."""
    return LINK.findall(str(mail.outbox[-1].body))[0]


def look(token: str, method: str = "get") -> Answer:
    return getattr(Client(), method)(f"/invitation/{token}/")


def join(token: str, client: Client | None = None, **fields: Any) -> Answer:
    given = {"email": EMAIL, "name": "Ina Berg", "title": "Founder", "password": "", "rules": "on"} | fields
    return (client or Client()).post(f"/invitation/{token}/", given)


def at_desk(by: Member, act: str, about: str, **fields: Any) -> Answer:
    """One act on one person: suspend, remove, restore or role."""
    return signed_in(by).post(f"/moderation/people/{about}/{act}/", fields)


def remove(world: World, about: str, **fields: Any) -> Answer:
    given = {"reason": "Shared a message outside", "confirm": about.title()}
    return at_desk(world.mona, "remove", about, **(given | fields))


def member(handle: str) -> Member:
    return Member.objects.get(handle=handle)


def lines() -> list[tuple[str, str, str, str]]:
    """The log from its beginning: who did what to whom, and why."""
    entries = AuditEntry.objects.select_related("actor").order_by("id")
    return [(entry.actor.handle, entry.verb, entry.subject_label, entry.reason) for entry in entries]


def everything_stored() -> list[tuple[Any, ...]]:
    """Every row of every table."""
    return [(model._meta.label, *row) for model in stored_models() for row in model._default_manager.values_list()]


def stored_models() -> Iterator[Any]:
    for model in sorted(apps.get_models(), key=lambda found: found._meta.label):
        if model._meta.managed:
            yield model
