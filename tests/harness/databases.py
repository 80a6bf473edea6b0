"""Databases of their own for communities that a test starts, and a way for the test to work inside one.

A test that is inside does what a command beside the servers does: the same rows, the same Redis, another process.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend
from environ import Env

from tests import services

DEFAULTS: dict[str, Any] = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "OPTIONS": {},
    "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
}


@dataclass(frozen=True, slots=True)
class Database:
    """One database. `url` is empty for SQLite, whose file lies in `folder`."""

    folder: Path
    url: str = ""

    @property
    def settings(self) -> dict[str, Any]:
        if self.url:
            return {**DEFAULTS, **Env.db_url_config(self.url)}
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
        file = str(self.folder / "community.sqlite3")
        fields = dict.fromkeys(("HOST", "PORT", "USER", "PASSWORD"), "")
        return {**DEFAULTS, **fields, "ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": options}

    @contextmanager
    def inside(self, blocker: Any) -> Iterator[None]:
        """In this thread, `default` is this database. `blocker` is pytest-django's guard over databases."""
        found = self.settings
        mine = load_backend(found["ENGINE"]).DatabaseWrapper(found, "default")
        before = connections["default"]
        connections["default"] = mine
        try:
            with blocker.unblock():
                yield
        finally:
            mine.close()
            connections["default"] = before


@cache
def postgres() -> str:
    """One PostgreSQL for all communities of this run; each gets databases of its own in it."""
    url = services.start_postgres()
    end = time.monotonic() + 20
    while True:  # it listens a moment before it answers
        try:
            psycopg.connect(url).close()
            return url
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@cache
def migrated(kind: str, blocker: Any) -> Database:
    """The pattern that new databases are copied from: all migrations, no rows of ours."""
    folder = Path(settings.DATA) / "pattern"  # ends with the run
    folder.mkdir(exist_ok=True)
    pattern = Database(folder, create("pattern") if kind == "postgres" else "")
    with pattern.inside(blocker):
        call_command("migrate", verbosity=0, interactive=False)
        if kind == "sqlite":
            connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return pattern


def fresh(kind: str, folder: Path, blocker: Any) -> Database:
    """A new, empty database: `kind` is sqlite or postgres."""
    pattern = migrated(kind, blocker)
    if kind == "postgres":
        return Database(folder, create(f"at_{folder.name.replace('-', '_')}", like="pattern"))
    shutil.copy(pattern.folder / "community.sqlite3", folder / "community.sqlite3")
    return Database(folder)


def create(name: str, *, like: str = "template1") -> str:
    with psycopg.connect(postgres(), autocommit=True) as main:
        main.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'.encode())
    return postgres().rpartition("/")[0] + f"/{name}"


def link_static(folder: Path) -> None:
    """The files that were collected for the run serve every community of it."""
    (folder / "static").symlink_to(settings.STATIC_ROOT)
