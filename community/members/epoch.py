"""The access epoch: one number that moves whenever anybody's access changes.

Pages keep what they know of a person only as long as it stands still; sockets are re-checked when it moves.
"""

from __future__ import annotations

import uuid

from django.db import connection
from django.db.models import F

from community.members.models import AccessEpoch


def current() -> int:
    """The epoch now; 0 before the first change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM members_accessepoch WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def store() -> str:
    """Which history this database holds. Clients that knew another one begin anew."""
    found = AccessEpoch.objects.filter(id=1).values_list("store", flat=True).first()
    return str(found or uuid.UUID(int=0))


def renew_store() -> str:
    """After a backup was restored: what clients know may never have happened."""
    if not AccessEpoch.objects.filter(id=1).update(store=uuid.uuid4(), version=F("version") + 1):
        AccessEpoch.objects.create(id=1)
    return store()


def hold() -> int:
    """The epoch, held still until this transaction ends: what is published with it cannot be older than a removal.

    PostgreSQL takes a shared row lock, which any number of writers hold together; SQLite has one writer anyway.
    """
    with connection.cursor() as cursor:
        lock = " FOR SHARE" if connection.vendor == "postgresql" else ""
        cursor.execute(f"SELECT version FROM members_accessepoch WHERE id = 1{lock}")  # noqa: S608  constant text
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def move() -> int:
    """Call in the transaction that changes anybody's access. Returns the new epoch."""
    if not AccessEpoch.objects.filter(id=1).update(version=F("version") + 1):
        AccessEpoch.objects.create(id=1, version=2)
    return current()
