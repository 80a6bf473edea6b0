"""The first minute on a server: an owner, an organization, the first spaces. At home `quickstart --empty` does it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from community.founding import found
from community.members.models import Member


class Command(BaseCommand):
    help = "Found the community: an owner with this address, who signs in with a code and invites the others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} does not look like an email address.") from None
        if Member.objects.exists():
            raise CommandError("This community has been founded: somebody is here already.")
        try:
            found(email)
        except OSError as error:  # the last step is a mail, and a mail server is easily misspelled
            raise CommandError(f"It is founded, but its owner could not be told by mail: {error}") from None
        self.stdout.write(f"Founded. The owner signs in at {settings.COMMUNITY_URL}/sign-in/ with a code.")
