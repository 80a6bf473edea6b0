"""One member with at most one socket: an outbox that is sent in order, again and again until each is answered."""

from __future__ import annotations

import json
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.benchmarks.replay.timeline import Timeline
from tests.benchmarks.sockets import Peer

FINAL = {4400, 4401, 4403}
RESTART = 4012
LONGEST_WAIT_S = 30.0
FIRST_WAIT_S = 0.5


@dataclass(slots=True, eq=False)
class Wish:
    """One change that a member wants. `line` is what the archive says about it."""

    kind: str
    author: int
    room: str
    fields: dict[str, Any]
    line: Any = None
    nonce: str = field(default_factory=lambda: str(uuid4()))
    sent_at: float = 0.0
    times: int = 0

    def text(self) -> bytes:
        """Letters stay letters: escaped, 8,000 emoji would not fit into a frame. Half a surrogate pair has no other
        way."""
        frame = {"type": self.kind, "room": self.room, "nonce": self.nonce, **self.fields}
        try:
            return json.dumps(frame, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return json.dumps(frame).encode()


@dataclass(slots=True, eq=False)
class Member:
    """`timelines` only for those who listen; the others come to say something and go."""

    number: int
    cookie: str
    timelines: dict[str, Timeline] = field(default_factory=dict)
    peer: Peer | None = None
    ready: bool = False
    outbox: deque[Wish] = field(default_factory=deque)
    sending: Wish | None = None
    sending_since: float = 0.0
    not_before: float = 0.0
    next_try: float = 0.0
    tries: int = 0
    opened_at: float = 0.0
    heard_at: float = 0.0
    asked_at: float = 0.0
    inside: set[str] = field(default_factory=set)
    ended: int = 0  # the close code after which a client does not come back

    @property
    def idle(self) -> bool:
        """Has nothing to say and listens to nothing: its socket may be closed."""
        return not self.timelines and not self.outbox

    def lost(self, code: int, now: float) -> None:
        """Its socket is gone; the outbox is not. Full jitter, as browsers do."""
        self.peer, self.ready, self.sending = None, False, None
        self.inside.clear()
        if code in FINAL:
            self.ended = code
        elif code == RESTART:
            self.next_try = now + 0.5 + random.random() * 4.5
        else:
            self.tries += 1
            longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**self.tries)
            self.next_try = now + FIRST_WAIT_S / 2 + random.random() * longest
