"""Who may listen to threads and spaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from community.forum import queries
from moderation.access import forum as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants

Readers = dict[str, set[int]]
Place = TypeVar("Place")
NO_KEY = UUID(int=0)


def thread_readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> Readers:
    keys = {topic: as_uuid(topic.partition(":")[2]) for topic in topics}
    threads = queries.threads_with_keys(key for key in keys.values() if key)
    return decide(topics, grants, lambda topic: threads.get(keys[topic] or NO_KEY), rules.may_read_thread)


def space_readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> Readers:
    spaces = queries.spaces_named(topic.partition(":")[2] for topic in topics)
    return decide(topics, grants, lambda topic: spaces.get(topic.partition(":")[2]), rules.may_read_space)


def decide(
    topics: Mapping[str, set[int]],
    grants: Mapping[int, Grants],
    of: Callable[[str], Place | None],
    may_read: Callable[[Grants, Place], Decision],
) -> Readers:
    readers: Readers = {}
    for topic, members in topics.items():
        place = of(topic)
        readers[topic] = {pk for pk in members if place is not None and pk in grants and may_read(grants[pk], place)}
    return readers


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
