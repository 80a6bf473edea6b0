"""Communities to do harm to, and a number to do it by again."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.harness.community import Community
from tests.harness.messenger import Messenger, faithful
from tests.harness.shapes import ROOMY, founded
from tests.services import start_redis

Founds = Callable[..., Community]

# What can only go wrong between processes is tested where there are two: on the stack with PostgreSQL and Redis.
AT_TWO = ["test_messenger.py", "test_redis_gone.py", "test_postgres_restarts.py", "test_removed_at_two.py"]
AT_ONE = ["test_removed.py", "test_one_without_redis.py"]
collect_ignore = AT_ONE if settings.DATABASE_URL else AT_TWO
QUICK = {"COMMUNITY_BEAT_S": "3", "COMMUNITY_EPOCH_POLL_S": "3"}


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The chance of this test; a failure shows it, and the same test has the same again."""
    found = zlib.crc32(request.node.nodeid.encode())
    print(f"seed {found}")
    return found


@pytest.fixture
def founds(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Founds:
    """Makes a community of a shape, with budgets that nothing here is about."""

    def found(shape: str, *, environment: dict[str, str] | None = None, **more: Any) -> Community:
        folder = tmp_path_factory.mktemp(f"faults-{shape}")
        return founded(shape, folder, django_db_blocker, environment={**ROOMY, **(environment or {})}, **more)

    return found


@pytest.fixture(scope="session")
def two(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Iterator[Community]:
    """Two processes with a messenger between them that does as it is told; shared, and the test works inside."""
    messenger = Messenger(start_redis(), seed=1)
    folder = tmp_path_factory.mktemp("faults-two")
    with founded("pair", folder, django_db_blocker, redis=messenger, environment={**ROOMY, **QUICK}) as started:
        yield started
    messenger.close()


@pytest.fixture
def messenger(two: Community, seed: int) -> Iterator[Messenger]:
    assert isinstance(two.redis, Messenger)
    two.redis.begin(seed)
    with two.inside():
        yield two.redis
    two.redis.carry = faithful
