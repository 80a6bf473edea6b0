"""People in rooms, for a load: each side says and hears in its own dialect, the load does not care which."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.benchmarks.servers import Ours, Server
from tests.benchmarks.sockets import Marks, Peer, Sockets

PATIENCE_S = 2.0  # for one message, while as many as possible are said


@dataclass(slots=True)
class Said:
    """One message on its way: when it was due, and how many of its room have it."""

    due_ns: int
    listeners: int
    heard: int = 0


@dataclass(slots=True)
class Talk:
    """Every member of the plan's rooms connected and in their room."""

    server: Server
    plan: dict[str, Any]
    sockets: Sockets = field(init=False)
    marks: Marks = field(default_factory=Marks)
    on_way: dict[int, Said] = field(default_factory=dict)
    given_up: dict[int, Said] = field(default_factory=dict)  # waited for long enough: others are said in their place
    latencies: list[float] = field(default_factory=list)  # ms, one a delivery
    complete: int = 0  # messages that everybody has
    deliveries: int = 0
    twice: int = 0
    number: int = 0
    room_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ours = isinstance(self.server, Ours)
        self.sockets = Sockets(self.server.port, subprotocol="community.v1" if ours else "", hear=self.hear)
        self.room_of = {m: n for n, room in enumerate(self.plan["rooms"]) for m in room["members"]}

    def arrive(self) -> float:
        """Connect all, enter all; returns connects a second."""
        cookies = self.plan["cookies"]
        if isinstance(self.server, Ours):
            took = self.sockets.connect([(cookie, "/live/") for cookie in cookies])
            self.enter()
        else:
            took = self.sockets.connect([(c, f"/ws/rooms/{self.room_id(n)}/") for n, c in enumerate(cookies)])
        return len(cookies) / took

    def room_id(self, member: int) -> Any:
        return self.plan["rooms"][self.room_of[member]]["id"]

    def enter(self) -> None:
        inside: set[int] = set()
        hear, self.sockets.hear = self.sockets.hear, lambda peer, data: (
            inside.add(peer.number) if b'"entered"' in data else None
        )  # fmt: skip
        for peer in self.sockets.peers:
            self.sockets.say(peer, {"type": "ping", "at": 0, "batch": True})
            self.sockets.say(peer, {"type": "enter", "room": self.room_id(peer.number), "after": None})
        if not self.sockets.until(lambda: len(inside) == len(self.sockets.peers), 60):
            raise TimeoutError(f"{len(inside)} of {len(self.sockets.peers)} are in their rooms")
        self.sockets.hear = hear

    def say(self, member: int, due_ns: int) -> int:
        self.number += 1
        room = self.plan["rooms"][self.room_of[member]]
        self.on_way[self.number] = Said(due_ns, len(room["members"]))
        body = Marks.body(due_ns, self.number)
        frame = {"type": "say", "room": room["id"], "nonce": str(uuid4()), "body": body}
        self.sockets.say(self.sockets.peers[member], frame if isinstance(self.server, Ours) else {"body": body})
        return self.number

    def hear(self, peer: Peer, payload: bytes) -> None:
        found = self.marks.of(payload)
        if not found:
            return
        now = time.monotonic_ns()
        for due_ns, number in found:
            said = self.on_way.get(number) or self.given_up.get(number)
            if said is None:
                self.twice += 1
                continue
            said.heard += 1
            self.deliveries += 1
            self.latencies.append((now - due_ns) / 1e6)
            if said.heard == said.listeners:
                self.on_way.pop(number, None)
                self.given_up.pop(number, None)
                self.complete += 1

    @property
    def lost(self) -> int:
        """Messages that somebody has not heard."""
        return len(self.on_way) + len(self.given_up)

    def give_up(self) -> None:
        """What somebody did not hear in time is no longer waited for: a side that loses one goes on, and is counted."""
        late = time.monotonic_ns() - int(PATIENCE_S * 1e9)
        while self.on_way and (oldest := next(iter(self.on_way))) and self.on_way[oldest].due_ns < late:
            self.given_up[oldest] = self.on_way.pop(oldest)

    def reset(self) -> None:
        self.on_way.clear()
        self.given_up.clear()
        self.latencies.clear()
        self.complete = self.deliveries = self.twice = 0

    # ---- loads --------------------------------------------------------------------------------

    def closed_loop(self, *, in_flight: int, senders: int, seconds: float) -> float:
        """Always `in_flight` messages outstanding; one counts when all have it. Returns deliveries a second.

        One that somebody has not heard after `PATIENCE_S` is counted as lost, and another is said in its place.
        """
        self.reset()
        began = time.perf_counter()
        end = began + seconds
        turn = 0
        while time.perf_counter() < end:
            while len(self.on_way) < in_flight:
                self.say(turn % senders, time.monotonic_ns())
                turn += 1
            self.sockets.turn(0.05)
            self.give_up()
        took = time.perf_counter() - began
        done = self.deliveries / took
        self.sockets.until(lambda: not self.on_way, 10)
        return done

    def open_loop(self, *, per_second: float, seconds: float) -> None:
        """Each room's members speak in turn, `per_second` a room, spread evenly; latency counts from the due time."""
        self.reset()
        rooms = self.plan["rooms"]
        gap = 1e9 / per_second
        schedule = sorted(
            (int(k * gap + gap * n / len(rooms)), room["members"][k % len(room["members"])])
            for n, room in enumerate(rooms)
            for k in range(int(per_second * seconds))
        )
        began = time.monotonic_ns()
        for offset, member in schedule:
            while (left := began + offset - time.monotonic_ns()) > 0:
                self.sockets.turn(left / 1e9)
            self.say(member, began + offset)
        self.sockets.until(lambda: not self.on_way, 10)

    def leave(self) -> None:
        self.sockets.close()


def decode(payload: bytes) -> list[dict[str, Any]]:
    """The frames of one of our messages: one, or an array of them."""
    data = json.loads(payload)
    return data if isinstance(data, list) else [data]
