"""Telling sockets what an action did: after its commit, from any thread, and never in its way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.db import connection, transaction

from community.live import news
from community.live.bus import PREFIX
from tests.services import RedisServer, start_redis


class Sockets:
    """A process that holds sockets, as far as news are concerned."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int, str]] = []
        self.moved: list[int] = []
        self.threads: set[int] = set()

    def publish(self, topic: str, epoch: int, frame: str) -> None:
        self.threads.add(threading.get_ident())
        self.heard.append((topic, epoch, frame))

    def access_moved(self, epoch: int) -> None:
        self.threads.add(threading.get_ident())
        self.moved.append(epoch)


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest.fixture
async def connected(sockets: Sockets) -> Any:
    loop = asyncio.get_running_loop()
    news.connect(loop, sockets.publish, sockets.access_moved)
    yield loop
    news.disconnect(loop)


@pytest.fixture(scope="module")
def messenger() -> Iterator[RedisServer]:
    server = start_redis()
    yield server
    server.close()


def tell_in_a_transaction(*, fail: bool = False) -> None:
    try:
        with transaction.atomic():
            news.tell("room:1", 7, "frame")
            news.tell_access_moved(8)
            if fail:
                raise ValueError
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
async def test_news_arrive_on_the_loop_after_the_commit(sockets: Sockets, connected: Any) -> None:
    await asyncio.to_thread(tell_in_a_transaction)
    await asyncio.sleep(0)
    assert (sockets.heard, sockets.moved) == ([("room:1", 7, "frame")], [8])
    assert sockets.threads == {threading.get_ident()}


@pytest.mark.django_db(transaction=True)
async def test_what_was_rolled_back_is_told_to_nobody(sockets: Sockets, connected: Any) -> None:
    with pytest.raises(ValueError):
        await asyncio.to_thread(tell_in_a_transaction, fail=True)
    await asyncio.sleep(0)
    assert (sockets.heard, sockets.moved) == ([], [])


async def test_another_loop_cannot_disconnect_this_one(sockets: Sockets, connected: Any) -> None:
    other = asyncio.new_event_loop()
    news.disconnect(other)
    other.close()
    news.tell_now("room:1", 1, "still heard")
    await asyncio.sleep(0)
    assert sockets.heard == [("room:1", 1, "still heard")]


def test_a_command_beside_the_servers_tells_them_through_redis(messenger: RedisServer, settings: Any) -> None:
    settings.REDIS_URL = messenger.url
    with redis.Redis.from_url(messenger.url, protocol=2) as client, client.pubsub() as listening:
        listening.subscribe(f"{PREFIX}room:1", f"{PREFIX}control")
        for _ in range(2):
            listening.get_message(timeout=2)
        news.tell_now("room:1", 7, "a frame")
        news.access_moved_now(8)
        found = [listening.get_message(timeout=2) for _ in range(2)]
    told = {(message["channel"], message["data"]) for message in found if message}
    assert told == {
        (b"community:room:1", b"outside 7\na frame"),
        (b"community:control", b'outside 8\n{"kind": "access"}'),
    }


def test_without_redis_a_command_leaves_it_to_the_beat(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = ""
    news.tell_now("room:1", 7, "a frame")
    assert caplog.text == ""  # nobody was even tried


def test_a_messenger_that_is_away_fails_no_action(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    news.tell_now("room:1", 7, "a frame")
    assert "Redis was not told" in caplog.text
