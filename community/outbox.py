"""Mail of the sign-in, sent beside the request: it leaves at once, and no answer takes longer because of it.

A request that waited for the mail server would tell by its time whose address is a member's. Nothing of it is stored:
a code in the database could be read there. A process that ends in order sends what waits first (asgi.drain); what a
killed one held is asked for again.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

from django.core.mail import EmailMessage

logger = logging.getLogger("community.mail")

MOST_WAITING = 500
THREADS = 8  # a whole workshop signs in at once, and a mail server takes its time for each
TRIES_AFTER_S = (1, 4, 15, 60)  # a code is good for a quarter of an hour
Make = Callable[[], EmailMessage]


class Outbox:
    """Mails wait as functions that write them: writing takes time, too."""

    def __init__(self, most: int = MOST_WAITING, threads: int = THREADS) -> None:
        self.waiting: queue.Queue[Make] = queue.Queue(most)
        self.threads = threads
        self.started = False
        self.lock = threading.Lock()

    def post(self, make: Make) -> None:
        self.start()
        try:
            self.waiting.put_nowait(make)
        except queue.Full:
            logger.error("A mail of the sign-in was dropped: %d wait already", self.waiting.qsize())

    def is_full(self) -> bool:
        """Asked before anybody is promised a mail, whoever they are."""
        return self.waiting.full()

    def start(self) -> None:
        with self.lock:
            if not self.started:
                self.started = True
                for number in range(self.threads):
                    threading.Thread(target=self.run, name=f"outbox-{number}", daemon=True).start()

    def run(self) -> None:
        while True:
            make = self.waiting.get()
            try:
                self.send(make)
            except Exception:
                # Without the mail's words: there is a code in them.
                logger.exception("A mail of the sign-in could not be written or sent; it is given up")
            finally:
                self.waiting.task_done()

    def send(self, make: Make) -> None:
        message = make()
        for wait in TRIES_AFTER_S:
            try:
                message.send()
                return
            except OSError as error:  # smtplib's errors are of this kind
                logger.warning("The mail server did not take a mail (%s); again in %d s", type(error).__name__, wait)
                time.sleep(wait)
        message.send()

    def settle(self, within_s: float) -> bool:
        """Wait until nothing waits; False when that takes too long."""
        end = time.monotonic() + within_s
        with self.waiting.all_tasks_done:
            while self.waiting.unfinished_tasks:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self.waiting.all_tasks_done.wait(left)
        return True


outbox = Outbox()


def forget_everything() -> None:
    """For tests: what one of them caused must not arrive in the next."""
    outbox.settle(10)
