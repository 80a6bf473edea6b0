"""The starter library, for a community that was founded before there was one, or after an upgrade brought more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from community.library.starter.actions import put_out
from community.members import queries as members
from community.members.grants import grants_for


class Command(BaseCommand):
    help = (
        "Put the starter library on the shelf, shared by the first moderator. Run again, it adds only what is missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        first = members.first_moderator()
        who = grants_for(first.pk) if first is not None else None
        if first is None or who is None:
            raise CommandError("Nobody moderates this community yet. Found it first: manage.py found you@example.org")
        came = put_out(who, at=timezone.now())
        if came:
            self.stdout.write(f"{came} documents came into the library, shared by {first.name}.")
        else:
            self.stdout.write("Everything of the starter library has been there before.")
