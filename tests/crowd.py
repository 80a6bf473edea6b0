"""Many people in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from moderation.access.decision import Denied
from moderation.actions import Refused


def at_once(works: Sequence[Callable[[], object]]) -> list[object]:
    """Each in a thread of its own, all let go in the same moment; what they answer, refusals and closed doors too.

    Only for tests with a lasting world: threads meet in the database that is really there.
    """
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        gate.wait(20)
        try:
            return work()
        except Refused as refused:
            return f"{refused.field}: {refused.sentence}"
        except Denied as denied:
            return f"denied: {denied}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
