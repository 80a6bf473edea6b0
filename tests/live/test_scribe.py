from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

import pytest

from community.live.scribe import MOST_AT_ONCE, Scribe

Told = tuple[list[int], list[str] | Exception]


class Book:
    """What is written, batch by batch. `pen` lies still until the test lifts it."""

    def __init__(self) -> None:
        self.pen = threading.Event()
        self.pen.set()
        self.begun = threading.Event()
        self.batches: list[list[int]] = []
        self.told: list[Told] = []
        self.news = asyncio.Event()
        self.spoils: set[int] = set()

    def commit(self, changes: Sequence[int]) -> list[str]:
        self.begun.set()
        assert self.pen.wait(5)
        if self.spoils & set(changes):
            raise ValueError(f"cannot write {changes}")
        self.batches.append(list(changes))
        return [f"done {change}" for change in changes]

    def done(self, changes: Sequence[int], outcomes: Sequence[str] | Exception) -> None:
        self.told.append((list(changes), outcomes if isinstance(outcomes, Exception) else list(outcomes)))
        self.news.set()

    async def hears(self, sure: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not sure():
                self.news.clear()
                await self.news.wait()


@contextmanager
def scribe_of(book: Book) -> Iterator[Scribe[int, str]]:
    scribe: Scribe[int, str] = Scribe(book.commit, book.done, asyncio.get_running_loop())
    try:
        yield scribe
    finally:
        book.pen.set()
        scribe.close()


async def test_a_lone_change_is_written_at_once() -> None:
    book = Book()
    with scribe_of(book) as scribe:
        scribe.put(1)
        await book.hears(lambda: len(book.told) == 1)
        assert book.told == [([1], ["done 1"])]


async def test_what_waits_during_a_commit_is_written_together_in_order() -> None:
    book = Book()
    book.pen.clear()
    with scribe_of(book) as scribe:
        scribe.put(0)
        assert await asyncio.to_thread(book.begun.wait, 5)
        for number in range(1, 65):
            scribe.put(number)
        book.pen.set()
        await book.hears(lambda: len(book.told) == 2)
        assert book.batches == [[0], list(range(1, 65))]
        assert book.told[1][1] == [f"done {n}" for n in range(1, 65)]


async def test_one_transaction_never_holds_more_than_its_most() -> None:
    book = Book()
    book.pen.clear()
    with scribe_of(book) as scribe:
        scribe.put(0)
        assert await asyncio.to_thread(book.begun.wait, 5)
        for number in range(MOST_AT_ONCE + 1):
            scribe.put(number)
        book.pen.set()
        await book.hears(lambda: len(book.told) == 3)
        assert [len(batch) for batch in book.batches] == [1, MOST_AT_ONCE, 1]


async def test_a_batch_that_cannot_be_written_is_told_to_all_of_it_and_the_next_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    book = Book()
    book.spoils = {1}
    with scribe_of(book) as scribe:
        scribe.put(1)
        await book.hears(lambda: len(book.told) == 1)
        scribe.put(2)
        await book.hears(lambda: len(book.told) == 2)
    assert isinstance(book.told[0][1], ValueError)
    assert book.told[1] == ([2], ["done 2"])
    assert "A batch of 1 changes was not written" in caplog.text


async def test_closing_writes_what_waits_first() -> None:
    book = Book()
    book.pen.clear()
    scribe: Scribe[int, str] = Scribe(book.commit, book.done, asyncio.get_running_loop())
    for number in range(3):
        scribe.put(number)
    threading.Timer(0.05, book.pen.set).start()
    await asyncio.to_thread(scribe.close)
    assert list(chain(*book.batches)) == [0, 1, 2]
    assert not scribe.thread.is_alive()
    await book.hears(lambda: sum(len(changes) for changes, _ in book.told) == 3)


async def test_closing_an_idle_scribe_writes_nothing() -> None:
    book = Book()
    with scribe_of(book):
        pass
    assert book.batches == []


def test_what_was_written_is_only_logged_when_the_loop_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    book = Book()
    book.pen.clear()
    scribe: Scribe[int, str] = Scribe(book.commit, book.done, loop)
    scribe.put(1)
    loop.close()
    with caplog.at_level(logging.WARNING, "community.live"):
        book.pen.set()
        scribe.close()
    assert (book.batches, book.told) == ([[1]], [])
    assert "The loop ended before 1 outcomes could be told; they are stored" in caplog.text


async def test_sixty_four_senders_share_few_transactions() -> None:
    book = Book()
    with scribe_of(book) as scribe:
        threads = [threading.Thread(target=scribe.put, args=(n,)) for n in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(5)
        await book.hears(lambda: sum(len(changes) for changes, _ in book.told) == 64)
    assert sorted(chain(*book.batches)) == list(range(64))
    assert [batch for batch, _ in book.told] == book.batches, "told in the order of the commits"
