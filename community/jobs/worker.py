"""Whoever carries jobs out: a thread of the server by default, `manage.py work` beside the servers at scale.

Any number of workers may run; each job is claimed by one. Not the library's own loop: that one takes SQLite's write
lock every second whether or not there is anything to do, and handles the signals of the whole process.
"""

from __future__ import annotations

import logging
import secrets
import threading
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as Library
from django_tasks_db.models import DBTaskResult

from community.db import writing
from community.jobs import queue
from community.jobs.models import Periodic

logger = logging.getLogger("community.jobs")

LOOK_EVERY_S = 2.0  # for what another process put off; one's own wakes the worker
TICK_EVERY = timedelta(seconds=30)
GIVEN_UP_AFTER = timedelta(hours=1)  # no job takes so long: its worker was killed
KEPT = timedelta(days=14)
END_S = 20


class Worker:
    """Runs one job after the other until `stop`."""

    def __init__(self) -> None:
        self.name = f"worker-{secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self.ticked_at = timezone.now() - TICK_EVERY
        self.library = Library(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=self.name, excluded_queue_names=[],
        )  # fmt: skip

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.turn()
            except Exception as error:
                away = isinstance(error, OperationalError)  # a database that restarts is no news of this worker
                logger.warning("The worker could not look for jobs (%s); it looks again", error, exc_info=not away)
                connections.close_all()
                self.stopping.wait(LOOK_EVERY_S)
        connections.close_all()

    def turn(self) -> None:
        """Everything that is due; then wait for more."""
        queue.woken.clear()
        if timezone.now() - self.ticked_at >= TICK_EVERY:
            self.ticked_at = timezone.now()
            tick()
        while not self.stopping.is_set() and self.one():
            pass
        queue.woken.wait(LOOK_EVERY_S)

    def one(self) -> bool:
        """Carry out the next job; False when there is none."""
        if not DBTaskResult.objects.ready().exists():  # without taking the write lock
            return False
        with writing():
            found = DBTaskResult.objects.ready().get_locked()
            if found is not None:
                found.claim(self.name)
        if found is not None:
            self.library.run_task(found)
        return found is not None

    def stop(self) -> None:
        self.stopping.set()
        queue.woken.set()


def tick() -> None:
    """Put off what is due again. The conditional update lets one of many workers win."""
    now = timezone.now()
    due = set(queue.repeated) - set(Periodic.objects.filter(next_at__gt=now).values_list("name", flat=True))
    for name in sorted(due):
        work, every = queue.repeated[name]
        with writing():
            Periodic.objects.get_or_create(name=name, defaults={"next_at": now})
            if Periodic.objects.filter(name=name, next_at__lte=now).update(next_at=now + every):
                queue.later(work)


@queue.job(every=timedelta(minutes=10))
def tidy() -> None:
    """What a killed worker left half done is tried again; what was done long ago is forgotten."""
    now = timezone.now()
    with writing():
        left = DBTaskResult.objects.running().filter(started_at__lt=now - GIVEN_UP_AFTER)
        left.update(status=TaskResultStatus.READY, started_at=None)
        DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()


class InProcess:
    """The worker of a server process: begins with it, ends before it."""

    def __init__(self) -> None:
        self.worker = Worker()
        self.thread = threading.Thread(target=self.worker.run, name="jobs", daemon=True)

    def start(self) -> None:
        if settings.JOBS_IN_PROCESS:
            self.thread.start()

    def stop(self) -> None:
        self.worker.stop()
        if self.thread.is_alive():
            self.thread.join(END_S)
