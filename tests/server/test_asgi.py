"""Pages and the live wire beside each other: how the wire is started, and what happens when it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connections
from websockets.exceptions import InvalidStatus

from community.live.protocol import SUBPROTOCOL, Close
from tests import cast
from tests.cast import World
from tests.harness.community import Community
from tests.server.asking import Asking, ask
from tests.server.conftest import Founding, end_threads
from tests.verbs import session_of

if TYPE_CHECKING:
    from community.asgi import Application

ORIGIN = (b"origin", b"http://testserver")


@pytest.fixture
async def application(collected: None) -> AsyncIterator[Application]:
    """Imported late: at once it looks for the static files."""
    from community.asgi import Application

    made = Application()
    yield made
    await made.live.drain()
    end_threads(made.pages)


def tab(path: str = "/live/", key: str = "", headers: tuple[tuple[bytes, bytes], ...] = (ORIGIN,)) -> Asking:
    """A WebSocket that wants in."""
    cookie = (b"cookie", f"sessionid={key}".encode())
    asking = Asking({"type": "websocket", "path": path, "headers": [*headers, cookie], "subprotocols": [SUBPROTOCOL]})
    asking.incoming.put_nowait({"type": "websocket.connect"})
    return asking


async def types(asking: Asking, application: Application, number: int) -> list[str]:
    """The first things it is told."""
    asking.begin(application)
    async with asyncio.timeout(5):
        while len(asking.sent) < number:
            await asyncio.sleep(0.005)
    return [message["type"] for message in asking.sent]


async def ends(asking: Asking) -> None:
    asking.incoming.put_nowait({"type": "websocket.disconnect", "code": 1001})
    assert asking.task is not None
    await asking.task


async def test_a_socket_on_another_path_is_turned_away(application: Application) -> None:
    asking = tab("/other/")
    assert await types(asking, application, 1) == ["websocket.close"]
    await ends(asking)
    assert application.live.starting is None, "and starts nothing"


@pytest.mark.parametrize("headers", [(), ((b"origin", b"http://evil.test"),), ((b"origin", b"https://testserver"),)])
async def test_a_socket_from_another_site_is_turned_away(application: Application, headers: Any) -> None:
    asking = tab(headers=headers)
    assert await types(asking, application, 1) == ["websocket.close"]
    await ends(asking)
    assert application.live.starting is None


async def test_ten_who_come_at_once_start_the_wire_once(lasting_world: World, application: Application) -> None:
    answers = await asyncio.gather(*(ask(application, "/health/") for _ in range(10)))
    assert {answer.status for answer in answers} == {200}
    assert application.live.starting is not None
    first = application.live.starting
    asking = tab(key=await asyncio.to_thread(key_from_afar, lasting_world.ada))
    assert await types(asking, application, 2) == ["websocket.accept", "websocket.send"]
    assert application.live.starting is first
    await ends(asking)


def key_of(member: cast.Member) -> str:
    return session_of(member).session_key or ""


def key_from_afar(member: cast.Member) -> str:
    """From a thread that is not the test's: the connection it opened there would stay open after it."""
    try:
        return key_of(member)
    finally:
        connections.close_all()


async def test_without_a_database_pages_go_on_and_sockets_are_turned_away(application: Application) -> None:
    """No test without the mark may touch one, so here it is away."""
    answers = await asyncio.gather(*(ask(application, "/health/") for _ in range(10)))
    assert {answer.status for answer in answers} == {200}
    first = application.live.starting
    assert first is not None
    assert first.exception() is not None
    assert (await ask(application, "/health/")).status == 200
    assert application.live.starting is first, "the next page does not wait for another try"
    asking = tab()
    assert await types(asking, application, 1) == ["websocket.close"]
    await ends(asking)
    assert application.live.starting is not first, "the next socket tries again"


async def test_after_a_while_a_page_too_tries_again(application: Application) -> None:
    await ask(application, "/health/")
    first = application.live.starting
    application.live.again_at = asyncio.get_running_loop().time()
    await ask(application, "/health/")
    assert application.live.starting is not first


async def test_drained_before_the_first_request_nothing_is_started_any_more(application: Application) -> None:
    await application.live.drain()
    asking = tab()
    assert await types(asking, application, 1) == ["websocket.close"]
    await ends(asking)
    assert (await ask(application, "/health/")).status == 200
    assert application.live.starting is None


async def test_ada_who_comes_during_the_drain_is_sent_elsewhere(lasting_world: World, application: Application) -> None:
    key = await asyncio.to_thread(key_from_afar, lasting_world.ada)
    await ask(application, "/health/")
    await application.live.drain()
    asking = tab(key=key)
    assert await types(asking, application, 2) == ["websocket.accept", "websocket.close"]
    assert asking.sent[1]["code"] == Close.RESTART
    await ends(asking)


# ---- in a real server ---------------------------------------------------------------------------------


@contextmanager
def away(community: Community) -> Any:
    """Its database takes nobody until the block ends."""
    place, _, name = community.database.url.rpartition("/")
    with psycopg.connect(f"{place}/postgres", autocommit=True) as main:
        main.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        yield
        main.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


def test_a_server_that_starts_before_its_database_finds_it_later(founding: Founding) -> None:
    stand = founding("early", kind="postgres", expected="could not be started")
    with stand.inside():
        ada = cast.build().ada
        key = key_of(ada)
    with away(stand):
        stand.__enter__()
        with pytest.raises(InvalidStatus, match="403"):
            stand.tab(key)
    try:
        assert stand.tab(key).welcome["member"]["handle"] == "ada"
    finally:
        stand.__exit__(None, None, None)
