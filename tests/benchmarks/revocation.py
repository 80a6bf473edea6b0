"""`revocation`: out means out. From the commit that closes the door to the last byte behind it."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any
from uuid import uuid4

from tests.benchmarks.machine import Watch, percentile
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.servers import ROOT, Ours, Stack
from tests.benchmarks.sockets import Peer, Sockets
from tests.benchmarks.talk import decode

LISTENERS = 200
ACTS = ("remove", "suspend", "withdraw")
PER_SECOND = 20  # what the talker says
PATIENCE_S = 35.0  # the contract's longest: 30 s with Redis down
AFTER_S = 5.0  # for whatever comes too late
LAST = Aim((1_000,), (1_000,), (200,), unit=" ms")
CLOSE_MS = 2_000.0


@dataclass(slots=True)
class Sizes:
    removed: int
    every_s: float


FULL = Sizes(removed=150, every_s=0.25)
QUICK = Sizes(removed=45, every_s=0.15)


@dataclass(slots=True)
class Victim:
    """One member who loses access, and all that reached their socket: when, which rev, and what kind of frame."""

    number: int
    act: str
    heard: list[tuple[float, int, str]] = field(default_factory=list)
    gone_at: float = 0.0  # the room was taken away, the socket stays
    closed_at: float = 0.0
    close_code: int = 0
    committed: float = 0.0
    rev: int = 0
    asked: bool = False

    @property
    def last_ms(self) -> float:
        """From the commit to the last change delivered; 0 when nothing came after it."""
        return max([0.0, *((at - self.committed) * 1e3 for at, _, _ in self.heard)])

    @property
    def out_ms(self) -> float:
        at = self.gone_at if self.act == "withdraw" else self.closed_at
        return max(0.0, (at - self.committed) * 1e3) if at else float("nan")

    @property
    def leaks(self) -> list[tuple[int, str]]:
        """What was committed after the door closed, and any reading that was answered after it."""
        return [(rev, kind) for at, rev, kind in self.heard
                if rev > self.rev or (kind in {"synced", "entered", "page"} and at > self.committed)]  # fmt: skip


def changes(frame: dict[str, Any], room: str) -> list[int]:
    """The revs of this room that a frame gives away."""
    if frame["type"] == "heads":
        return [frame["rooms"][room]] if room in frame["rooms"] else []
    if frame.get("room") != room:
        return []
    found = [message["rev"] for message in frame.get("messages", ())]
    return [*found, frame["rev"]] if "rev" in frame else found


class Evening:
    """200 who listen, one who talks, and a desk that closes the door to some of them."""

    def __init__(self, server: Ours, plan: dict[str, Any], sizes: Sizes, seed: int) -> None:
        self.server, self.plan, self.sizes = server, plan, sizes
        self.room: str = plan["rooms"][0]["id"]
        self.dice = random.Random(seed)
        self.victims = {
            number: Victim(number, ACTS[turn % 3])
            for turn, number in enumerate(self.dice.sample(range(1, LISTENERS + 1), sizes.removed))
        }
        self.sockets = Sockets(server.port, subprotocol="community.v1", hear=self.hear)
        self.sockets.ended = self.ended
        self.inside: set[int] = set()
        self.known: dict[bytes, list[dict[str, Any]]] = {}
        self.reports: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self.said = self.delivered = self.acked = 0
        self.lost: Counter[int] = Counter()  # of those who should have stayed

    def arrive(self) -> None:
        self.sockets.connect([(cookie, "/live/") for cookie in self.plan["cookies"]])
        for peer in self.sockets.peers:
            self.sockets.say(peer, {"type": "ping", "at": 0, "batch": True})
            self.sockets.say(peer, {"type": "enter", "room": self.room, "after": None})
        if not self.sockets.until(lambda: len(self.inside) == len(self.sockets.peers), 60):
            raise TimeoutError(f"{len(self.inside)} of {len(self.sockets.peers)} are in the room")

    # ---- hearing ----------------------------------------------------------------------------------

    def hear(self, peer: Peer, payload: bytes) -> None:
        now = time.monotonic()
        frames = self.known.get(payload)
        if frames is None:
            if len(self.known) > 64:
                self.known.clear()
            frames = self.known[payload] = decode(payload)
        victim = self.victims.get(peer.number)
        for frame in frames:
            kind = frame["type"]
            if kind == "entered":
                self.inside.add(peer.number)
            self.delivered += kind == "message"
            self.acked += kind == "ack"
            if victim is not None:
                victim.heard += [(now, rev, kind) for rev in changes(frame, self.room)]
                if kind == "gone" and frame["room"] == self.room:
                    victim.gone_at = now

    def ended(self, peer: Peer) -> None:
        victim = self.victims.get(peer.number)
        if victim is not None:
            victim.closed_at, victim.close_code = time.monotonic(), peer.close_code or 0
        else:
            self.lost[peer.close_code or 0] += 1

    # ---- the evening ------------------------------------------------------------------------------

    def run(self) -> None:
        with self.desk() as desk:
            plan = iter(self.victims.values())
            due_act = due_say = time.monotonic()
            waiting = len(self.victims)
            quiet_at = 0.0
            while not quiet_at or time.monotonic() < quiet_at:
                now = time.monotonic()
                if now >= due_say:
                    due_say += 1 / PER_SECOND
                    self.talk()
                if now >= due_act and (victim := next(plan, None)) is not None:
                    due_act = now + self.dice.random() * 2 * self.sizes.every_s
                    desk(victim)
                waiting -= self.note_reports()
                if not waiting and not quiet_at and (self.all_out() or self.too_late(now)):
                    quiet_at = now + AFTER_S
                self.sockets.turn(max(0.0, min(due_say - time.monotonic(), 0.02)))

    def talk(self) -> None:
        self.said += 1
        frame = {"type": "say", "room": self.room, "nonce": str(uuid4()), "body": f"Number {self.said} of the evening."}
        self.sockets.say(self.sockets.peers[0], frame)

    @contextlib.contextmanager
    def desk(self) -> Iterator[Any]:
        """Its answers are read beside the load; the times in them are its own."""
        command = [sys.executable, "-m", "tests.benchmarks.doorkeeper", str(self.plan["members"][0])]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        with subprocess.Popen(command, cwd=ROOT, env=self.server.env, **pipes) as desk:
            assert desk.stdin is not None
            assert desk.stdout is not None
            json.loads(desk.stdout.readline())
            reading = threading.Thread(target=self.read, args=(desk.stdout,), daemon=True)
            reading.start()

            def close(victim: Victim) -> None:
                wish = {"act": victim.act, "member": self.plan["members"][victim.number], "room": self.room}
                desk.stdin.write(json.dumps({**wish, "number": victim.number}) + "\n")

            yield close
            desk.stdin.close()
            reading.join(10)

    def read(self, answers: Any) -> None:
        for line in answers:
            self.reports.put(json.loads(line))

    def note_reports(self) -> int:
        """Whoever was just put out asks once more for what they missed: reading is no way round."""
        count = 0
        while not self.reports.empty():
            report, count = self.reports.get(), count + 1
            victim = self.victims[report["number"]]
            victim.committed, victim.rev = report["committed"], report["rev"]
            self.sockets.say(self.sockets.peers[victim.number], {"type": "sync", "room": self.room, "after": 0})
        return count

    def all_out(self) -> bool:
        return all(victim.out_ms == victim.out_ms for victim in self.victims.values())

    def too_late(self, now: float) -> bool:
        return now - max(victim.committed for victim in self.victims.values()) > PATIENCE_S


def run(stack: Stack, *, quick: bool, loss: int = 0, alone: bool = False) -> Report:
    """In two processes with PostgreSQL and a Redis that may lose `loss` percent; `alone`: one process, no Redis."""
    report, sizes = Report("revocation"), QUICK if quick else FULL
    stack = Stack(stack.database) if alone else Stack("postgres", redis=True, loss=loss)
    processes = 1 if alone else 2
    report.facts |= {"stack": stack.words, "processes": processes, "loss": loss}
    with contextlib.closing(stack), Ours(stack, processes) as server:
        plan = server.prepare("rooms", rooms=1, members=LISTENERS + 1)
        server.start()
        evening = Evening(server, plan, sizes, seed=7)
        evening.arrive()
        watch = Watch(lambda: server.pids)
        evening.run()
        busy = watch.read()
        evening.sockets.ended = lambda peer: None
        evening.sockets.close()
        tell(report, evening, stack)
        report.row("busy, server / client", busy.words)
        report.facts |= {"client_cpu_share": round(busy.client, 2)}
    return report


def tell(report: Report, evening: Evening, stack: Stack) -> None:
    victims = list(evening.victims.values())
    last = [victim.last_ms for victim in victims]
    out = [victim.out_ms for victim in victims if victim.out_ms == victim.out_ms]
    leaks = [leak for victim in victims for leak in victim.leaks]
    inside = len(victims) - len(out)
    acts = Counter(victim.act for victim in victims)
    report.row(f"{LISTENERS} sockets; put out", f"{LISTENERS}; " + ", ".join(f"{acts[act]} {act}" for act in ACTS))
    p50, p99 = percentile(last, 0.5), percentile(last, 0.99)
    report.row("act to last delivered frame: p50 / p99 / max ms", f"{p50:.1f} / {p99:.1f} / {max(last):.1f}", aim=LAST,
               values=(p99,))  # fmt: skip
    out_p99 = percentile(out, 0.99)
    report.row("act to closed or taken away: p50 / p99 / max ms",
               f"{percentile(out, 0.5):.1f} / {out_p99:.1f} / {max(out, default=float('nan')):.1f}",
               target=f"≤ {CLOSE_MS:,.0f}", met=out_p99 <= CLOSE_MS)  # fmt: skip
    report.row("leaked: changes after the act that reached them", str(len(leaks)), target="0", met=not leaks)
    report.row("never put out", str(inside), target="0", met=not inside)
    report.row("lost though they may stay", str(evening.lost.total()), target="0", met=not evening.lost)
    codes = Counter(victim.close_code for victim in victims if victim.closed_at and victim.act != "withdraw")
    report.row("closed with", ", ".join(f"{code} ({number})" for code, number in sorted(codes.items())))
    report.row("said; deliveries", f"{evening.said:,} ({evening.acked:,} confirmed); {evening.delivered:,}")
    if stack.messenger is not None:
        report.row(
            "lost by the messenger", f"{stack.messenger.lost:,} of {stack.messenger.lost + stack.messenger.brought:,}"
        )
    for rev, kind in leaks[:5]:
        report.note(f"Leaked: {kind} of rev {rev}")
    report.facts |= {
        "p50_ms": round(p50, 1), "p99_ms": round(p99, 1), "max_ms": round(max(last), 1), "leaked": len(leaks),
        "close_p99_ms": round(out_p99, 1), "put_out": len(victims), "never_out": inside, "lost": evening.lost.total(),
        "deliveries": evening.delivered,
    }  # fmt: skip
    report.broken = bool(leaks or inside)
