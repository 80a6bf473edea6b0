"""Who may listen to threads and spaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from community.forum import queries
from community.forum.models import Space
from moderation.access import forum as rules
from moderation.access.grants import Grants

Readers = dict[str, set[int]]
NO_KEY = UUID(int=0)


def thread_readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> Readers:
    keys = {topic: as_uuid(topic.partition(":")[2]) for topic in topics}
    spaces = queries.spaces_of_threads(key for key in keys.values() if key)
    return decide(topics, grants, lambda topic: spaces.get(keys[topic] or NO_KEY))


def space_readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> Readers:
    spaces = queries.spaces_named(topic.partition(":")[2] for topic in topics)
    return decide(topics, grants, lambda topic: spaces.get(topic.partition(":")[2]))


def decide(
    topics: Mapping[str, set[int]], grants: Mapping[int, Grants], space_of: Callable[[str], Space | None]
) -> Readers:
    readers: Readers = {}
    for topic, members in topics.items():
        space = space_of(topic)
        readers[topic] = {
            pk for pk in members if space is not None and pk in grants and rules.may_read_space(grants[pk], space)
        }
    return readers


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
