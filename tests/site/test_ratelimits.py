"""How often anybody may do a thing: counted exactly by many at once, in one process and over Redis."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from community import ratelimits
from community.cache import ForgivingRedisCache, ProcessCache
from community.ratelimits import BUDGETS, Budget
from tests.cast import PASSWORD, World
from tests.crowd import at_once
from tests.services import RedisServer, start_redis


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """A Redis of this file's own, which may be stopped and started."""
    server = start_redis()
    yield server
    server.close()


@pytest.fixture
def over_redis(redis: RedisServer, settings: Any) -> Iterator[RedisServer]:
    """Limits are counted there, by every process."""
    settings.REDIS_URL = redis.url
    options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    backend = "community.cache.ForgivingRedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": redis.url, "OPTIONS": options}}
    ratelimits.client.cache_clear()
    if redis.process is None:
        redis.start()
    ratelimits.client().flushall()
    yield redis
    if redis.process is None:
        redis.start()
    ratelimits.client.cache_clear()
    caches["default"].here.clear()  # type: ignore[attr-defined]


@pytest.fixture(params=["here", "over_redis"])
def counted(request: Any, settings: Any) -> None:
    """Once in this process alone, once over Redis."""
    if request.param == "over_redis":
        request.getfixturevalue("over_redis")
    else:
        settings.REDIS_URL = ""


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUDGETS, "five", Budget(5, 60, "Five a minute."))
    monkeypatch.setitem(BUDGETS, "blink", Budget(1, 1, "One a second."))


def test_as_many_as_the_budget_says_and_then_a_time_to_wait(counted: None, five: None) -> None:
    waits = [ratelimits.take("five", "ada") for _ in range(7)]
    assert waits[:5] == [0.0] * 5
    assert all(55 < wait <= 60 for wait in waits[5:])
    assert ratelimits.sentence("five") == "Five a minute."


def test_each_key_and_each_budget_has_its_own(counted: None, five: None) -> None:
    for _ in range(5):
        ratelimits.take("five", 7)
    assert ratelimits.take("five", "7") > 0  # a number and its digits are the same person
    assert ratelimits.take("five", 8) == 0.0
    assert ratelimits.take("blink", 7) == 0.0


def test_several_keys_are_counted_in_order(counted: None, five: None) -> None:
    waits = ratelimits.take_many("five", ["a", "b", "a", "a", "a", "a", "a", "b"])
    assert [wait > 0 for wait in waits] == [False] * 6 + [True, False]
    assert ratelimits.take_many("five", []) == []


def test_many_who_take_at_once_take_exactly_what_there_is(counted: None, five: None) -> None:
    answers = at_once([lambda: [ratelimits.take("five", "ada") for _ in range(4)] for _ in range(8)])
    taken = [wait for waits in answers for wait in waits]  # type: ignore[attr-defined]
    assert (len(taken), taken.count(0.0)) == (32, 5)


def test_what_was_refused_is_not_counted_and_time_gives_back(counted: None, five: None) -> None:
    """The window slides: whoever waits as long as they are told gets through."""
    assert ratelimits.take("blink", "ada") == 0.0
    wait = ratelimits.take("blink", "ada")
    assert 0 < wait <= 1
    end = time.monotonic() + 5
    while ratelimits.take("blink", "ada") and time.monotonic() < end:
        time.sleep(0.02)
    assert time.monotonic() < end


def test_every_budget_has_a_sentence_and_room_for_one() -> None:
    assert all(budget.sentence.endswith(".") and budget.most > 0 and budget.seconds > 0 for budget in BUDGETS.values())


def test_a_process_remembers_only_so_many(settings: Any, five: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = ""
    monkeypatch.setattr(ratelimits, "REMEMBERED", 10)
    for _ in range(5):
        ratelimits.take("five", "ada")
    for number in range(9):
        ratelimits.take("five", number)
    assert ratelimits.take("five", "ada") > 0  # used lately, and so kept
    for number in range(20):
        ratelimits.take("five", number)
    assert ratelimits.take("five", "ada") == 0.0


# ---- when Redis is away ----------------------------------------------------------------------


def test_two_processes_count_together_while_redis_is_there(over_redis: RedisServer, five: None) -> None:
    for _ in range(5):
        ratelimits.take("five", "ada")
    ratelimits.client.cache_clear()
    ratelimits.forget_everything()  # as if it were another process
    assert ratelimits.take("five", "ada") > 0


def test_a_process_counts_for_itself_while_redis_is_away(over_redis: RedisServer, five: None) -> None:
    over_redis.stop()
    waits = [ratelimits.take("five", "ada") for _ in range(7)]
    assert [wait > 0 for wait in waits] == [False] * 5 + [True] * 2
    over_redis.start()
    assert ratelimits.take("five", "ada") == 0.0  # and over Redis again


def test_signing_in_stays_limited_while_redis_is_away(over_redis: RedisServer, world: World) -> None:
    """Nobody gets more tries at a password, and whoever knows it gets in."""
    over_redis.stop()
    tries = [Client().post("/sign-in/password/", {"login": "ben@school.test", "password": "x"}) for _ in range(6)]
    assert b"Too many failed login attempts" in tries[-1].content
    right = Client().post("/sign-in/password/", {"login": "ben@school.test", "password": PASSWORD})
    assert right.status_code == 200  # not even the right one, for a while
    assert Client().post("/sign-in/password/", {"login": "ada@school.test", "password": PASSWORD}).status_code == 302


def test_the_cache_does_everything_twice(over_redis: RedisServer) -> None:
    """With Redis and without: the same answers, only that without it each process has its own."""
    cache = caches["default"]
    assert isinstance(cache, ForgivingRedisCache)
    for away in (False, True):
        over_redis.stop() if away else None
        cache.set("a", 1)
        assert (cache.get("a"), cache.get("b", "none"), cache.incr("a")) == (1, "none", 2)
        assert (cache.add("a", 9), cache.add("c", 3), cache.touch("c")) == (False, True, True)
        assert (cache.delete("a"), cache.get("a"), cache.get("c")) == (True, None, 3)
        assert (cache.set_many({"d": 4, "e": 5}, 60), cache.get_many(["d", "e", "f"])) == ([], {"d": 4, "e": 5})
    over_redis.start()
    assert cache.get("c") is None  # this Redis is a new one


def test_a_limit_is_not_pushed_out_by_strangers() -> None:
    cache = ProcessCache("strangers", {})
    cache.set("tries-at-ada", 5)
    for number in range(2_000):
        cache.set(f"stranger-{number}", 1)
    assert cache.get("tries-at-ada") == 5
    cache.clear()
