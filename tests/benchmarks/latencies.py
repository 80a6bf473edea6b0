"""Millions of waiting times in constant memory: counted by size, each known to one part in fifty."""

from __future__ import annotations

import math
from collections import Counter

STEP = math.log(1.02)
LEAST_MS = 0.01


class Latencies:
    """Milliseconds. The largest is kept as it is."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.number = 0
        self.most = 0.0

    def add(self, ms: float) -> None:
        self.counts[int(math.log(max(ms, LEAST_MS) / LEAST_MS) / STEP)] += 1
        self.number += 1
        if ms > self.most:
            self.most = ms

    def percentile(self, part: float) -> float:
        """The value below which `part` (0 to 1) of the values lie; nan when there are none."""
        if not self.number:
            return float("nan")
        wanted, below = min(self.number - 1, int(part * self.number)), 0
        for size in sorted(self.counts):
            below += self.counts[size]
            if below > wanted:
                return min(self.most, LEAST_MS * math.exp((size + 0.5) * STEP))
        return self.most

    @property
    def words(self) -> str:
        return f"{self.percentile(0.5):.1f} / {self.percentile(0.99):.1f} / {self.most:.1f}"

    def facts(self, name: str) -> dict[str, float]:
        found = {"p50_ms": self.percentile(0.5), "p99_ms": self.percentile(0.99), "max_ms": self.most}
        return {f"{name}_{key}": round(value, 2) for key, value in found.items() if self.number}
