"""Communities with the pages of the stand, and the application for pages without a server."""

from __future__ import annotations

import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections

from community.pages import Pages
from tests.harness import databases
from tests.harness.community import Community
from tests.services import start_redis

STAND = [sys.executable, "tests/server/stand/run.py", "serve"]
THREADS = 2
Founding = Callable[..., Community]


@pytest.fixture(scope="session")
def founding(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Founding:
    """Makes a community on this run's stack, for `with` to start: by default one process with the stand's pages."""

    def found(name: str = "stand", *, command: list[str] | None = None, kind: str = "", **more: Any) -> Community:
        folder = tmp_path_factory.mktemp(name)
        spool = folder / "spool"
        spool.mkdir()
        kind = kind or ("postgres" if django_settings.DATABASE_URL else "sqlite")
        redis = start_redis() if kind == "postgres" else None
        database = databases.fresh(kind, folder, django_db_blocker)
        environment = {"TMPDIR": str(spool), **more.pop("environment", {})}
        return Community(
            folder, database, django_db_blocker, redis, command=command or STAND, environment=environment, **more
        )

    return found


@pytest.fixture(scope="session")
def stand(founding: Founding) -> Iterator[Community]:
    """Shared by many tests; nobody may stop it."""
    with founding("shared") as started:
        yield started


@pytest.fixture
async def pages(settings: Any) -> AsyncIterator[Pages]:
    settings.ROOT_URLCONF = "tests.server.stand.urls"
    made = Pages(THREADS)
    yield made
    end_threads(made)


def end_threads(pages: Pages) -> None:
    """Each closes its connection to the database; they meet first, so that none does it for another."""
    everybody = threading.Barrier(pages.threads)

    def last_request() -> None:
        everybody.wait(10)
        connections.close_all()

    for _ in range(pages.threads):
        pages.pool.submit(last_request)
    pages.pool.shutdown()
    pages.files.shutdown()
