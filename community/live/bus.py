"""News between processes. In one process it is a function call; with Redis it is pub/sub, and only a messenger:
it may lose, repeat or reorder anything, and nobody loses a word, because every frame can be had again by `rev`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import Any, Protocol

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

logger = logging.getLogger("community.live")

CONTROL = "control"  # the topic every process listens to: access moved, presence of other processes
PUBLISH_BUDGET_S = 0.25
SUBSCRIBE_BUDGET_S = 1.0
RECONNECT_S = 0.5
SILENCE_S = 5  # so often Redis is asked whether it is still there, and for so long it may leave that unanswered
QUEUE_LIMIT = 10_000
PREFIX = "community:"

Deliver = Callable[[str, int, str], None]  # topic, epoch, frame


class Bus(Protocol):
    """`publish` is for the event loop's thread, returns at once and never raises.

    `subscribe` returns when the messenger confirmed it, or when waiting longer would only keep a member waiting.
    """

    def publish(self, topic: str, epoch: int, frame: str) -> None: ...
    async def subscribe(self, topic: str) -> None: ...
    def unsubscribe(self, topic: str) -> None: ...
    async def close(self) -> None: ...


class LocalBus:
    """One process: there is nobody else to tell."""

    def publish(self, topic: str, epoch: int, frame: str) -> None:
        return

    async def subscribe(self, topic: str) -> None:
        return

    def unsubscribe(self, topic: str) -> None:
        return

    async def close(self) -> None:
        return


class RedisBus:
    """One connection that listens and one that tells; one subscription a topic with local listeners."""

    def __init__(self, url: str, deliver: Deliver, recovered: Callable[[], None]) -> None:
        self.deliver = deliver
        self.recovered = recovered  # called after a lost connection is back: what was missed must be synced
        self.process = secrets.token_hex(4)
        # redis-py 8 gives up after 5 s of silence unless told otherwise (redis/redis-py#4091). Its own retries would
        # come back in silence, and hide that what was published meanwhile is lost.
        self.client = redis.asyncio.from_url(
            url, socket_timeout=None, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
        )
        self.topics: set[str] = {CONTROL}
        self.confirmed: set[str] = set()
        self.waiters: dict[str, asyncio.Future[None]] = {}
        self.wanted = asyncio.Event()
        self.silent = False
        self.outgoing: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(QUEUE_LIMIT)
        self.tasks = [asyncio.create_task(self.listen()), asyncio.create_task(self.tell())]

    def publish(self, topic: str, epoch: int, frame: str) -> None:
        try:
            self.outgoing.put_nowait((topic, f"{self.process} {epoch}\n{frame}".encode()))
        except asyncio.QueueFull:
            logger.warning("Redis does not take what is published; the beat will heal it")

    async def subscribe(self, topic: str) -> None:
        self.topics.add(topic)
        self.wanted.set()
        if topic in self.confirmed:
            return
        waiter = self.waiters.setdefault(topic, asyncio.get_running_loop().create_future())
        try:
            await asyncio.wait_for(asyncio.shield(waiter), SUBSCRIBE_BUDGET_S)
        except TimeoutError:
            logger.warning("Redis did not confirm a subscription in time; the beat will heal what is missed")

    def unsubscribe(self, topic: str) -> None:
        self.topics.discard(topic)
        self.wanted.set()

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.client.aclose()

    async def tell(self) -> None:
        """Everything that waits goes out in one round trip, within the budget or not at all."""
        while True:
            items = [await self.outgoing.get()]
            while not self.outgoing.empty():
                items.append(self.outgoing.get_nowait())
            try:
                async with asyncio.timeout(PUBLISH_BUDGET_S):
                    await self.carry(items)
            except (redis.RedisError, OSError, TimeoutError) as error:
                logger.warning("Redis did not take %d frames (%s); the beat will heal it", len(items), error)

    async def carry(self, items: list[tuple[str, bytes]]) -> None:
        """A connection that died in a quiet hour is found out by telling; the second try has another one."""
        try:
            await self.send(items)
        except redis.ConnectionError:
            await self.send(items)

    async def send(self, items: list[tuple[str, bytes]]) -> None:
        pipe = self.client.pipeline(transaction=False)
        for topic, payload in items:
            pipe.publish(PREFIX + topic, payload)
        await pipe.execute()

    async def listen(self) -> None:
        first = True
        while True:
            try:
                await self.listen_once(resuming=not first)
            except (redis.RedisError, OSError) as error:
                logger.warning("The connection to Redis was lost (%s); trying again", error)
            first = False
            await asyncio.sleep(RECONNECT_S)

    async def listen_once(self, *, resuming: bool) -> None:
        """Until the connection is lost: each of the three tasks ends only by failing."""
        async with self.client.pubsub() as pubsub:
            asked: set[str] = set()
            await self.align(pubsub, asked)
            work = (self.hear(pubsub, asked, resuming=resuming), self.keep_aligned(pubsub, asked), self.watch(pubsub))
            tasks = [asyncio.create_task(part) for part in work]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                done.pop().result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                self.confirmed.clear()

    async def hear(self, pubsub: Any, asked: set[str], *, resuming: bool) -> None:
        while True:
            message = await pubsub.get_message(timeout=None)
            self.silent = False
            self.receive(message)
            if resuming and self.confirmed >= asked:
                resuming = False
                self.recovered()

    async def watch(self, pubsub: Any) -> None:
        """A connection that was cut without a word says nothing: only asking finds out."""
        while True:
            self.silent = True
            await pubsub.ping()
            await asyncio.sleep(SILENCE_S)
            if self.silent:
                raise redis.ConnectionError("it does not answer")

    async def keep_aligned(self, pubsub: Any, asked: set[str]) -> None:
        while True:
            await self.wanted.wait()
            await self.align(pubsub, asked)

    async def align(self, pubsub: Any, asked: set[str]) -> None:
        """Make Redis's idea of what we listen to equal to ours."""
        self.wanted.clear()
        missing, surplus = self.topics - asked, asked - self.topics
        if missing:
            asked |= missing
            await pubsub.subscribe(*(PREFIX + topic for topic in missing))
        if surplus:
            asked -= surplus
            self.confirmed -= surplus
            await pubsub.unsubscribe(*(PREFIX + topic for topic in surplus))

    def receive(self, message: dict[str, Any]) -> None:
        if message["type"] == "pong":
            return
        topic = message["channel"].decode().removeprefix(PREFIX)
        if message["type"] == "message":
            try:
                self.take(topic, message["data"].decode())
            except (ValueError, KeyError, TypeError) as error:  # of another version, or not from us
                logger.warning("Redis brought something that could not be read (%r); the beat will heal it", error)
        elif message["type"] == "unsubscribe":
            self.confirmed.discard(topic)
        else:
            self.confirmed.add(topic)
            waiter = self.waiters.pop(topic, None)
            if waiter is not None and not waiter.done():
                waiter.set_result(None)

    def take(self, topic: str, payload: str) -> None:
        head, _, frame = payload.partition("\n")
        process, _, epoch = head.partition(" ")
        if process != self.process:
            self.deliver(topic, int(epoch), frame)
