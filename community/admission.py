"""Who a session cookie belongs to, and what they hold: one query a request, remembered while the epoch stands still.

Pages and sockets ask here, so that both let in the same people.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.members.grants import grants_for
from community.members.models import Member
from community.members.sessions import SessionStore
from moderation.access.grants import Grants

REMEMBERED = 5_000
_KEY = re.compile(r"[0-9a-z]{8,40}")  # what Django makes them of

_QUERY = """
SELECT s.session_data, s.expire_date, (SELECT version FROM members_accessepoch WHERE id = 1)
FROM members_session s WHERE s.session_key = %s
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in browser. `data` is the session's content as stored, `session` the same decoded."""

    data: str
    session: dict[str, Any]
    epoch: int
    expires_at: datetime
    member: Member | None
    grants: Grants | None


_remembered: OrderedDict[str, Identity] = OrderedDict()
_lock = threading.Lock()


def identify(session_key: str | None) -> Identity | None:
    """Whoever this session key signs in now; None when there is no such live session.

    The session's row and the access epoch are read on every call: a logout or a removal counts from the first
    request that starts after it, in every process.
    """
    if not session_key or not _KEY.fullmatch(session_key):
        return None  # nothing we ever gave out; PostgreSQL would choke on some of it
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [session_key])
        row = cursor.fetchone()
    if row is None:
        return None
    data, expires_at, epoch = row[0], aware(row[1]), int(row[2] or 0)
    if expires_at <= timezone.now():
        return None
    with _lock:
        known = _remembered.get(session_key)
        if known is not None and known.data == data and known.epoch == epoch:
            _remembered.move_to_end(session_key)
            return known
    found = load(session_key, data, epoch, expires_at)
    with _lock:
        _remembered[session_key] = found
        while len(_remembered) > REMEMBERED:
            _remembered.popitem(last=False)
    return found


def load(session_key: str, data: str, epoch: int, expires_at: datetime) -> Identity:
    session: dict[str, Any] = SessionStore(session_key).decode(data)
    member = member_of(session)
    grants = grants_for(member.pk) if member is not None else None
    return Identity(data, session, epoch, expires_at, member if grants else None, grants)


def member_of(session: dict[str, Any]) -> Member | None:
    """The session's member, unless the password changed since (Django's session hash, by today's key or an old one)."""
    member_id = session.get(SESSION_KEY)
    if member_id is None:
        return None
    member = Member.objects.select_related("organization").filter(pk=member_id).first()
    given = session.get(HASH_SESSION_KEY, "")
    if member is None:
        return None
    hashes = (member.get_session_auth_hash(), *member.get_session_auth_fallback_hash())
    return member if any(constant_time_compare(given, hash_) for hash_ in hashes) else None


def aware(value: Any) -> datetime:
    """What a raw query returns for a time: text on SQLite, a datetime on PostgreSQL; always meant in UTC."""
    moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    with _lock:
        _remembered.clear()
