"""`connections`: what somebody costs who only listens: memory, the way in, and whether they are still there later."""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.benchmarks import machine
from tests.benchmarks.machine import Busy, Watch, figure, spread, typical
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.servers import Ours, Server, Stack, Textbook
from tests.benchmarks.sockets import Peer, Sockets

IN_A_ROOM = 20
AT_ONCE = 32
WARMING = 64  # the first connections pay for modules and threads that all others share
SETTLING_S = 2.0
SPARE_FILES = 300
ALL_IN_S = 120.0

KB = Aim((45,), (26,), (20,))
CONNECTS = Aim((165,), (700,), (1_000,), sign="≥")


@dataclass(slots=True)
class Sizes:
    connections: int
    pairs: int
    idle_s: float


FULL = Sizes(connections=2_000, pairs=5, idle_s=60)
QUICK = Sizes(connections=300, pairs=2, idle_s=10)


@dataclass(slots=True)
class Side:
    """Ours or theirs, over several starts of the same server."""

    server: Server
    plan: dict[str, Any]
    kb: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    base_mb: list[float] = field(default_factory=list)
    entering: list[float] = field(default_factory=list)
    busy: list[Busy] = field(default_factory=list)
    sockets: Sockets | None = None
    lost: int = 0
    idle_cores: float = 0.0

    @property
    def ours(self) -> bool:
        return isinstance(self.server, Ours)

    def wanted(self) -> list[tuple[str, str]]:
        """(cookie, path) of everybody."""
        if self.ours:
            return [(cookie, "/live/") for cookie in self.plan["cookies"]]
        rooms = {m: room["id"] for room in self.plan["rooms"] for m in room["members"]}
        return [(cookie, f"/ws/rooms/{rooms[n]}/") for n, cookie in enumerate(self.plan["cookies"])]

    def fill(self) -> None:
        """Start, let everybody in, and note what it took."""
        self.server.start()
        wanted = self.wanted()
        warm = self.open()
        warm.connect(wanted[:WARMING], at_once=AT_ONCE)
        self.enter(warm)
        warm.close()
        time.sleep(SETTLING_S)  # for what was closed to be forgotten
        base, cpu = machine.resident_kb(self.server.pids), self.server.cpu()
        watch = Watch(lambda: self.server.pids)
        self.sockets = self.open()
        welcomed: set[int] = set()
        self.sockets.hear = lambda peer, payload: welcomed.add(peer.number)
        began = time.perf_counter()
        self.sockets.connect(wanted, at_once=AT_ONCE, patience_s=600)
        if self.ours:
            self.sockets.until(lambda: len(welcomed) == len(wanted), ALL_IN_S)
        self.per_second.append(len(wanted) / (time.perf_counter() - began))
        self.busy.append(watch.read())
        self.cpu_ms.append((self.server.cpu() - cpu) / len(wanted) * 1e3)
        self.entering.append(self.enter(self.sockets))
        self.sockets.run(SETTLING_S)
        self.kb.append((machine.resident_kb(self.server.pids) - base) / len(wanted))
        self.base_mb.append(base / 1024)

    def open(self) -> Sockets:
        return Sockets(self.server.port, subprotocol="community.v1" if self.ours else "")

    def enter(self, sockets: Sockets) -> float:
        """Everybody into their room; how many a second. The textbook's are in theirs once they are connected."""
        if not self.ours:
            return 0.0
        rooms = {m: room["id"] for room in self.plan["rooms"] for m in room["members"]}
        inside: set[int] = set()

        def hear(peer: Peer, payload: bytes) -> None:
            if b'"entered"' in payload:
                inside.add(peer.number)

        sockets.hear = hear
        began = time.perf_counter()
        for peer in sockets.peers:
            sockets.say(peer, {"type": "ping", "at": 0, "batch": True})
            sockets.say(peer, {"type": "enter", "room": rooms[peer.number], "after": None})
        if not sockets.until(lambda: len(inside) == len(sockets.peers), ALL_IN_S):
            raise TimeoutError(f"{len(inside)} of {len(sockets.peers)} are in their rooms")
        return len(inside) / (time.perf_counter() - began)

    def empty(self) -> None:
        if self.sockets is not None:
            self.sockets.close()
            self.sockets = None
        self.server.stop()


def run(stack: Stack, *, quick: bool) -> Report:
    report, sizes = Report("connections"), QUICK if quick else FULL
    report.facts["stack"] = stack.words
    count = allowed(report, sizes.connections)
    with both(stack, count) as sides:
        for pair in range(sizes.pairs):
            for side in sides:
                side.fill()
                if pair < sizes.pairs - 1:
                    side.empty()
        idle(sides, sizes.idle_s)
        for side in sides:
            side.empty()
        tell(report, *sides, count, sizes)
    return report


def allowed(report: Report, wanted: int) -> int:
    """Each connection is an open file, here and in the server."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_FILES
    if most // 2 < wanted:  # both sides are open at the end
        report.note(f"This machine allows {most} open files: {most // 2} connections instead of {wanted}.")
    return min(wanted, most // 2) // IN_A_ROOM * IN_A_ROOM


@contextlib.contextmanager
def both(stack: Stack, count: int) -> Iterator[tuple[Side, Side]]:
    with Ours(stack) as ours, Textbook(stack) as textbook:
        found = [
            Side(server, server.prepare("rooms", rooms=count // IN_A_ROOM, members=IN_A_ROOM))
            for server in (ours, textbook)
        ]
        yield found[0], found[1]


def idle(sides: tuple[Side, Side], seconds: float) -> None:
    """Nothing happens, on both sides at the same time; pings are answered."""
    mine, theirs = sides
    assert mine.sockets is not None
    assert theirs.sockets is not None
    already = [len(side.sockets.closed) for side in sides if side.sockets is not None]
    cpu = [side.server.cpu() for side in sides]
    mine.sockets.beside = theirs.sockets
    theirs.sockets.beside = None
    mine.sockets.run(seconds)
    theirs.sockets.turn(0)
    for side, before, spent in zip(sides, already, cpu, strict=True):
        assert side.sockets is not None
        side.lost = len(side.sockets.closed) - before
        side.idle_cores = (side.server.cpu() - spent) / seconds


def tell(report: Report, ours: Side, textbook: Side, count: int, sizes: Sizes) -> None:
    kb, theirs = median(ours.kb), median(textbook.kb)
    report.row("KB per idle connection", spread(ours.kb), textbook=spread(textbook.kb), aim=KB, values=(kb,),
               ratio=f"{theirs / kb:.1f}× less")  # fmt: skip
    rate, other = median(ours.per_second), median(textbook.per_second)
    report.row("connects/s", spread(ours.per_second), textbook=spread(textbook.per_second), aim=CONNECTS,
               values=(rate,), ratio=f"{rate / other:.1f}×")  # fmt: skip
    report.row(f"sockets lost while idle {sizes.idle_s:.0f} s", str(ours.lost), textbook=str(textbook.lost),
               target="0", met=not ours.lost)  # fmt: skip
    report.row("server CPU ms a connect", figure(median(ours.cpu_ms)), textbook=figure(median(textbook.cpu_ms)))
    report.row("rooms entered/s", spread(ours.entering), textbook="in it once connected")
    report.row(
        "memory before the first of them, MB", figure(median(ours.base_mb)), textbook=figure(median(textbook.base_mb))
    )
    report.row("cores used while idle", f"{ours.idle_cores:.3f}", textbook=f"{textbook.idle_cores:.3f}")
    busy, busy_there = typical(ours.busy), typical(textbook.busy)
    report.row("busy while connecting, server / client", busy.words, textbook=busy_there.words)
    report.note(f"{count:,} connections, {AT_ONCE} at a time. Saturated while connecting: {busy.saturated} (ours), "
                f"{busy_there.saturated} (textbook).")  # fmt: skip
    report.facts |= {
        "connections": count, "kb_per_connection": round(kb, 1), "connects_per_s": round(rate), "lost": ours.lost,
        "textbook_kb_per_connection": round(theirs, 1), "textbook_connects_per_s": round(other),
        "textbook_lost": textbook.lost, "ratio": round(rate / other, 2), "idle_s": sizes.idle_s,
        "client_cpu_share": round(busy.client, 2), "saturated": busy.saturated,
    }  # fmt: skip
