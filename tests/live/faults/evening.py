"""An evening in Spring's room, with as many people as the fault needs; and somebody sent away in the middle of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from cohorts.models import Enrollment, Room
from community.db import writing
from community.members import epoch
from community.members.models import Member
from moderation import actions as desk
from tests import cast
from tests.cast import World, grants
from tests.harness.gathering import Gathering
from tests.harness.talker import Talker

marks = count(1)


def arrive(many: int) -> tuple[World, list[Member]]:
    """A cast, and so many more members of its Spring."""
    with writing():
        mark = f"-{next(marks)}"
        world = cast.build(mark)
        guests = [cast.person(f"guest{number}{mark}", world.cedar) for number in range(many)]
        Enrollment.objects.bulk_create(Enrollment(cohort=world.spring, member=guest) for guest in guests)
        epoch.move()
    return world, guests


@dataclass(frozen=True, slots=True)
class Removal:
    """`boundary` is the room's number when it happened, read under the locks of its own transaction."""

    member: Member
    tabs: tuple[Talker, ...]
    boundary: int
    at: float

    def leaks(self) -> list[int]:
        """Numbers beyond it that any frame told them."""
        return [tab.learned for tab in self.tabs if tab.learned > self.boundary]

    def slowest(self) -> float:
        """Seconds until the last of their sockets was closed."""
        return max(tab.closed_at - self.at for tab in self.tabs)


def remove(world: World, room: Room, member: Member, tabs: Sequence[Talker]) -> Removal:
    """Once the removal holds the access epoch, every message is either committed before it or waits for it."""
    with writing():
        desk.remove(grants(world.mona), member, reason="Shared a message outside")
        boundary = Room.objects.values_list("rev", flat=True).get(pk=room.pk)
    return Removal(member, tuple(tabs), boundary, time.monotonic())


def remove_in_turn(gathering: Gathering, world: World, members: Sequence[Member]) -> list[Removal]:
    """Each with a tab at every process, at a moment of chance, while the others talk."""
    processes = range(gathering.community.processes)
    tabs = {member.pk: [gathering.comes(member, at=at, quiet=True) for at in processes] for member in members}
    everybody = [tab for theirs in tabs.values() for tab in theirs]
    gathering.until(lambda: all(tab.inside for tab in everybody), within=60)
    gathering.talks_until_acked(10)
    removals = []
    for member in members:
        time.sleep(everybody[0].chance.random() * 0.1)  # the moment of chance
        removals.append(remove(world, gathering.room, member, tabs[member.pk]))
    return removals


def closed(removals: Sequence[Removal]) -> bool:
    return all(tab.ended == 4403 for removal in removals for tab in removal.tabs)
