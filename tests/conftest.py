"""Settings, cast and doors that every test shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from redis.exceptions import TimeoutError as RedisTimeout
from whitenoise.base import WhiteNoise

from cohorts import people
from cohorts.lifecycle import queries as year
from community import admission, outbox, ratelimits
from community.members import grants
from community.members import queries as members
from community.notifications import queries as notices
from tests import cast
from tests.cast import World
from tests.kept import keeper, pytest_runtest_setup, scene, world
from tests.quick_states import copy_fields

__all__ = ["keeper", "pytest_runtest_setup", "scene", "world"]  # fixtures and a hook of every test

# Neither a database nor a messenger can change what these say: each runs beside one of the stacks.
ONCE = {
    "embedded": ["architecture", "benchmarks", "text"],
    "scale": ["browser/test_accessibility.py", "browser/test_not_covered.py"],
}
collect_ignore = ONCE["embedded" if django_settings.DATABASE_URL else "scale"]
copy_fields()


@pytest.fixture(autouse=True)
def quick_and_forgetful(settings: Any) -> Iterator[None]:
    """Cheap hashing, mail in memory, and no memory of the test before: its database is gone."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    forget()
    yield
    forget()


@pytest.fixture(scope="session", autouse=True)
def collected() -> None:
    """Pages name their static files by content, so those must lie there."""
    call_command("collectstatic", interactive=False, verbosity=0)
    read_static_once()


def read_static_once() -> None:
    """Every client of a test starts the middleware anew, which reads an unchanged folder (40 % of the time)."""
    read, known = WhiteNoise.update_files_dictionary, dict[tuple[str, str], dict[str, Any]]()

    def update(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            read(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    WhiteNoise.update_files_dictionary = update


def forget() -> None:
    for module in (outbox, admission, grants, people, members, notices, ratelimits, year):
        module.forget_everything()
    for _ in range(5):  # a community waits half a second for Redis; a machine full of tests may be slower
        with suppress(RedisTimeout):
            cache.clear()
            return
    cache.clear()


@pytest.fixture
def lasting_world(transactional_db: None) -> World:
    """The cast, committed: for tests with threads, sockets or real transactions."""
    return cast.build()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Emptying tables between tests is the one thing that may touch the append-only log."""
    original = connection.ops.execute_sql_flush
    guards = import_module("moderation.migrations.0002_append_only_log").SQLITE

    def flush(statements: list[str]) -> None:
        if connection.vendor == "postgresql":
            original(statements)  # TRUNCATE does not fire row triggers
            return
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        original(statements)
        with connection.cursor() as cursor:
            cursor.execute(guards["audit_no_delete"])

    connection.ops.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    connection.ops.execute_sql_flush = original  # type: ignore[method-assign]
