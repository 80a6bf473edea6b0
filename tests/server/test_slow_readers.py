"""Answers go out at the pace of who reads them: nobody's slowness costs the others time or memory."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count

import pytest
from django.test import override_settings

from community.files import actions
from community.files.models import Upload
from tests import cast
from tests.harness.community import Community
from tests.server.conftest import Founding
from tests.server.holding import until
from tests.server.measuring import MEGABYTE, beside, cost_of, open_files
from tests.server.wires import SMALL_BUFFER, Wire, head, wire

LINE = b"What we learned this year about rent, teachers and children.\n"
CONTENT = (LINE * (25 * MEGABYTE // len(LINE) + 1))[: 25 * MEGABYTE]
QUICK_S = 0.5
marks = count(1)
SHORT = {"STAND_STUCK_S": "0.5"}


class Shelf:
    """A community in which Ada has a file of 25 MB, and the line of the request for it."""

    def __init__(self, stand: Community) -> None:
        self.stand, self.server = stand, stand.servers[0]
        with stand.inside(), override_settings(MEDIA_ROOT=stand.folder / "files"):
            browser = stand.browser(ada := cast.build(f"-{next(marks)}").ada)
            self.upload: Upload = actions.keep(ada.pk, "year.txt", io.BytesIO(CONTENT))
        self.identity = [f"{name}: {value}" for name, value in browser.identity().items()]

    def asks(self, who: Wire, method: str = "GET") -> None:
        who.say(head(f"{method} /files/{self.upload.pk}/", *self.identity))

    def is_open(self) -> bool:
        return bool(open_files(self.server, self.stand.folder / "files"))


@pytest.fixture(scope="module")
def shelf(founding: Founding) -> Iterator[Shelf]:
    """Whoever takes nothing for half a second is gone."""
    with founding("shelf", environment=SHORT) as stand:
        yield Shelf(stand)


@pytest.fixture(scope="module")
def patient_shelf(stand: Community) -> Shelf:
    return Shelf(stand)


def test_eight_slow_readers_cost_neither_memory_nor_time(patient_shelf: Shelf) -> None:
    shelf = patient_shelf
    with cost_of(shelf.server) as cost, ExitStack() as open_wires:
        readers = [open_wires.enter_context(wire(shelf.server.port, buffer=SMALL_BUFFER)) for _ in range(8)]
        for reader in readers:
            shelf.asks(reader)

        def read_a_little() -> None:
            for _ in range(50):
                for reader in readers:
                    assert reader.socket.recv(4096)
                time.sleep(0.01)

        beside(cost, shelf.server.port, read_a_little)
    assert cost.memory < 30 * MEGABYTE
    assert cost.slowest < QUICK_S
    until(lambda: not shelf.is_open())


def test_a_slow_reader_gets_the_whole_file(shelf: Shelf) -> None:
    """Slower than a full buffer in the time after which a reader is given up; but never standing still."""
    with wire(shelf.server.port, buffer=SMALL_BUFFER) as ada:
        shelf.asks(ada)
        time.sleep(0.3)
        read, end = b"", time.monotonic() + 2.5
        while time.monotonic() < end:
            read += ada.socket.recv(16 * 1024)
            time.sleep(0.05)
        start = read.index(b"\r\n\r\n") + 4
        read += ada.take(start + len(CONTENT) - len(read))
    assert read[start:] == CONTENT


def test_a_reader_who_stops_for_good_is_let_go(shelf: Shelf) -> None:
    with wire(shelf.server.port, buffer=SMALL_BUFFER) as ada:
        shelf.asks(ada)
        assert ada.socket.recv(4096)
        until(shelf.is_open)
        until(lambda: not shelf.is_open(), missing="the file of who is gone stays open")
        with pytest.raises(ConnectionError):
            ada.take(len(CONTENT))


def test_ada_who_leaves_in_the_middle_ends_the_work(patient_shelf: Shelf) -> None:
    shelf = patient_shelf
    with wire(shelf.server.port, buffer=SMALL_BUFFER) as ada:
        shelf.asks(ada)
        assert ada.socket.recv(4096)
        until(shelf.is_open)
    until(lambda: not shelf.is_open(), within=3, missing="the file of who is gone stays open")


def test_a_file_arrives_as_it_is(patient_shelf: Shelf) -> None:
    with wire(patient_shelf.server.port) as ada:
        patient_shelf.asks(ada)
        answer = ada.reply()
        assert (answer.status, answer.headers["content-length"]) == (200, str(len(CONTENT)))
        assert answer.body == CONTENT
        patient_shelf.asks(ada)
        assert ada.reply().body == CONTENT, "the connection serves the next request"


def test_asking_for_the_head_of_a_file_brings_none_of_it(patient_shelf: Shelf) -> None:
    """Bytes after a head would be read as the answer to the next request."""
    with wire(patient_shelf.server.port) as ada:
        patient_shelf.asks(ada, "HEAD")
        answer = ada.reply("HEAD")
        assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(len(CONTENT)), b"")
        ada.say(head("GET /health/"))
        assert ada.reply().body == b"ok\n"
