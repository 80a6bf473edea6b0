"""`manage.py serve`: what it says when it cannot, and how several processes share one port."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from community.live.protocol import Close
from tests import cast
from tests.harness.community import Community, Server
from tests.harness.tab import Tab
from tests.server.conftest import STAND, Founding
from tests.server.holding import held, until
from tests.server.test_drain import refuses

SEVERAL = [*STAND, "--processes", "2"]
TABS = 16


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_port_in_use_is_said_so(taken: int) -> None:
    words = f"Port {taken} on 127.0.0.1 is in use, perhaps by a community that runs already. Try --port {taken + 1}."
    with pytest.raises(CommandError, match=words):
        call_command("serve", port=taken)


def test_an_address_of_another_machine_is_said_so() -> None:
    with pytest.raises(CommandError, match=r"Port 8000 on 192.0.2.1 cannot be used: Cannot assign requested address"):
        call_command("serve", host="192.0.2.1", port=8000)


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_is_none_is_said_so(port: int) -> None:
    with pytest.raises(CommandError, match=f"Ports are numbers from 0 to 65535, not {port}"):
        call_command("serve", port=port)


@pytest.mark.parametrize("missing", ["REDIS_URL", "DATABASE_URL"])
def test_several_processes_need_what_they_share(settings: Any, missing: str) -> None:
    settings.REDIS_URL, settings.DATABASE_URL = "redis://127.0.0.1", "postgres://127.0.0.1"
    setattr(settings, missing, "")
    with pytest.raises(CommandError, match=r"need DATABASE_URL \(PostgreSQL\) and REDIS_URL"):
        call_command("serve", processes=2)


# ---- several processes on one port ------------------------------------------------------------------


def children(server: Server) -> set[int]:
    assert server.process is not None
    pid = server.process.pid
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.fixture
def crew(founding: Founding) -> Iterator[Community]:
    with founding("crew", kind="postgres", command=SEVERAL) as stand:
        yield stand


def test_a_killed_process_is_replaced_and_its_sockets_come_back(crew: Community) -> None:
    server = crew.servers[0]
    with crew.inside():
        world = cast.build()
        killed, other = sorted(children(server))
        with resting(other):
            theirs = enter(crew, world)
        with resting(killed):
            tabs = [*theirs, *enter(crew, world)]
        os.kill(killed, signal.SIGKILL)
        until(lambda: not is_alive(killed))
        assert {crew.browser(None).get("/health/").status for _ in range(20)} == {200}, "the other goes on"
        until(lambda: len(children(server)) == 2)
        assert killed not in children(server)
        assert [tab for tab in tabs if ended(tab)] == theirs
        again = enter(crew, world)
        assert again[0].says(world.room, "Here I am again")["type"] == "ack"
        for tab in [*tabs[TABS:], *again[1:]]:
            assert tab.hears("message")["message"]["body"] == "Here I am again"
    assert "ended (9); starting another" in server.words()


@contextlib.contextmanager
def resting(pid: int) -> Iterator[None]:
    """A process that takes no connection meanwhile, so that the others do: the kernel deals them out by chance."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def enter(crew: Community, world: cast.World) -> list[Tab]:
    tabs = [crew.tab(world.people[name]) for name in ("ada", "ben", "fay", "ron") for _ in range(TABS // 4)]
    for tab in tabs:
        tab.enter(world.room)
    return tabs


def ended(tab: Tab) -> bool:
    """After everything that was sent to it before."""
    while tab.listen(0.2):
        pass
    return tab.ending is not None


def test_told_to_stop_all_of_them_end_in_order(crew: Community) -> None:
    server = crew.servers[0]
    with crew.inside():
        tabs = enter(crew, cast.build())
    both = children(server)
    with held(crew, "ada", "ben", "cleo", "fay") as requests:
        server.terminate()
        assert [tab.ends()[0] for tab in tabs] == [Close.RESTART] * TABS
    assert [request.answer().status for request in requests] == [200] * 4
    assert server.ended() == 0
    assert not any(is_alive(pid) for pid in both)
    assert refuses(server)


def test_told_to_stop_while_one_is_being_replaced_none_stays(crew: Community) -> None:
    server = crew.servers[0]
    first = children(server)
    os.kill(min(first), signal.SIGKILL)
    until(lambda: "starting another" in server.words())
    server.terminate()
    assert server.ended() == 0
    assert not any(is_alive(pid) for pid in first)
    assert refuses(server)
