"""Many talkers in one room, on an event loop of their own, while the test does to servers what happens to servers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from cohorts.models import Room
from community.members.models import Member
from tests.harness.community import Community
from tests.harness.talker import Talker
from tests.verbs import session_of

TURN_S = 0.05


class Gathering:
    """`with` brings everybody in. `pace` is how many seconds pass between two wishes of one talker."""

    def __init__(self, community: Community, room: Room, members: Sequence[Member], *, seed: int, pace: float) -> None:
        self.community, self.room, self.seed, self.pace = community, room, seed, pace
        self.talkers: list[Talker] = []
        self.talking = False
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="gathering", daemon=True)
        self.thread.start()
        self.tasks: list[Any] = []
        for number, member in enumerate(members):
            self.comes(member, at=number % community.processes)

    def comes(self, member: Member, *, at: int = 0, naive: bool = False, quiet: bool = False, key: str = "") -> Talker:
        """One more client; its first process is the one named, after a cut it may be any. `key`: of its session."""
        ports = [server.port for server in self.community.servers]
        talker = Talker(
            member.pk, key or session_of(member).session_key or "", str(self.room.pk), ports[at:] + ports[:at],
            self.community.origin, seed=f"{self.seed}-{len(self.talkers)}", naive=naive,
        )  # fmt: skip
        self.talkers.append(talker)
        self.tasks.append(asyncio.run_coroutine_threadsafe(talker.live(), self.loop))
        if not naive and not quiet:
            self.tasks.append(asyncio.run_coroutine_threadsafe(self.talk(talker), self.loop))
        return talker

    async def talk(self, talker: Talker) -> None:
        """Now and then a wish, while there is talk; and the watch over what was not answered."""
        wait = talker.chance.random() * self.pace
        while not talker.leaving and not talker.ended:
            await asyncio.sleep(TURN_S)
            wait -= TURN_S
            if wait <= 0 and self.talking:
                wait = talker.chance.expovariate(1 / self.pace)
                self.wish(talker)
            talker.go()

    def wish(self, talker: Talker) -> None:
        """Mostly words; sometimes a change of own ones, so that a timeline is more than its messages."""
        kind = talker.chance.random()
        mine = [m for m in talker.view.messages.values() if m["author"]["id"] == talker.member_id and not m["deleted"]]
        if kind < 0.8 or not mine:
            talker.wish("say", body=f"{talker.member_id} says number {len(talker.sent)}")
            return
        message = talker.chance.choice(mine)["id"]
        if kind < 0.9:
            talker.wish("edit", message=message, body=f"{talker.member_id} means number {len(talker.sent)}")
        elif kind < 0.97:
            talker.wish("react", message=message, emoji="👍", on=talker.chance.random() < 0.7)
        else:
            talker.wish("delete", message=message)

    # ---- the test's side ------------------------------------------------------------------------

    def __enter__(self) -> Gathering:
        self.until(lambda: all(talker.inside for talker in self.talkers), within=60)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.end(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def end(self) -> None:
        """Everybody goes home in order: nothing may be left open behind a test."""
        for talker in self.talkers:
            talker.leaving = True
        await asyncio.gather(*(talker.wire.close() for talker in self.talkers if talker.wire is not None))
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if others:
            await asyncio.wait(others, timeout=20)
        await asyncio.sleep(0.05)

    def until(self, check: Callable[[], Any], *, within: float, said: str = "It did not happen") -> float:
        """Waits for it; returns how many seconds it took."""
        began = time.monotonic()
        while not check():
            if time.monotonic() - began > within:
                raise AssertionError(f"{said} within {within} s (seed {self.seed}):\n{self.picture()}")
            time.sleep(0.02)
        return time.monotonic() - began

    def acked(self) -> int:
        return sum(len(talker.acks) for talker in self.talkers)

    def put_off(self) -> int:
        return sum(len(talker.put_off) for talker in self.talkers)

    def talks_until_acked(self, more: int, *, within: float = 60) -> float:
        """Everybody talks until so many more wishes were confirmed; they talk on afterwards."""
        goal = self.acked() + more
        self.talking = True
        return self.until(lambda: self.acked() >= goal, within=within, said=f"{more} more answers")

    def head(self) -> int:
        return Room.objects.values_list("rev", flat=True).get(pk=self.room.pk)

    def settles(self, *, within: float = 20) -> float:
        """Nobody says anything more: how long until everybody's words are confirmed and every view is complete."""
        self.talking = False
        began = time.monotonic()
        clever = [talker for talker in self.talkers if not talker.naive]
        self.until(lambda: all(not t.outbox or t.ended for t in clever), within=60, said="All wishes answered")
        head = self.head()
        self.until(lambda: all(t.rests(head) for t in clever), within=within, said=f"All views at {head}")
        return time.monotonic() - began

    def picture(self) -> str:
        """Where everybody stands."""
        lines = [
            f"{t.member_id}: cursor {t.view.cursor}, ahead {sorted(t.view.ahead)[:5]}, waiting {len(t.outbox)}, "
            f"inside {t.inside}, closes {t.closes[-3:]}{', naive' if t.naive else ''}"
            for t in self.talkers
        ]
        return "\n".join(lines)
