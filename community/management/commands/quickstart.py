"""Everything from nothing to a running community: database, static files, demo or founder, server."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from community.management.commands.serve import listen

BANNER = "─" * 72
AS_LONG_AGO = timedelta(days=90)  # when the first of the demo's people came


class Command(BaseCommand):
    help = "Set up and run the community on this machine, with a demo in it (or --empty)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", type=Path, help="where everything is kept (default: ./data)")
        parser.add_argument("--empty", action="store_true", help="a real, empty community instead of the demo")
        parser.add_argument("--founder", help="with --empty: the founder's email (asked for otherwise)")

    def handle(
        self, *args: Any, port: int, data: Path | None, empty: bool, founder: str | None, **options: Any
    ) -> None:
        self.understand(empty=empty, founder=founder)
        listen("127.0.0.1", port).close()  # or say now, not after all the work, that it is in use
        self.move_to(port, data)
        self.step("Preparing the database", lambda: call_command("migrate", verbosity=0, interactive=False))
        self.step("Preparing pictures, styles and scripts", self.collect)
        self.people(empty=empty, founder=founder)
        self.say_hello()
        call_command("serve", host="127.0.0.1", port=port)

    def understand(self, *, empty: bool, founder: str | None) -> None:
        if founder is None:
            return
        if not empty:
            raise CommandError("--founder is for a real community: quickstart --empty --founder you@example.org")
        if not is_address(founder):
            raise CommandError(f"{founder!r} does not look like an email address.")

    def move_to(self, port: int, data: Path | None) -> None:
        """Settings are read once, from the environment: another place or port means starting over in it."""
        wanted = {
            "COMMUNITY_DATA": str((data or Path(settings.DATA)).resolve()),
            "COMMUNITY_URL": f"http://127.0.0.1:{port}",
        }
        if settings.COMMUNITY_URL.startswith("https://"):
            raise CommandError(
                "quickstart is for this machine only. On a server, use migrate, collectstatic and serve."
            )
        Path(wanted["COMMUNITY_DATA"]).mkdir(parents=True, exist_ok=True, mode=0o700)
        if str(settings.DATA) != wanted["COMMUNITY_DATA"] or wanted["COMMUNITY_URL"] != settings.COMMUNITY_URL:
            os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **wanted})

    def step(self, words: str, work: Any) -> None:
        self.stdout.write(f"{words} … ", ending="")
        self.stdout.flush()
        work()
        self.stdout.write("done")

    def collect(self) -> None:
        """Only when something changed: the stamp is the code that is about to serve."""
        from community.staticfiles import fingerprint

        stamp = Path(settings.STATIC_ROOT) / "fingerprint.txt"
        now = fingerprint()
        if not stamp.exists() or stamp.read_text() != now:
            # In a process of its own: the one that serves must read the names only when they are final.
            command = [sys.executable, sys.argv[0], "collectstatic", "--noinput", "--clear", "--verbosity=0"]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode:
                raise CommandError(f"Static files could not be prepared. {done.stderr.strip().splitlines()[-1]}")
            stamp.write_text(now)

    def people(self, *, empty: bool, founder: str | None) -> None:
        from community.members.models import Member

        note = Path(settings.DATA) / "demo.txt"
        if Member.objects.exists():
            if empty and note.exists():
                raise CommandError(f"There is a demo in {settings.DATA}. Choose another place: --data real")
        elif empty:
            from community.founding import found

            address = founder or self.ask_for_email()
            self.stdout.write("")
            found(address)
            note.unlink(missing_ok=True)  # of a demo that was interrupted
        else:
            self.step("Writing the demo community", lambda: self.seed(note))

    def seed(self, note: Path) -> None:
        from django.utils import timezone

        from community.demo.seed import Seeder

        timezone.activate(settings.COMMUNITY_TIME_ZONE)
        seeder = Seeder(timezone.now())
        # First the note: whatever interrupts this, no demo may stand there whose password nobody knows.
        note.touch(mode=0o600)
        note.write_text(seeder.password)
        seeder.run()
        self.stock(seeder.now - AS_LONG_AGO)

    def stock(self, at: datetime) -> None:
        """The starter library, once the server runs; in the demo it has been there from the first day."""
        from community.jobs.queue import later
        from community.library.starter.actions import stock
        from community.members.queries import first_moderator

        first = first_moderator()
        if first is not None:
            later(stock, first.pk, at.isoformat())

    def ask_for_email(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Tell the founder's email: quickstart --empty --founder you@example.org")
        while True:
            address = input("The founder's email address: ").strip()
            if is_address(address):
                return address
            self.stdout.write("That does not look like an email address.")

    def say_hello(self) -> None:
        note = Path(settings.DATA) / "demo.txt"
        lines = [
            "",
            BANNER,
            f"  The community runs at {settings.COMMUNITY_URL}/",
            f"  Everything is kept in {settings.DATA}",
        ]
        if note.exists():
            password = note.read_text()
            lines += [
                f"  It is a demo of {settings.COMMUNITY_NAME}: invented people, for looking around.",
                "",
                "  Sign in as        with the email              and the password",
                f"    a member        maria@commons.example       {password}",
                f"    a facilitator   renee@commons.example       {password}",
                f"    a moderator     ana@commons.example         {password}",
                "",
                "  Or ask for a code by email: it appears here, in this terminal.",
            ]
        else:
            lines.append("  Mails (sign-in codes, invitations) appear here, in this terminal.")
        lines += ["  Stop with Ctrl+C; the same command starts it again, nothing is lost.", BANNER, ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
