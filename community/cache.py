"""The shared cache (sign-in limits live there), which goes on per process while Redis is away."""

from __future__ import annotations

import logging
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger("community.cache")

# Django keeps 300: then a few hundred strangers who try to sign in would push out the count of tries at one account.
REMEMBERED = 20_000


class ProcessCache(LocMemCache):
    """This process's memory, large enough for limits."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, {**params, "OPTIONS": {"MAX_ENTRIES": REMEMBERED}})


class ForgivingRedisCache(RedisCache):
    """Redis, or this process's memory while Redis does not answer: signing in must not depend on a messenger."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.here = ProcessCache("fallback", params)

    def either(self, method: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), method)(*args, **kwargs)
        except redis.RedisError as error:
            logger.warning("Redis is away (%s); the cache is this process's own", error)
            return getattr(self.here, method)(*args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("get", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("get_many", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("set_many", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("set", *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("add", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("delete", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("incr", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("touch", *args, **kwargs)
