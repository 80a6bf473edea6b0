"""Who has a page open, for work that is done in another process: told by those that hold sockets, at every beat.

Kept where limits are kept: in Redis, or in this process when it is the only one. Nothing of it outlives a minute.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache

LEASE_S = 45  # three beats: a process that said nothing for so long is gone


def note(member_ids: Iterable[int]) -> None:
    """These people have a socket here."""
    open_pages = {key(member_id): True for member_id in member_ids}
    if open_pages:
        cache.set_many(open_pages, LEASE_S)


def among(member_ids: Iterable[int]) -> set[int]:
    """Of these people, who has a page open somewhere. Nobody, when that cannot be known."""
    keys = {key(member_id): member_id for member_id in member_ids}
    return {keys[found] for found in cache.get_many(list(keys))}


def key(member_id: int) -> str:
    return f"here:{member_id}"
