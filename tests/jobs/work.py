"""Jobs that tests put off. A job is found by its module's name, so they cannot live inside a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

from community.jobs import queue

done: list[int] = []
_lock = threading.Lock()


@queue.job()
def note(number: int) -> None:
    with _lock:
        done.append(number)


@queue.job(retries=2)
def fail(number: int) -> None:
    note.call(number)
    raise ValueError("not today")


def clear() -> Iterator[None]:
    done.clear()
    queue.woken.clear()
    yield
    done.clear()


HOURLY = timedelta(hours=1)
