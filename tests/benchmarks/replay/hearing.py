"""What the server said, read once for all sockets that were told the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.replay.marks import mark_of_frame
from tests.benchmarks.replay.timeline import Shown
from tests.benchmarks.talk import decode

SHARED = (b'{"type":"message"', b'[{"type":"message"')
REMEMBERED = 512
UNDERWAY = 20_000  # messages whose way through the room is timed at once


@dataclass(frozen=True, slots=True)
class Live:
    """A live change of a room. `said_at` is when it was sent, for what was just said; 0 else."""

    room: str
    shown: Shown
    said_at: float


Frame = Live | dict[str, Any]


def shown_of(message: dict[str, Any]) -> Shown:
    return Shown(message["id"], message["seq"], message["rev"], mark_of_frame(message))


class Hearing:
    """`sent` notes when a message went out, so that each delivery of it can be timed."""

    def __init__(self) -> None:
        self.known: dict[bytes, list[Frame]] = {}
        self.sent_at: OrderedDict[str, float] = OrderedDict()

    def sent(self, nonce: str, at: float) -> None:
        self.sent_at.setdefault(nonce, at)
        if len(self.sent_at) > UNDERWAY:
            self.sent_at.popitem(last=False)

    def of(self, payload: bytes) -> list[Frame]:
        if not payload.startswith(SHARED):
            return [self.read(frame) for frame in decode(payload)]
        found = self.known.get(payload)
        if found is None:
            if len(self.known) > REMEMBERED:
                self.known.clear()
            found = self.known[payload] = [self.read(frame) for frame in decode(payload)]
        return found

    def read(self, frame: dict[str, Any]) -> Frame:
        if frame["type"] != "message":
            return frame
        shown = shown_of(frame["message"])
        said_at = self.sent_at.get(frame["message"]["nonce"], 0.0) if shown.rev == shown.seq else 0.0
        return Live(frame["room"], shown, said_at)
