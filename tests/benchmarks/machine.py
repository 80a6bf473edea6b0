"""The machine under a measurement: cores, processor time, memory, open files."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
FULL = 0.9  # of a core: as good as all of it


@cache
def cores() -> tuple[set[int], set[int]]:
    """(server's, everybody else's). One core of the machine is the server's alone where there are two.

    Asked once, before anybody is pinned: later the answer would be the pin.
    """
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2:
        return set(usable), set(usable)
    return {usable[0]}, set(usable[1:])


def pinned(to: set[int]) -> Callable[[], None]:
    """For Popen's preexec_fn: the process and all its threads stay on these cores."""
    return lambda: os.sched_setaffinity(0, to)


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these processes and all their threads so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def resident_kb(pids: Iterable[int]) -> int:
    """Resident memory, in KB."""
    found = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                found += int(line.split()[1])
    return found


def allow_open_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie; nan when there are none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def spread(values: Sequence[float]) -> str:
    """ "median (least to most)"."""
    middle = statistics.median(values)
    return f"{figure(middle)} ({figure(min(values))} to {figure(max(values))})"


def figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


# ---- who was busy -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Busy:
    """Cores used by the server and by the client, and how busy their cores were with anything at all (0 to 1)."""

    server: float
    client: float
    server_core: float
    other_core: float

    @property
    def words(self) -> str:
        return f"{self.server:.2f} / {self.client:.2f}"

    @property
    def saturated(self) -> str:
        if self.server >= FULL:
            return "the server"
        if self.client >= FULL:
            return "the client"
        if self.server_core >= FULL:
            return "the server's core, by others too"
        if self.other_core >= FULL:
            return "the core of client, database and Redis"
        return "nothing: the window, the disk or the clock set the pace"


def typical(found: Sequence[Busy]) -> Busy:
    return Busy(*(statistics.median(getattr(one, name) for one in found) for name in Busy.__slots__))


def idle_seconds() -> dict[int, float]:
    """How long each core had nothing to do so far."""
    found = {}
    for line in Path("/proc/stat").read_text().splitlines():
        name, *times = line.split()
        if name.startswith("cpu") and name != "cpu":
            found[int(name[3:])] = (int(times[3]) + int(times[4])) / TICK
    return found


class Watch:
    """From its making to `read()`."""

    def __init__(self, pids: Callable[[], Iterable[int]]) -> None:
        self.pids = pids
        self.before = self.look()

    def look(self) -> tuple[float, float, float, float, float]:
        server, other = cores()[0], cores()[1]
        idle = idle_seconds()
        return (
            time.perf_counter(), cpu_seconds(self.pids()), time.process_time(),
            statistics.mean(idle[core] for core in server),
            statistics.mean(idle[core] for core in other),
        )  # fmt: skip

    def read(self) -> Busy:
        took, server, client, own_idle, other_idle = (
            now - then for now, then in zip(self.look(), self.before, strict=True)
        )
        return Busy(server / took, client / took, 1 - own_idle / took, 1 - other_idle / took)
