"""Who may listen to an inbox: its owner."""

from __future__ import annotations

from collections.abc import Mapping

from community.notifications.queries import inbox_topic
from moderation.access.grants import Grants


def readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> dict[str, set[int]]:
    return {
        topic: {pk for pk in members if inbox_topic(pk) == topic and pk in grants} for topic, members in topics.items()
    }
