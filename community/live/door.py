"""What the wire asks of the rest of the community about who may hear, and what it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

NEVER = float("inf")


@dataclass(slots=True)
class Verdicts:
    """What the door says about some sockets, read at `epoch`.

    `outside`: member id → close code for those who have no access to the community at all.
    `ended`: session keys that no longer sign anybody in.
    `narrows`: member id → Unix time at which access ends without anybody's act, for those who have such a date.
    `readers`: for each topic asked about, the members who may still hear it.
    """

    epoch: int
    outside: dict[int, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    narrows: dict[int, float] = field(default_factory=dict)
    readers: dict[str, set[int]] = field(default_factory=dict)


class Door(Protocol):
    """What the hub asks; routing.py composes it from the rules."""

    async def check(self, sockets: Mapping[str, int], topics: Mapping[str, Iterable[int]]) -> Verdicts:
        """`sockets`: session key → member id. `topics`: topic → members listening here."""
