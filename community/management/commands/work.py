"""Carry out jobs beside the servers, for a community that set COMMUNITY_JOBS_APART=1. Any number may run."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from community.jobs.worker import Worker


class Command(BaseCommand):
    help = "Carry out jobs (mail, notices, exports) until SIGTERM; finishes the one it is at."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        worker.run()
