"""`replay ARCHIVE`: a real chat said again through the live wire, and compared with the database word for word."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tests.benchmarks.archives import Archive, Entry
from tests.benchmarks.machine import Busy, Watch, resident_kb
from tests.benchmarks.replay.crowd import Crowd
from tests.benchmarks.replay.marks import Row
from tests.benchmarks.replay.script import Cast, Script, survey
from tests.benchmarks.replay.verdict import Verdict
from tests.benchmarks.report import Report
from tests.benchmarks.servers import Ours, Stack

ENTERING_S = 300.0
STALLED_S = 90.0
SETTLING_S = 90.0
MOST_SEATS = 10_000  # (client, room) pairs: with more rooms, each client is in a share of them
LEAST_IN_A_ROOM = 2
TOLD_EVERY_S = 10.0
TROUBLE = re.compile(r"Traceback|ERROR|CRITICAL|Unhandled|never retrieved")


@dataclass(slots=True)
class Evening:
    """One replay from its first reading to its verdict."""

    archive: Archive
    server: Ours
    clients: int
    limit: int | None
    cuts: int
    cast: Cast = field(default_factory=Cast)
    plan: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)
    seconds: float = 0.0
    busy: Busy = field(init=False)
    memory_mb: float = 0.0
    pause: int = 0  # messages between two cuts
    crowd: Crowd = field(init=False)
    script: Script = field(init=False)

    def entries(self) -> Iterator[Entry]:
        return islice(self.archive.entries(), self.limit)

    def prepare(self) -> None:
        """Everybody and every room of the archive, and listeners where it has fewer people than clients."""
        self.cast = survey(self.entries())
        names = [*self.cast.names, *(f"Listener {n}" for n in range(self.clients - len(self.cast.names)))]
        plan = {"people": names, "rooms": [name.rpartition("/")[2] or name for name in self.cast.rooms]}
        file = self.server.data / "archive.json"
        file.write_text(json.dumps(plan))
        self.plan = self.server.prepare("archive", plan=str(file))

    def arrive(self) -> None:
        rooms: list[str] = self.plan["rooms"]
        self.crowd = Crowd(self.server.port, self.plan["cookies"], self.answered, speakers=self.clients)
        for number, inside in self.seats(rooms).items():
            self.crowd.listens(number, inside)
        self.script = Script(self.entries(), self.cast, self.crowd, rooms, most=self.clients)
        end = time.monotonic() + ENTERING_S
        while any(len(one.inside) < len(one.timelines) for one in self.crowd.listeners.values()):
            self.crowd.turn(0.05)
            if time.monotonic() > end:
                raise TimeoutError(f"not everybody entered their rooms: {self.server.log()[-2000:]}")

    def seats(self, rooms: list[str]) -> dict[int, list[str]]:
        """Who listens where: those who say most, in all rooms, or in a share of them where there are thousands."""
        everybody = sorted(range(len(self.plan["cookies"])), key=lambda number: -self.cast.words[number])
        listeners = everybody[: self.clients]
        each = min(len(listeners), max(LEAST_IN_A_ROOM, MOST_SEATS // max(1, len(rooms))))
        found: dict[int, list[str]] = {number: [] for number in listeners}
        for n, room in enumerate(rooms):
            for seat in range(each):
                found[listeners[(n * each + seat) % len(listeners)]].append(room)
        return {number: inside for number, inside in found.items() if inside}

    def answered(self, wish: Any, frame: dict[str, Any]) -> None:
        self.script.answered(wish, frame)

    # ---- the evening ------------------------------------------------------------------------------

    def talk(self) -> None:
        watch, began = Watch(lambda: self.server.pids), time.monotonic()
        told = moved = began
        before = -1
        self.pause = self.cast.sayable // (self.cuts + 1)
        while not self.script.done:
            self.script.fill()
            self.crowd.turn(0.05)
            self.cut_somebody()
            now = time.monotonic()
            if self.crowd.acks.number != before:
                before, moved = self.crowd.acks.number, now
            if now - moved > STALLED_S:
                self.verdict.add("stalled", f"no answer for {STALLED_S:.0f} s", self.script.outstanding)
                break
            if now - told > TOLD_EVERY_S:
                told = now
                print(f"  … {self.script.counts['say']:,} of {self.cast.sayable:,} said", flush=True)
        self.seconds, self.busy = time.monotonic() - began, watch.read()
        self.settle()
        self.memory_mb = resident_kb(self.server.pids) / 1024

    def cut_somebody(self) -> None:
        """Whoever waits for an answer: nobody knows then whether it was stored."""
        made = self.crowd.counts["cuts"]
        if self.cuts > made and self.script.counts["say"] >= (made + 1) * self.pause:
            here = [*self.crowd.listeners.values(), *self.crowd.speakers.values()]
            waiting = [one for one in here if one.sending is not None]
            if waiting:
                self.crowd.cut(waiting[made % len(waiting)])

    def settle(self) -> None:
        """Until every client holds everything up to where its rooms stand; the beat heals within 20 s what was lost."""
        end, heads = time.monotonic() + SETTLING_S, self.script.heads
        listeners = self.crowd.listeners.values()
        while time.monotonic() < end and any(
            timeline.cursor < heads[room] for one in listeners for room, timeline in one.timelines.items()
        ):
            self.crowd.turn(0.05)

    def judge(self) -> None:
        file = self.server.data / "held.jsonl"
        self.server.prepare("held", into=str(file))
        numbers = {room: number for number, room in enumerate(self.plan["rooms"])}
        names = list(self.cast.rooms)
        with file.open() as lines:
            for room, rev, rows in map(json.loads, lines):
                number = numbers[room]
                found = [Row(*row) for row in rows]
                self.verdict.stored(names[number], self.script.lines[number], found, self.plan["members"])
                self.verdict.numbered(names[number], found, rev, self.script.changes[room])
                for one in self.crowd.listeners.values():
                    if room in one.timelines:
                        self.verdict.held(f"client {one.number} in {names[number]}", found, one.timelines[room].view())
        for trouble, times in self.crowd.trouble.items():
            self.verdict.add("trouble", trouble, times)
        said = [line for line in self.server.log().splitlines() if TROUBLE.search(line)]
        self.verdict.add("the server's log", said[0] if said else "", len(said))


def run(
    stack: Stack, archive: Archive, *, processes: int = 1, clients: int = 50, limit: int | None = None, cuts: int = 0
) -> Report:
    from tests.benchmarks.replay.telling import tell

    report = Report("replay")
    report.facts |= {"stack": stack.words, "processes": processes}
    with Ours(stack, processes) as server:
        evening = Evening(archive, server, clients, limit, cuts)
        evening.prepare()
        server.start()
        evening.arrive()
        try:
            evening.talk()
            evening.judge()
        finally:
            evening.crowd.close()
        tell(report, evening)
    return report
