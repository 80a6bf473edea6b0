"""The index of the search, from nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.finding import completing


class Command(BaseCommand):
    help = "Build the index of the search anew. It may be used meanwhile; old words are found again by and by."

    def handle(self, *args: Any, **options: Any) -> None:
        completing.build_anew()
        self.stdout.write("Done. Everything that was written can be found.")
