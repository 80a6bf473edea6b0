"""To be run after a backup was put back, before the servers start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.members import epoch


class Command(BaseCommand):
    help = "After a backup was put back: browsers that know what came after it will begin anew."

    def handle(self, *args: Any, **options: Any) -> None:
        epoch.renew_store()
        self.stdout.write("Done. Open pages will load their rooms anew; what was written and not sent is kept.")
