"""The machine under a measurement: cores, processor time, memory, open files."""

from __future__ import annotations

import os
import resource
import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cores() -> tuple[set[int], set[int]]:
    """(server's, everybody else's). One core of the machine is the server's alone where there are two."""
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
