"""Jobs: what is to be done later, kept in the transaction of what it is about, tried again when it fails.

A job may run twice (its worker was killed after the work, before the mark): every job must bear that. Its arguments
are stored as JSON: ids only, never a secret, never somebody's words.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

RETRIES = 5
FIRST_DELAY_S = 30  # then twice as long each time: the last try comes after about a quarter of an hour

Job = Task[Any, Any]
woken = threading.Event()  # something was put off in this process and can begin at once
repeated: dict[str, tuple[Job, timedelta]] = {}


def job(*, retries: int = RETRIES, every: timedelta | None = None) -> Callable[[Callable[..., None]], Job]:
    """Make a module-level function a job. `every`: run so often, by the first worker that finds it due."""

    def make(work: Callable[..., None]) -> Job:
        @functools.wraps(work)
        def run(*args: Any, attempt: int = 0, **kwargs: Any) -> None:
            try:
                work(*args, **kwargs)
            except Exception:
                if attempt < retries:
                    wait = timedelta(seconds=FIRST_DELAY_S * 2**attempt)
                    made.using(run_after=timezone.now() + wait).enqueue(*args, attempt=attempt + 1, **kwargs)
                raise  # this try stays visible as failed, with its traceback

        made: Job = task(run)
        if every is not None:
            repeated[made.module_path] = (made, every)
        return made

    return make


def later(work: Job, *args: Any, delay: timedelta | None = None, **kwargs: Any) -> None:
    """Put a job off: part of the surrounding transaction, begun after its commit."""
    if delay is None:
        work.enqueue(*args, **kwargs)
        transaction.on_commit(woken.set)
    else:
        work.using(run_after=timezone.now() + delay).enqueue(*args, **kwargs)
