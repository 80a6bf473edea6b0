"""Who waits for a thread, for how long, and who is better told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from community.pages import WAITING_PER_THREAD, Pages
from tests.live.doorkeeper import until
from tests.server.asking import Asking, ask, asking, said
from tests.server.conftest import THREADS
from tests.server.stand.views import folder

names = count(1)


class Turn:
    """A request for a page that lasts until it is let go."""

    def __init__(self, pages: Pages) -> None:
        self.name = f"turn-{next(names)}"
        self.folder: Path = folder()
        self.asking: Asking = asking("/stand/waits/", query=f"name={self.name}").begin(pages)

    def has(self, step: str) -> bool:
        return (self.folder / f"{self.name}.{step}").exists()

    def let_go(self) -> None:
        (self.folder / f"{self.name}.go").touch()

    async def status(self) -> int:
        return (await self.asking.answer()).status

    async def is_left(self) -> None:
        self.asking.leave()
        assert self.asking.task is not None
        await self.asking.task
        assert self.asking.sent == []


@pytest.fixture
async def busy(pages: Pages) -> AsyncIterator[list[Turn]]:
    """Every thread is taken."""
    taken = [Turn(pages) for _ in range(THREADS)]
    await until(lambda: all(turn.has("came") for turn in taken))
    yield taken
    for turn in taken:
        turn.let_go()
        await turn.status()


async def all_wait(pages: Pages, number: int) -> None:
    await until(lambda: pages.waiting == number)


async def test_ada_waits_until_a_thread_is_free(pages: Pages, busy: list[Turn]) -> None:
    ada = Turn(pages)
    await all_wait(pages, 1)
    assert not ada.has("came")
    busy[0].let_go()
    await until(lambda: ada.has("came"))
    ada.let_go()
    assert (await ada.status(), pages.waiting) == (200, 0)


async def test_turns_come_in_the_order_of_asking(pages: Pages, busy: list[Turn]) -> None:
    ada, ben = Turn(pages), Turn(pages)
    await all_wait(pages, 2)
    busy[0].let_go()
    await until(lambda: ada.has("came"))
    assert not ben.has("came")
    for turn in (ada, ben):
        turn.let_go()
        assert await turn.status() == 200


async def test_vera_who_leaves_the_queue_takes_no_thread(pages: Pages, busy: list[Turn]) -> None:
    vera = Turn(pages)
    await all_wait(pages, 1)
    await vera.is_left()
    assert pages.waiting == 0
    for turn in busy:
        turn.let_go()
        assert await turn.status() == 200
    assert not vera.has("came")
    assert await statuses(pages, THREADS) == [200] * THREADS


async def test_vera_who_leaves_in_the_moment_of_her_turn_loses_nobody_a_thread(pages: Pages, busy: list[Turn]) -> None:
    vera = Turn(pages)
    vera.let_go()
    await all_wait(pages, 1)
    pages.free.release()
    vera.asking.leave()
    for turn in busy:
        turn.let_go()
        assert await turn.status() == 200
    assert vera.asking.task is not None
    await vera.asking.task
    await pages.free.acquire()  # what was released here on top
    assert await statuses(pages, THREADS) == [200] * THREADS
    assert not pages.free.locked()


async def test_what_else_arrives_while_waiting_is_no_goodbye(pages: Pages, busy: list[Turn]) -> None:
    ada = Turn(pages)
    await all_wait(pages, 1)
    ada.asking.incoming.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    ada.let_go()
    busy[0].let_go()
    assert await ada.status() == 200


async def test_beyond_a_long_queue_people_are_told_to_come_back(pages: Pages, busy: list[Turn]) -> None:
    queue = [Turn(pages) for _ in range(THREADS * WAITING_PER_THREAD)]
    await all_wait(pages, len(queue))
    answer = await ask(pages, "/health/")
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert b"very busy" in answer.body
    for turn in [*queue, *busy]:
        turn.let_go()
    assert {await turn.status() for turn in queue} == {200}
    assert (await ask(pages, "/health/")).status == 200


async def test_forty_requests_run_in_the_same_two_threads(pages: Pages) -> None:
    answers = await asyncio.gather(*(ask(pages, "/stand/tells/") for _ in range(40)))
    assert {said(answer)["thread"] for answer in answers} <= {f"page_{n}" for n in range(THREADS)}


async def test_a_page_that_breaks_gives_its_thread_back(pages: Pages) -> None:
    for _ in range(THREADS * 2):
        assert (await ask(pages, "/stand/breaks/")).status == 500
    assert await statuses(pages, THREADS) == [200] * THREADS


async def statuses(pages: Pages, number: int) -> list[int]:
    """As many pages at once as that: they wait for each other."""
    turns = [Turn(pages) for _ in range(number)]
    await until(lambda: all(turn.has("came") for turn in turns))
    for turn in turns:
        turn.let_go()
    return [await turn.status() for turn in turns]
