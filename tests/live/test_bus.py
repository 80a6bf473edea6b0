"""News between processes over a real Redis: a messenger that may lose, repeat, hang and come back."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
import redis

from community.live import bus as module
from community.live.bus import CONTROL, PREFIX, LocalBus, RedisBus
from tests.live.doorkeeper import until
from tests.services import RedisServer, start_redis

ROOM, OTHER = "room:1", "room:2"
Heard = list[tuple[str, int, str]]


class Ear:
    """One process at the bus, and what it heard."""

    def __init__(self, url: str) -> None:
        self.heard: Heard = []
        self.recovered = 0
        self.bus = RedisBus(url, self.hear, self.recover)

    def hear(self, topic: str, epoch: int, frame: str) -> None:
        self.heard.append((topic, epoch, frame))
        if frame == "not json":
            raise ValueError(frame)

    def recover(self) -> None:
        self.recovered += 1


Ears = Callable[[], Awaitable[Ear]]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    started = start_redis()
    yield started
    started.close()


@pytest.fixture
def messenger(server: RedisServer) -> Iterator[RedisServer]:
    yield server
    if server.process is None:
        server.start()
    else:
        server.process.send_signal(signal.SIGCONT)


@pytest.fixture
async def ears(messenger: RedisServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ears]:
    monkeypatch.setattr(module, "RECONNECT_S", 0.02)
    made: list[Ear] = []

    async def make() -> Ear:
        made.append(Ear(messenger.url))
        await made[-1].bus.subscribe(CONTROL)
        return made[-1]

    yield make
    for ear in made:
        await ear.bus.close()


def shout(messenger: RedisServer, topic: str, payload: bytes) -> None:
    with redis.Redis.from_url(messenger.url) as client:
        client.publish(PREFIX + topic, payload)


# ---- one process ------------------------------------------------------------------------------------


async def test_alone_there_is_nobody_to_tell() -> None:
    bus = LocalBus()
    await bus.subscribe(ROOM)
    bus.publish(ROOM, 1, "a frame")
    bus.unsubscribe(ROOM)
    await bus.close()


# ---- two processes ----------------------------------------------------------------------------------


async def test_what_one_process_publishes_the_others_hear_in_order_and_it_does_not_itself(ears: Ears) -> None:
    one, two = await ears(), await ears()
    await one.bus.subscribe(ROOM)
    await two.bus.subscribe(ROOM)
    for number in range(1_000):
        one.bus.publish(ROOM, number, f"frame {number}\nwith a second line")
    await until(lambda: len(two.heard) == 1_000)
    assert two.heard == [(ROOM, number, f"frame {number}\nwith a second line") for number in range(1_000)]
    assert one.heard == []


async def test_a_subscription_holds_from_the_moment_it_is_confirmed(ears: Ears) -> None:
    one, two = await ears(), await ears()
    for number in range(20):
        await two.bus.subscribe(f"room:{number}")
        one.bus.publish(f"room:{number}", 1, "at once")
    await until(lambda: len(two.heard) == 20)


async def test_only_what_was_subscribed_to_is_heard(ears: Ears) -> None:
    one, two = await ears(), await ears()
    await two.bus.subscribe(ROOM)
    one.bus.publish(OTHER, 1, "not for two")
    one.bus.publish(CONTROL, 2, "for all")
    one.bus.publish(ROOM, 3, "for two")
    await until(lambda: len(two.heard) == 2)
    assert {topic for topic, _, _ in two.heard} == {CONTROL, ROOM}


@pytest.mark.parametrize("pause_s", [0, 0.001, 0.02])
async def test_leaving_and_coming_back_ends_in_hearing(ears: Ears, messenger: RedisServer, pause_s: float) -> None:
    ear = await ears()
    for number in range(8):
        await ear.bus.subscribe(ROOM)
        await asyncio.to_thread(shout, messenger, ROOM, f"outside {number}\nheard".encode())
        await until(lambda: (ROOM, number, "heard") in ear.heard)  # noqa: B023  awaited within the turn
        ear.bus.unsubscribe(ROOM)
        await asyncio.sleep(pause_s)
    await until(lambda: ROOM not in ear.bus.confirmed)
    await asyncio.sleep(0.05)
    await asyncio.to_thread(shout, messenger, ROOM, b"outside 9\nunheard")
    await ear.bus.subscribe(OTHER)
    await asyncio.to_thread(shout, messenger, OTHER, b"outside 10\nthe end")
    await until(lambda: (OTHER, 10, "the end") in ear.heard)
    assert len(ear.heard) == 9


async def test_a_confirmation_that_comes_after_leaving_deafens_nobody(ears: Ears) -> None:
    """Two members cross in the door: what Redis says late about the first must not count for the second."""
    one, two = await ears(), await ears()
    first = asyncio.create_task(two.bus.subscribe(ROOM))
    await asyncio.sleep(0)
    two.bus.unsubscribe(ROOM)
    await asyncio.wait([first], timeout=2)
    await asyncio.sleep(0.05)
    two.bus.receive({"type": "subscribe", "channel": f"{PREFIX}{ROOM}".encode(), "data": 2})
    await two.bus.subscribe(ROOM)
    await asyncio.sleep(0.05)
    one.bus.publish(ROOM, 1, "heard")
    await until(lambda: two.heard == [(ROOM, 1, "heard")])


async def test_two_who_wait_for_the_same_room_wait_for_one_confirmation(ears: Ears) -> None:
    one, two = await ears(), await ears()
    await asyncio.gather(*(two.bus.subscribe(ROOM) for _ in range(5)))
    one.bus.publish(ROOM, 1, "once")
    await until(lambda: two.heard == [(ROOM, 1, "once")])
    assert two.bus.waiters == {}


@pytest.mark.parametrize("payload", [b"", b"hello", b"other notanumber\nframe", b"other 1\nnot json", b"\xff\xfe 1\nx"])
async def test_what_cannot_be_read_is_passed_over(
    ears: Ears, messenger: RedisServer, payload: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    ear = await ears()
    await ear.bus.subscribe(ROOM)
    await asyncio.to_thread(shout, messenger, ROOM, payload)
    await asyncio.to_thread(shout, messenger, ROOM, b"outside 7\na frame")
    await until(lambda: (ROOM, 7, "a frame") in ear.heard)
    assert "could not be read" in caplog.text


# ---- bad days ---------------------------------------------------------------------------------------


async def test_after_a_restart_of_redis_everything_is_heard_again_and_the_process_knows_that_it_missed_something(
    ears: Ears, messenger: RedisServer
) -> None:
    one, two = await ears(), await ears()
    for ear in (one, two):
        await ear.bus.subscribe(ROOM)
    await asyncio.to_thread(messenger.stop)
    one.bus.publish(ROOM, 1, "lost")
    await asyncio.to_thread(messenger.start)
    await until(lambda: one.recovered == two.recovered == 1)
    assert two.bus.confirmed == {CONTROL, ROOM}, "told only when it hears again"
    one.bus.publish(ROOM, 2, "heard")
    await until(lambda: (ROOM, 2, "heard") in two.heard)


async def test_the_first_frame_after_a_restart_that_nobody_noticed_is_heard(ears: Ears, messenger: RedisServer) -> None:
    """The connection that tells has died in a quiet hour, and only telling finds out."""
    one, two = await ears(), await ears()
    await two.bus.subscribe(ROOM)
    one.bus.publish(ROOM, 1, "before")
    await until(lambda: (ROOM, 1, "before") in two.heard)
    await asyncio.to_thread(messenger.stop)
    await asyncio.to_thread(messenger.start)
    await until(lambda: one.recovered == two.recovered == 1)
    one.bus.publish(ROOM, 2, "after")
    await until(lambda: (ROOM, 2, "after") in two.heard)


async def test_a_process_that_starts_without_redis_hears_as_soon_as_there_is_one(
    ears: Ears, messenger: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "SUBSCRIBE_BUDGET_S", 0.05)
    await asyncio.to_thread(messenger.stop)
    one, two = await ears(), await ears()
    await two.bus.subscribe(ROOM)
    assert "Redis did not confirm a subscription in time" in caplog.text
    await asyncio.to_thread(messenger.start)
    await until(lambda: ROOM in two.bus.confirmed and two.bus.waiters == {})
    one.bus.publish(ROOM, 1, "heard")
    await until(lambda: two.heard == [(ROOM, 1, "heard")])


async def test_a_redis_that_hangs_is_given_up_and_found_again(
    ears: Ears, messenger: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A connection cut without a word (a firewall, a dead host) says nothing: only asking finds out."""
    monkeypatch.setattr(module, "SILENCE_S", 0.1)
    ear = await ears()
    await ear.bus.subscribe(ROOM)
    await asyncio.sleep(0.35)
    assert "does not answer" not in caplog.text, "a quiet evening is no failure"
    assert messenger.process is not None
    messenger.process.send_signal(signal.SIGSTOP)
    await until(lambda: "it does not answer" in caplog.text)
    messenger.process.send_signal(signal.SIGCONT)
    await until(lambda: ear.recovered >= 1)
    await asyncio.to_thread(shout, messenger, ROOM, b"outside 7\na frame")
    await until(lambda: ear.heard == [(ROOM, 7, "a frame")])


async def test_publishing_never_waits_longer_than_its_budget(
    ears: Ears, messenger: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    ear = await ears()
    ear.bus.publish(ROOM, 1, "opens the connection")
    await until(lambda: ear.bus.outgoing.empty())
    assert messenger.process is not None
    messenger.process.send_signal(signal.SIGSTOP)
    began = asyncio.get_running_loop().time()
    ear.bus.publish(ROOM, 2, "a frame")
    assert asyncio.get_running_loop().time() - began < 0.05
    await until(lambda: "Redis did not take 1 frames" in caplog.text, within=module.PUBLISH_BUDGET_S + 1)


async def test_what_redis_does_not_take_is_bounded(
    messenger: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "QUEUE_LIMIT", 3)
    ear = Ear(messenger.url)
    with caplog.at_level(logging.WARNING):
        for number in range(5):
            ear.bus.publish(ROOM, number, "frame")
    assert caplog.text.count("Redis does not take what is published") == 2
    await ear.bus.close()


async def test_a_failure_while_subscribing_starts_over(
    ears: Ears, messenger: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SUBSCRIBE_BUDGET_S", 0.05)
    ear = await ears()
    await asyncio.to_thread(messenger.stop)
    await ear.bus.subscribe(ROOM)
    await asyncio.to_thread(messenger.start)
    await until(lambda: ROOM in ear.bus.confirmed)


async def test_a_closed_bus_leaves_nothing_running(messenger: RedisServer) -> None:
    ear = Ear(messenger.url)
    await ear.bus.subscribe(ROOM)
    await ear.bus.close()
    assert all(task.done() for task in ear.bus.tasks)
    assert {task for task in asyncio.all_tasks() if "RedisBus" in repr(task)} == set()
