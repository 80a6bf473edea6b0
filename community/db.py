"""The two kinds of transaction there are: one that writes, and one that reads a single moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# SQLite has one writer. Waiting for it on a lock costs microseconds; SQLite's own busy handler sleeps in
# steps of up to 100 ms and starves someone (measured: p99 of 1.7 s with 16 writers, 0.1 s with this lock).
_sqlite_writer = threading.RLock()


@contextmanager
def writing() -> Iterator[None]:
    """A write transaction; nests. What is to happen after the commit goes through `transaction.on_commit`."""
    if connection.vendor == "sqlite":
        with _sqlite_writer, transaction.atomic():
            yield
    else:
        with transaction.atomic():
            yield


@contextmanager
def one_moment() -> Iterator[None]:
    """Every read inside sees the same database: a room's `rev` and its messages belong together."""
    if connection.in_atomic_block:
        yield  # already inside a transaction (a test, an action): it is one moment on SQLite, read-committed else
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
