"""Who is here. Kept in memory only, told at most every two seconds, forgotten with the process that knew it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic

EVERY_S = 2.0
REMOTE_LEASE_S = 45.0  # three beats: a process that said nothing for so long is gone
NAMED_UP_TO = 100  # rooms with more people present are told the number only

Here = dict[str, set[int]]  # topic → member ids


class Presence:
    """Members present by topic: those of this process by counting sockets, those of others by what they tell."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.local: dict[str, Counter[int]] = {}
        self.remote: dict[str, tuple[float, Here]] = {}  # process → (told at, topics)
        self.changed: set[str] = set()
        self.told: dict[str, frozenset[int]] = {}

    def arrive(self, topic: str, member_id: int) -> None:
        self.local.setdefault(topic, Counter())[member_id] += 1
        self.changed.add(topic)

    def depart(self, topic: str, member_id: int) -> None:
        counter = self.local.get(topic)
        if counter is None:
            return
        counter[member_id] -= 1
        if counter[member_id] <= 0:
            del counter[member_id]
        if not counter:
            del self.local[topic]
            self.told.pop(topic, None)
        self.changed.add(topic)

    def hear(self, process: str, topics: dict[str, list[int]]) -> None:
        """What another process told: all of its topics, each time."""
        _, before = self.remote.get(process, (0.0, {}))
        now = {topic: set(members) for topic, members in topics.items()}
        self.remote[process] = (self.clock(), now)
        self.changed |= {topic for topic in before.keys() | now.keys() if before.get(topic) != now.get(topic)}

    def expire(self) -> None:
        """Forget processes that fell silent."""
        limit = self.clock() - REMOTE_LEASE_S
        for process, (told_at, topics) in list(self.remote.items()):
            if told_at < limit:
                del self.remote[process]
                self.changed |= topics.keys()

    def here(self, topic: str) -> set[int]:
        members = set(self.local.get(topic, ()))
        for _, topics in self.remote.values():
            members |= topics.get(topic, set())
        return members

    def own(self) -> dict[str, list[int]]:
        """What this process tells the others."""
        return {topic: sorted(counter) for topic, counter in self.local.items()}

    def news(self) -> dict[str, set[int]]:
        """Topics with listeners here whose people differ from what was last told, and those people."""
        topics, self.changed = self.changed, set()
        found: dict[str, set[int]] = {}
        for topic in topics & self.local.keys():
            members = self.here(topic)
            if self.told.get(topic) != frozenset(members):
                self.told[topic] = frozenset(members)
                found[topic] = members
        return found
