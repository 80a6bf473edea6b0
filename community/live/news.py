"""How actions tell the sockets what they did: after the commit, from whatever thread they ran in.

An action never waits for a messenger and never fails because of one: what is not heard is found by the beat.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import transaction

from community.live.bus import CONTROL, PREFIX

logger = logging.getLogger("community.live")

Publish = Callable[[str, int, str], None]
_loop: asyncio.AbstractEventLoop | None = None
_publish: Publish | None = None
_access_moved: Callable[[int], None] | None = None


def connect(loop: asyncio.AbstractEventLoop, publish: Publish, access_moved: Callable[[int], None]) -> None:
    """Called by the process that holds sockets."""
    global _loop, _publish, _access_moved
    _loop, _publish, _access_moved = loop, publish, access_moved


def disconnect(loop: asyncio.AbstractEventLoop) -> None:
    global _loop, _publish, _access_moved
    if _loop is loop:
        _loop = _publish = _access_moved = None


def tell(topic: str, epoch: int, frame: str) -> None:
    """After this transaction commits, tell who listens to `topic`. `epoch` is what `epoch.hold()` said in it."""
    transaction.on_commit(lambda: tell_now(topic, epoch, frame))


def tell_access_moved(epoch: int) -> None:
    """After this transaction commits, re-check every socket everywhere."""
    transaction.on_commit(lambda: access_moved_now(epoch))


def tell_now(topic: str, epoch: int, frame: str) -> None:
    if _loop is not None and _publish is not None:
        _loop.call_soon_threadsafe(_publish, topic, epoch, frame)
    else:
        tell_from_outside(topic, epoch, frame)


def access_moved_now(epoch: int) -> None:
    if _loop is not None and _access_moved is not None:
        _loop.call_soon_threadsafe(_access_moved, epoch)
    else:
        tell_from_outside(CONTROL, epoch, json.dumps({"kind": "access"}))


def tell_from_outside(topic: str, epoch: int, frame: str) -> None:
    """From a command beside the servers. Without Redis there is one server, and its beat finds out by itself."""
    if not settings.REDIS_URL:
        return
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.25, socket_connect_timeout=0.25)
        client.publish(PREFIX + topic, f"outside {epoch}\n{frame}".encode())
        client.close()
    except redis.RedisError as error:
        logger.warning("Redis was not told (%s); the beat will heal it", error)
