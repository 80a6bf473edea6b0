"""`chat`: how fast what is said reaches everybody in the room, saved first."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks import machine
from tests.benchmarks.machine import Busy, Watch, figure, percentile, spread, typical
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.servers import ROOT, Ours, Server, Stack, Textbook
from tests.benchmarks.talk import Talk

PAGES_PER_SECOND = 20


# first landing, final, stretch
MOST_8 = Aim((8,), (25,), (38,), sign="≥", unit="×")
MOST_64 = Aim((10,), (50,), (150,), sign="≥", unit="×")
CALM = Aim((15, 40), (8, 20), (5, 12))
ROOMS = Aim((40, 1), (25, 0.09), (12, 0.09))
WITH_PAGES = Aim((80,), (40,), (20,))
MEMORY = Aim((200,), (130,), (100,), unit=" MB")
WHICH = {"calm": ("p50_ms", "p99_ms"), "rooms": ("p99_ms", "cores"), "rooms_with_pages": ("p99_ms",)}


@dataclass(slots=True)
class Sizes:
    pairs: int
    seconds: float
    calm_s: float  # of each run


FULL = Sizes(pairs=5, seconds=6, calm_s=8)
QUICK = Sizes(pairs=2, seconds=3, calm_s=4)


@dataclass(slots=True)
class Load:
    """What the runs of one side took: deliveries a second, processor time a delivery, and who was busy."""

    per_second: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    busy: list[Busy] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    lost: int = 0
    twice: int = 0


def run(stack: Stack, *, quick: bool) -> Report:
    report = Report("chat")
    sizes = QUICK if quick else FULL
    report.facts["stack"] = stack.words
    with both(stack, rooms=1, members=200) as sides:
        busiest(report, sides, 8, 8, MOST_8, sizes)
        busiest(report, sides, 64, 32, MOST_64, sizes)
        calm(report, "1,000 deliveries/s: p50; p99 ms", sides, 5, sizes, CALM, "calm")
        report.facts["p99_ms"] = report.facts["calm_p99_ms"]
    with both(stack, rooms=20, members=25, posts=20_000) as sides:
        calm(report, "20 rooms of 25, 1 message/s each: p99 ms; cores", sides, 1, sizes, ROOMS, "rooms")
        name = f"same with {PAGES_PER_SECOND} pages/s in the process: p99 ms"
        calm(report, name, sides, 1, sizes, WITH_PAGES, "rooms_with_pages")
        memory = machine.resident_kb(sides[0].server.pids) / 1024
        report.row("memory of the process afterwards", f"{memory:.0f} MB", aim=MEMORY, values=(memory,))
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


def busiest(report: Report, sides: tuple[Talk, Talk], in_flight: int, senders: int, aim: Aim, sizes: Sizes) -> None:
    """Pairs of runs, ours and theirs in turn, each as fast as it can."""
    loads = mine, theirs = Load(), Load()
    ratios = []
    for _ in range(sizes.pairs):
        for talk, load in zip(sides, loads, strict=True):
            one_run(talk, load, in_flight, senders, sizes.seconds)
        ratios.append(times(mine.per_second[-1], theirs.per_second[-1]))
    ratio = times(median(mine.per_second), median(theirs.per_second))
    name = f"room of 200, {in_flight} in flight"
    report.row(
        f"{name}: deliveries/s", spread(mine.per_second), textbook=spread(theirs.per_second), aim=aim, values=(ratio,),
        ratio=f"{ratio:.1f}× ({min(ratios):.1f} to {max(ratios):.1f})",
    )  # fmt: skip
    report.row(
        f"{name}: server CPU µs a delivery", figure(median(mine.cpu_us)), textbook=figure(median(theirs.cpu_us)),
        ratio=f"{median(theirs.cpu_us) / median(mine.cpu_us):.1f}× less",
    )  # fmt: skip
    closed = [len(talk.sockets.closed) for talk in sides]
    report.row(f"{name}: lost; twice; sockets lost", f"{mine.lost}; {mine.twice}; {closed[0]}", target="0; 0; 0",
               textbook=f"{theirs.lost}; {theirs.twice}; {closed[1]}",
               met=not (mine.lost or mine.twice or closed[0]))  # fmt: skip
    key = "" if in_flight == 8 else f"_{in_flight}"
    tell_busy(report, name, loads, key)
    report.facts |= {
        f"ratio{key}": round(ratio, 2), f"deliveries_per_s{key}": round(median(mine.per_second)),
        f"textbook_deliveries_per_s{key}": round(median(theirs.per_second)), f"lost{key}": mine.lost,
        f"cpu_us{key}": round(median(mine.cpu_us), 2),
    }  # fmt: skip


def times(mine: float, theirs: float) -> float:
    """How many times as much. Raises RuntimeError when the other side brought nothing: no ratio says anything then."""
    if theirs < 1:
        raise RuntimeError("The textbook delivered nothing. Look at its log, and measure again.")
    return mine / theirs


def tell_busy(report: Report, name: str, loads: tuple[Load, Load], key: str) -> None:
    mine, theirs = (typical(load.busy) for load in loads)
    report.row(f"{name}: cores used, server / client", mine.words, textbook=theirs.words)
    report.note(f"Saturated, {name}: {mine.saturated} (ours), {theirs.saturated} (textbook).")
    report.facts |= {f"client_cpu_share{key}": round(mine.client, 2), f"saturated{key}": mine.saturated}


def one_run(talk: Talk, load: Load, in_flight: int, senders: int, seconds: float) -> None:
    cpu, watch = talk.server.cpu(), Watch(lambda: talk.server.pids)
    load.per_second.append(talk.closed_loop(in_flight=in_flight, senders=senders, seconds=seconds))
    load.busy.append(watch.read())
    load.cpu_us.append((talk.server.cpu() - cpu) / max(1, talk.deliveries) * 1e6)
    load.lost += talk.lost
    load.twice += talk.twice


def calm(
    report: Report, name: str, sides: tuple[Talk, Talk], per_second: float, sizes: Sizes, aim: Aim, key: str
) -> None:
    """An ordinary evening: so many messages a second in every room, whatever the server thinks of it. In turn too."""
    loads = Load(), Load()
    for _ in range(sizes.pairs):
        for talk, load in zip(sides, loads, strict=True):
            with pages(talk) if key == "rooms_with_pages" else contextlib.nullcontext():
                watch = Watch(lambda talk=talk: talk.server.pids)  # type: ignore[misc]
                talk.open_loop(per_second=per_second, seconds=sizes.calm_s)
                load.busy.append(watch.read())
            load.latencies += talk.latencies
            load.lost += talk.lost
            load.twice += talk.twice
    mine, theirs = (measures(load) for load in loads)
    shown, there = ([found[which] for which in WHICH[key]] for found in (mine, theirs))
    report.row(name, "; ".join(map(figure, shown)), textbook="; ".join(map(figure, there)), aim=aim, values=shown,
               ratio=f"{theirs['p99_ms'] / mine['p99_ms']:.1f}× sooner")  # fmt: skip
    short = name.split(":")[0]
    report.row(f"{short}: lost; twice", f"{loads[0].lost}; {loads[0].twice}", target="0; 0",
               textbook=f"{loads[1].lost}; {loads[1].twice}", met=not loads[0].lost and not loads[0].twice)  # fmt: skip
    tell_busy(report, short, loads, f"_{key}")
    report.facts |= {f"{key}_{measure}": round(value, 3) for measure, value in mine.items()}
    report.facts |= {f"{key}_lost": loads[0].lost, f"{key}_textbook_p99_ms": round(theirs["p99_ms"], 1)}


def measures(load: Load) -> dict[str, float]:
    return {
        "p50_ms": percentile(load.latencies, 0.5),
        "p99_ms": percentile(load.latencies, 0.99),
        "cores": typical(load.busy).server,
    }


@contextlib.contextmanager
def pages(talk: Talk) -> Iterator[None]:
    """Somebody reads the forum meanwhile, from another process: the load's own clock must not feel it."""
    page = talk.plan["page"]
    reading = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.web", str(talk.server.port), page["cookie"], str(PAGES_PER_SECOND),
         page["thread"], page["latest"]],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert reading.stdout is not None
        reading.stdout.readline()
        yield
    finally:
        reading.kill()
        reading.communicate()
