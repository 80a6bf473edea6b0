"""Three communities that run for the whole session, one after the other, and a cast of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from community.db import writing
from tests import cast
from tests.cast import World
from tests.harness import databases
from tests.harness.community import Community
from tests.services import start_redis

SHAPES = {
    "alone": {"kind": "sqlite", "redis": False, "processes": 1},
    "with-redis": {"kind": "sqlite", "redis": True, "processes": 1},
    "pair": {"kind": "postgres", "redis": True, "processes": 2},
}
ROOMY = {  # budgets have tests of their own
    "COMMUNITY_MESSAGES_PER_10_S": "100000",
    "COMMUNITY_FRAMES_PER_MINUTE": "100000",
}
marks = count(1)


def founded(shape: str, folder: Path, blocker: Any, **more: Any) -> Community:
    """A community of that shape, not started yet."""
    plan = SHAPES[shape]
    database = databases.fresh(str(plan["kind"]), folder, blocker)
    redis = start_redis() if plan["redis"] else None
    return Community(folder, database, blocker, redis, int(plan["processes"]), **more)


@pytest.fixture(scope="session", params=SHAPES)
def community(request: Any, tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Iterator[Community]:
    """Shared by many tests; nobody may stop it."""
    started = founded(request.param, tmp_path_factory.mktemp(request.param), django_db_blocker, environment=ROOMY)
    with started:
        yield started


@pytest.fixture
def people(community: Community) -> Iterator[World]:
    """A cast beside those of other tests; the test works inside the community's database."""
    with community.inside():
        with writing():
            world = cast.build(f"-{next(marks)}")
        yield world
        community.close_tabs()
