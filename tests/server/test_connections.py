"""Threads live long and keep their connections: few of them however many ask, and each heals by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from django.templatetags.static import static

from community.live.process import READ_THREADS
from tests import cast
from tests.harness.browser import Browser
from tests.harness.community import Community
from tests.server.conftest import Founding
from tests.server.holding import held, until
from tests.server.measuring import open_files

THREADS = 3
WORKER = 1  # jobs are carried out by a thread of their own, which looks every second
MOST = THREADS + READ_THREADS + WORKER
BESIDE = 12
PAGE = "/forum/"
FEW = {"COMMUNITY_THREADS": str(THREADS)}
AWAY = r"OperationalError|Internal Server Error|Traceback|A beat failed|could not be re-checked"


@dataclass(frozen=True, slots=True)
class Watched:
    """A community on PostgreSQL, Ada's browser, and somebody who counts the connections to its database."""

    stand: Community
    ada: Browser
    counter: psycopg.Connection[tuple[int]]
    name: str

    def connections(self) -> set[int]:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
        return {pid for (pid,) in self.counter.execute(asked, [self.name])}

    def break_all(self) -> None:
        """What a restart of the database does to those who are connected."""
        asked = "SELECT pg_terminate_backend(pid)::int FROM pg_stat_activity WHERE datname = %s"
        self.counter.execute(asked, [self.name])
        until(lambda: not self.connections())

    @contextmanager
    def away(self) -> Iterator[None]:
        """The database takes nobody."""
        for allowed in (False, True):
            self.counter.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS {allowed}'.encode())
            if not allowed:
                self.break_all()
                yield

    def pages(self, number: int) -> list[int]:
        """So many at once."""
        with ThreadPoolExecutor(number) as pool:
            return [answer.status for answer in pool.map(lambda _: self.ada.get(PAGE), range(number))]


@pytest.fixture(scope="module")
def community(founding: Founding) -> Iterator[Watched]:
    with founding("watched", kind="postgres", environment=FEW, expected=AWAY) as stand:
        with stand.inside():
            ada = stand.browser(cast.build().ada)
        place, _, name = stand.database.url.rpartition("/")
        with psycopg.connect(f"{place}/postgres", autocommit=True) as counter:
            yield Watched(stand, ada, counter, name)


def test_whatever_number_asks_at_once_few_connections_serve_them(community: Watched) -> None:
    assert set(community.pages(BESIDE)) == {200}
    first = community.connections()
    for _ in range(5):
        assert set(community.pages(BESIDE)) == {200}
    assert 0 < len(first) <= MOST
    assert len(first | community.connections()) <= MOST, "the same ones, not new ones each time"


def test_broken_connections_heal_before_anybody_notices(community: Watched) -> None:
    before = len(community.stand.words())
    for _ in range(3):
        assert set(community.pages(BESIDE)) == {200}
        community.break_all()
    assert set(community.pages(BESIDE)) == {200}
    assert "Traceback" not in community.stand.words()[before:]


def test_a_database_that_is_away_is_said_so_and_found_again(community: Watched) -> None:
    """Nobody is shown the inside, what needs no database goes on, and nothing has to be started anew."""
    with community.away():
        answer = community.ada.get(PAGE)
        assert (answer.status, b"Something broke on our side" in answer.body) == (500, True)
        assert b"database" not in answer.body
        assert community.ada.get(static("css/site.css")).status == 200
    assert set(community.pages(BESIDE)) == {200}


def test_sqlite_too_is_opened_once_a_thread(founding: Founding) -> None:
    with founding("counted", kind="sqlite", environment=FEW) as stand:
        with stand.inside():
            ada = stand.browser(cast.build().ada)
        for _ in range(3):
            with ThreadPoolExecutor(BESIDE) as pool:
                assert {answer.status for answer in pool.map(lambda _: ada.get(PAGE), range(BESIDE))} == {200}
        opened = [name for name in open_files(stand.servers[0], stand.folder) if name.endswith("community.sqlite3")]
        assert 0 < len(opened) <= MOST


def test_ada_enters_her_room_and_talks_while_every_page_is_stuck(founding: Founding) -> None:
    """The wire reads in threads of its own."""
    with founding("stuck", environment={"COMMUNITY_THREADS": "1"}) as stand, stand.inside():
        world = cast.build()
        with held(stand, "ben"):
            began = time.monotonic()
            ada = stand.tab(world.ada)
            ada.enter(world.room)
            assert ada.says(world.room, "Is anybody here?")["type"] == "ack"
            assert time.monotonic() - began < 3
