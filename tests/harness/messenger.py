"""A Redis that is a bad messenger: what it carries between processes it may lose, repeat or bring in another order.

Only what is published suffers; whatever else is asked of it is answered as ever.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from typing import Any

from tests.services import RedisServer, free_port

Carry = Callable[[bytes, random.Random], list[tuple[float, bytes]]]  # a message → when (s) and what is brought


def faithful(message: bytes, chance: random.Random) -> list[tuple[float, bytes]]:
    return [(0.0, message)]


def losing(share: float) -> Carry:
    return lambda message, chance: [] if chance.random() < share else [(0.0, message)]


def repeating(message: bytes, chance: random.Random) -> list[tuple[float, bytes]]:
    return [(0.0, message)] + [(chance.random() * 0.5, message) for _ in range(4)]


def shuffling(message: bytes, chance: random.Random) -> list[tuple[float, bytes]]:
    return [(chance.random(), message)]


class Messenger:
    """Between the community and its Redis. `carry` may be changed at any time."""

    def __init__(self, redis: RedisServer, *, seed: int) -> None:
        self.redis = redis
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.begin(seed)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="messenger", daemon=True)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.open(), self.loop).result(10)

    def begin(self, seed: int) -> None:
        """As good as new, with another chance."""
        self.carry: Carry = faithful
        self.chance = random.Random(seed)
        self.brought = self.lost = 0

    async def open(self) -> None:
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", self.port)

    def close(self) -> None:
        async def end() -> None:
            self.server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, ours = await asyncio.open_connection("127.0.0.1", self.redis.port)
        except OSError:
            writer.close()
            return
        both = [asyncio.ensure_future(self.asks(reader, ours)), asyncio.ensure_future(self.answers(theirs, writer))]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            pass  # the end of the test; a stream's task that is cancelled would be told of as an error
        finally:
            for part in both:
                part.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            writer.close()
            ours.close()

    async def asks(self, reader: asyncio.StreamReader, ours: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            ours.write(data)

    async def answers(self, theirs: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            value = await whole(theirs)
            if not value.startswith((b">3\r\n$7\r\nmessage\r\n", b"*3\r\n$7\r\nmessage\r\n")):
                writer.write(value)
                continue
            carried = self.carry(value, self.chance)
            self.brought += len(carried)
            self.lost += not carried
            for wait, message in carried:
                if wait:
                    self.loop.call_later(wait, write, writer, message)
                else:
                    writer.write(message)


def write(writer: asyncio.StreamWriter, data: bytes) -> None:
    if not writer.is_closing():
        writer.write(data)


async def whole(reader: asyncio.StreamReader) -> bytes:
    """One value of Redis's protocol, with everything in it, as bytes."""
    line = await reader.readuntil(b"\r\n")
    kind, count = line[:1], line[1:-2]
    if kind in b"$=!" and count != b"-1":
        return line + await reader.readexactly(int(count) + 2)
    parts: list[Any] = [line]
    if kind in b"*>~%" and count != b"-1":
        for _ in range(int(count) * (2 if kind == b"%" else 1)):
            parts.append(await whole(reader))
    return b"".join(parts)
