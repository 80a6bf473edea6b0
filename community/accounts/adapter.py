"""allauth's questions about accounts, answered by our rules."""

from __future__ import annotations

import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from community import errors
from community.db import writing
from community.jobs.queue import later
from community.members import actions, letters
from community.members.models import Member
from community.outbox import outbox
from moderation.access import standing

FRESH_S = 10 * 60  # so long does signing in, or proving it is you, count for changing how one signs in


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; mail leaves beside the request; whoever changes the sign-in has just proved who they are."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """The session ends for the sockets it opened, too."""
        member = request.user
        super().logout(request)
        if isinstance(member, Member):
            actions.note_sign_out(member)

    def set_password(self, user: Member, password: str) -> None:
        """Whoever was signed in as this person, perhaps because of the old one, is not any more."""
        with writing():
            super().set_password(user, password)
            actions.note_new_password(user)

    def respond_user_inactive(self, request: HttpRequest, user: Member) -> HttpResponse:
        """Said only to somebody who just proved that the address is theirs."""
        refusals = {"removed": standing.REMOVED, "left": standing.LEFT}
        return errors.door(request, refusals.get(user.standing, standing.NOT_YET))

    # ---- is it you? -------------------------------------------------------------------------

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Also of somebody who has neither a password nor a second step: a stolen session must not be able to add one.
        allauth would let them through, for lack of anything to ask; we ask for a code by mail."""
        if proved_lately(self.request):
            return False
        if not get_reauthentication_flows(self.request.user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A code by mail, as long as there is no second step that it would undo."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and not any(m["id"].startswith("mfa") for m in methods):
            methods.append({"id": "code", "description": "Use a code by email", "url": reverse("reauthenticate_code")})
        return methods

    # ---- mail -------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written and sent by another thread, so that known and unknown addresses take the same time."""
        facts = {**{name: value for name, value in context.items() if name != "request"}, "email": email}

        def make() -> EmailMessage:
            written: EmailMessage = self.render_mail(template_prefix, email, facts)
            return written

        outbox.post(make)

    def send_notification_mail(self, template_prefix: str, user: Member, *args: Any, **kwargs: Any) -> None:
        """What changed, and when; without the network address that allauth would put in."""
        later(letters.mail_change, user.pk, template_prefix.rpartition("/")[2])

    def get_from_email(self) -> str:
        return str(settings.DEFAULT_FROM_EMAIL)

    def format_email_subject(self, subject: str) -> str:
        return " ".join(subject.split())

    # ---- codes and small talk ---------------------------------------------------------------

    def generate_login_code(self) -> str:
        """Six digits, as one types them on a phone; three tries and a rate limit stand behind it."""
        return f"{secrets.randbelow(1_000_000):06d}"

    def generate_password_reset_code(self) -> str:
        return self.generate_login_code()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's small talk ("successfully signed in") is not ours."""


def proved_lately(request: HttpRequest) -> bool:
    """Whether this browser signed in or answered for it a moment ago, in whatever way."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - max(record["at"] for record in records) < FRESH_S


def display_name(user: Member) -> str:
    return user.name
