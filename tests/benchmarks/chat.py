"""`chat`: how fast what is said reaches everybody in the room, saved first."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.benchmarks import machine
from tests.benchmarks.machine import figure, percentile, spread
from tests.benchmarks.report import Report
from tests.benchmarks.servers import ROOT, Ours, Server, Stack, Textbook
from tests.benchmarks.talk import Talk

PAGES_PER_SECOND = 20


@dataclass(slots=True)
class Sizes:
    pairs: int
    seconds: float
    calm_s: float


FULL = Sizes(pairs=5, seconds=6, calm_s=30)
QUICK = Sizes(pairs=2, seconds=3, calm_s=8)


@dataclass(slots=True)
class Load:
    """What one run took: deliveries a second, processor time a delivery, and how busy both sides were."""

    per_second: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    server_share: list[float] = field(default_factory=list)
    client_share: list[float] = field(default_factory=list)
    lost: int = 0
    twice: int = 0


def run(stack: Stack, *, quick: bool) -> Report:
    report = Report("chat")
    sizes = QUICK if quick else FULL
    report.facts["stack"] = stack.words
    with both(stack, rooms=1, members=200) as (ours, textbook):
        for in_flight, senders, target in ((8, 8, 8), (64, 32, 10)):
            busiest(report, ours, textbook, in_flight, senders, target, sizes)
        calm(report, "1,000 deliveries/s: p50 / p99 ms", ours, textbook, 5, sizes, (15, 40), "calm")
    with both(stack, rooms=20, members=25, posts=20_000) as (ours, textbook):
        calm(report, "20 rooms of 25, 1 message/s each: p50 / p99 ms", ours, textbook, 1, sizes, (None, 40), "rooms")
        with pages(ours), pages(textbook):
            name = f"same with {PAGES_PER_SECOND} pages/s: p50 / p99 ms"
            calm(report, name, ours, textbook, 1, sizes, (None, 80), "rooms_with_pages")
        memory = machine.resident_kb(ours.server.pids) / 1024
        report.row("memory of the process afterwards", f"{memory:.0f} MB", target="≤ 200 MB", met=memory <= 200)
        report.facts["memory_mb"] = round(memory)
    return report


@contextlib.contextmanager
def both(stack: Stack, *, rooms: int, members: int, posts: int = 0) -> Iterator[tuple[Talk, Talk]]:
    """Ours and the textbook, running, everybody in their room."""
    talks: list[Talk] = []
    with contextlib.ExitStack() as held:
        for kind in (Ours, Textbook):
            server: Server = held.enter_context(kind(stack))
            plan = server.prepare("rooms", rooms=rooms, members=members)
            if posts:
                plan["page"] = server.prepare("forum", threads=posts // 10, posts=posts, deep=500)
            server.start()
            talk = Talk(server, plan)
            talk.arrive()
            talks.append(talk)
            held.callback(talk.leave)
        ours, textbook = talks
        ours.sockets.beside, textbook.sockets.beside = textbook.sockets, ours.sockets
        yield ours, textbook


def busiest(
    report: Report, ours: Talk, textbook: Talk, in_flight: int, senders: int, target: float, sizes: Sizes
) -> None:
    """Pairs of runs, ours and theirs in turn, each as fast as it can."""
    loads = (Load(), Load())
    ratios = []
    for _ in range(sizes.pairs):
        for talk, load in zip((ours, textbook), loads, strict=True):
            one_run(talk, load, in_flight, senders, sizes.seconds)
        ratios.append(loads[0].per_second[-1] / loads[1].per_second[-1])
    mine, theirs = loads
    ratio = median(mine.per_second) / median(theirs.per_second)
    name = f"room of 200, {in_flight} in flight"
    report.row(
        f"{name}: deliveries/s", spread(mine.per_second), textbook=spread(theirs.per_second),
        ratio=f"{ratio:.1f}× ({min(ratios):.1f} to {max(ratios):.1f})", target=f"≥ {target}×", met=ratio >= target,
    )  # fmt: skip
    report.row(
        f"{name}: server CPU µs a delivery", figure(median(mine.cpu_us)), textbook=figure(median(theirs.cpu_us)),
        ratio=f"{median(theirs.cpu_us) / median(mine.cpu_us):.1f}× less",
    )  # fmt: skip
    report.row(
        f"{name}: busy, server / client", f"{median(mine.server_share):.2f} / {median(mine.client_share):.2f}",
        textbook=f"{median(theirs.server_share):.2f} / {median(theirs.client_share):.2f}",
    )  # fmt: skip
    report.row(f"{name}: sockets lost", str(len(ours.sockets.closed)), textbook=str(len(textbook.sockets.closed)),
               target="0", met=not ours.sockets.closed)  # fmt: skip
    report.row(f"{name}: lost / twice", f"{mine.lost} / {mine.twice}", textbook=f"{theirs.lost} / {theirs.twice}",
               target="0 / 0", met=mine.lost == mine.twice == 0)  # fmt: skip
    key = "" if in_flight == 8 else f"_{in_flight}"
    report.facts[f"ratio{key}"] = round(ratio, 2)
    report.facts[f"deliveries_per_s{key}"] = round(median(mine.per_second))


def one_run(talk: Talk, load: Load, in_flight: int, senders: int, seconds: float) -> None:
    cpu, own, began = talk.server.cpu(), time.process_time(), time.perf_counter()
    load.per_second.append(talk.closed_loop(in_flight=in_flight, senders=senders, seconds=seconds))
    took = time.perf_counter() - began
    spent = talk.server.cpu() - cpu
    load.cpu_us.append(spent / max(1, talk.deliveries) * 1e6)
    load.server_share.append(spent / took)
    load.client_share.append((time.process_time() - own) / took)
    load.lost += len(talk.on_way)
    load.twice += talk.twice


def calm(
    report: Report, name: str, ours: Talk, textbook: Talk, per_second: float, sizes: Sizes,
    target: tuple[float | None, float], key: str,
) -> None:  # fmt: skip
    """An ordinary evening: so many messages a second in every room, whatever the server thinks of it."""
    found = []
    for talk in (ours, textbook):
        cpu, began = talk.server.cpu(), time.perf_counter()
        talk.open_loop(per_second=per_second, seconds=sizes.calm_s)
        cores = (talk.server.cpu() - cpu) / (time.perf_counter() - began)
        found.append((percentile(talk.latencies, 0.5), percentile(talk.latencies, 0.99), cores, len(talk.on_way)))
    (p50, p99, cores, lost), theirs = found
    aim = f"≤ {target[0]} / {target[1]}" if target[0] else f"p99 ≤ {target[1]}"
    report.row(
        name, f"{p50:.1f} / {p99:.1f}", textbook=f"{theirs[0]:.1f} / {theirs[1]:.1f}", target=aim,
        ratio=f"{theirs[1] / p99:.1f}× sooner", met=(target[0] is None or p50 <= target[0]) and p99 <= target[1],
    )  # fmt: skip
    report.row(f"{name.split(':')[0]}: cores used; lost", f"{cores:.3f}; {lost}",
               textbook=f"{theirs[2]:.3f}; {theirs[3]}")  # fmt: skip
    facts: dict[str, Any] = {"p50_ms": round(p50, 1), "p99_ms": round(p99, 1), "cores": round(cores, 3), "lost": lost}
    report.facts |= {f"{key}_{fact}": value for fact, value in facts.items()}
    if key == "calm":
        report.facts["p99_ms"] = facts["p99_ms"]


@contextlib.contextmanager
def pages(talk: Talk) -> Iterator[None]:
    """Somebody reads the forum meanwhile, from another process: the load's own clock must not feel it."""
    page = talk.plan["page"]
    reading = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.web", str(talk.server.port), page["cookie"], str(PAGES_PER_SECOND),
         page["thread"], page["latest"]],
        cwd=ROOT, stdin=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield
    finally:
        reading.kill()
        reading.wait()
