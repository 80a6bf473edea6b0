"""The three shapes a community runs in. Each run of the tests has those of its own stack, so that none is run twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from tests.harness import databases
from tests.harness.community import Community
from tests.services import start_redis

SHAPES = {
    "alone": {"kind": "sqlite", "redis": False, "processes": 1},
    "with-redis": {"kind": "sqlite", "redis": True, "processes": 1},
    "pair": {"kind": "postgres", "redis": True, "processes": 2},
}
HERE = [name for name, plan in SHAPES.items() if (plan["kind"] == "postgres") == bool(settings.DATABASE_URL)]
SMALLEST, LARGEST = HERE[0], HERE[-1]
ROOMY = {  # budgets have tests of their own
    "COMMUNITY_MESSAGES_PER_10_S": "100000",
    "COMMUNITY_FRAMES_PER_MINUTE": "100000",
}
HASTY = {"COMMUNITY_BEAT_S": "1", "COMMUNITY_EPOCH_POLL_S": "1"}  # what the beat heals, without waiting 15 s for it


def founded(shape: str, folder: Path, blocker: Any, **more: Any) -> Community:
    """A community of that shape, not started yet."""
    plan = SHAPES[shape]
    if plan["redis"] and "redis" not in more:
        more["redis"] = start_redis()
    database = more.pop("database", None) or databases.fresh(str(plan["kind"]), folder, blocker)
    return Community(folder, database, blocker, processes=int(plan["processes"]), **more)
