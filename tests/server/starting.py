"""`manage.py quickstart` as a newcomer runs it, in an empty folder of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from community.staticfiles import fingerprint
from tests.harness import databases
from tests.harness.browser import TOKEN, Answer, Browser
from tests.harness.community import ROOT, Server
from tests.harness.databases import Database
from tests.services import free_port, start_redis

ROW = re.compile(r"^ {4}(.+?) {2,}(\S+@\S+) {2,}(\S+)$", re.MULTILINE)


class Newcomer:
    """A folder, a port, and what the terminal said. The database is of this run's stack."""

    def __init__(self, folder: Path, *, prepared: bool = True, tables: Any = None) -> None:
        """`tables`: pytest-django's guard, for a database that has its tables and nothing in them."""
        self.data, self.port = folder / "data", free_port()
        self.log = folder / "terminal.log"
        like = databases.migrated("postgres" if settings.DATABASE_URL else "sqlite", tables) if tables else None
        name = f"new_{folder.name.replace('-', '_')}"
        url = databases.create(name, like="pattern" if like else "template1") if settings.DATABASE_URL else ""
        redis = start_redis().url if settings.DATABASE_URL else ""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
        self.environment = {**plain, "DATABASE_URL": url, "REDIS_URL": redis}
        self.database = Database(self.data, url)
        if prepared:  # collecting takes seconds, and one test of it is enough
            self.data.mkdir(mode=0o700)
            shutil.copytree(settings.STATIC_ROOT, self.data / "static")
            (self.data / "static" / "fingerprint.txt").write_text(fingerprint())
        if like and not url:
            shutil.copy(like.folder / "community.sqlite3", self.data)

    def command(self, *more: str) -> list[str]:
        return [sys.executable, "manage.py", "quickstart", "--data", str(self.data), *more]

    def server(self, *more: str) -> Server:
        return Server(self.port, self.log, self.command(*more), self.environment)

    def refused(self, *more: str, port: int = 0, **environment: str) -> str:
        """The sentence with which it does not start; nobody sits at the terminal."""
        done = subprocess.run(
            [*self.command(*more), "--port", str(port or self.port)], cwd=ROOT, env={**self.environment, **environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr.strip().removeprefix("CommandError: ")

    def words(self) -> str:
        return self.log.read_text()

    def sign_ins(self) -> dict[str, tuple[str, str]]:
        """Who may sign in with which address and password, as the terminal says."""
        return {who.removeprefix("a "): (address, password) for who, address, password in ROW.findall(self.words())}

    def signed_in(self, path: str, **fields: str) -> Browser:
        """A browser after this form was sent, if it was the last one of signing in."""
        answer = Browser(self.port).post(path, **fields)
        found = re.search(r"sessionid=(\w+)", answer.headers.get("set-cookie", ""))
        assert found is not None, answer
        return Browser(self.port, found[1])

    def rows(self, blocker: Any, *models: Any) -> list[int]:
        with self.database.inside(blocker):
            return [model.objects.count() for model in models]


def mode(place: Path) -> int:
    return place.stat().st_mode & 0o777


__all__ = ["TOKEN", "Answer", "Newcomer", "mode"]
