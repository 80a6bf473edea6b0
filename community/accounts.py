"""How allauth is tied to the house: an invitation is the only way in, and an ended access stays ended."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from community.db import writing
from community.members import actions
from community.members.models import Member


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's questions, answered by our rules."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Member) -> None:
        super().login(request, user)
        actions.note_sign_in(user)

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
        from community import errors
        from moderation.access import standing

        refusals = {"removed": standing.REMOVED, "left": standing.LEFT}
        return errors.door(request, refusals.get(user.standing, standing.NOT_YET))

    def get_from_email(self) -> str:
        from django.conf import settings

        return str(settings.DEFAULT_FROM_EMAIL)

    def format_email_subject(self, subject: str) -> str:
        return " ".join(subject.split())

    def generate_login_code(self) -> str:
        """Six digits, as one types them on a phone; three tries and a rate limit stand behind it."""
        import secrets

        return f"{secrets.randbelow(1_000_000):06d}"

    def generate_password_reset_code(self) -> str:
        return self.generate_login_code()

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's small talk ("successfully signed in") is not ours."""


def display_name(user: Member) -> str:
    return user.name
