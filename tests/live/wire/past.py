"""What was said in a room before a test begins, and without telling anybody: as if every frame about it was lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from cohorts import timeline
from cohorts.models import Message, Room
from cohorts.timeline import Change, Done
from community.live.protocol import Say
from community.members.models import Member


def fill(member: Member, room: Room, count: int) -> list[Done]:
    """So many messages in one moment."""
    frames = [Say(room.pk, uuid4(), f"Message {number}", None, ()) for number in range(1, count + 1)]
    return [done for done in change(member, *frames) if isinstance(done, Done)]


def change(member: Member, *frames: Any) -> list[timeline.Outcome]:
    return timeline.commit([Change(member.pk, frame) for frame in frames])


def stored(room: Room) -> list[tuple[str, int, str]]:
    """Identity, place and words of everything in a room, in order."""
    rows = Message.objects.filter(room=room).order_by("seq").values_list("pk", "seq", "body")
    return [(str(pk), seq, body) for pk, seq, body in rows]


def until(check: Callable[[], Any], within: float = 10) -> Any:
    """Ask again until the answer is true; returns it."""
    end = time.monotonic() + within
    while not (answer := check()):
        if time.monotonic() > end:
            raise AssertionError(f"It did not happen within {within} s.")
        time.sleep(0.02)
    return answer
