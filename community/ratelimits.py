"""How often anybody may do a thing: every budget in one table, counted over all processes when there is Redis.

Sliding windows. When Redis is away, each process counts for itself: slower abuse, no outage.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import redis
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from community.live.budget import Window

logger = logging.getLogger("community.ratelimits")

REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Budget:
    most: int
    seconds: int
    sentence: str


BUDGETS = {
    "say": Budget(settings.LIVE["messages_per_10_s"], 10, "That was very fast. Your message goes out in a moment."),
    "post": Budget(20, 600, "You have posted a lot in a short time. Please wait a few minutes."),
    "vote": Budget(60, 600, "You have voted very often in a short time. Please wait a few minutes."),
    "draft": Budget(90, 60, "Please wait a moment."),
    "upload": Budget(30, 3600, "You have added many files this hour. Please wait a while."),
    "fill": Budget(60, 600, "You have filled in many documents in a short time. Please wait a few minutes."),
    "archive": Budget(3, 86_400, "You have asked for your words three times today. More tomorrow."),
    "invite": Budget(40, 86_400, "The invitations of one day are used up. More tomorrow."),
    "code_word": Budget(8, 600, "You have tried several words. Please wait ten minutes, or ask who leads the session."),
    "certificate": Budget(20, 86_400, "You have made many certificates today. More tomorrow."),
    "verify": Budget(30, 600, "Too many tries from your network. Please wait ten minutes."),
    "search": Budget(30, 60, "Please wait a moment before the next search."),
    "people": Budget(60, 600, "You have opened many people's pages. Please wait a few minutes."),
    "talks": Budget(20, 3600, "You have started many talks this hour. Please wait a while."),
    "report": Budget(
        20, 3600, "You have reported many messages this hour. Please wait a while, or write to a moderator."
    ),
    "suggest": Budget(120, 60, "Please wait a moment."),
    "link": Budget(5, 3600, "Too many tries. Please wait an hour."),
    "prove": Budget(6, 3600, "Several codes were sent to you. Please use the newest, or wait an hour."),
    "district": Budget(120, 600, "Too many tries from your network. Please wait ten minutes."),
    "door": Budget(20, 600, "Too many tries. Please wait ten minutes."),
    "calendar": Budget(60, 3600, "This calendar was fetched very often. Please wait an hour."),
    "calendar_guess": Budget(60, 600, "Too many tries from your network. Please wait ten minutes."),
    "calendar_address": Budget(10, 86_400, "You made ten new addresses today. More tomorrow."),
    # A workshop behind one network address must fit into these.
    "apply": Budget(40, 3600, "Very many requests came from your network in the last hour. Please try again later."),
    "apply_code": Budget(80, 600, "Too many tries from your network. Please wait ten minutes."),
    "apply_mail": Budget(6, 86_400, "Several mails went to this address today. Please use the newest, or wait a day."),
}

# One sliding window: drops what is too old, counts, answers -1 (taken) or the milliseconds to wait.
_SCRIPT = """
local now = redis.call('TIME') now = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('ZADD', KEYS[1], now, now .. '-' .. redis.call('INCR', KEYS[1] .. ':n'))
  redis.call('PEXPIRE', KEYS[1], ARGV[2]) redis.call('PEXPIRE', KEYS[1] .. ':n', ARGV[2])
  return -1
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return math.max(1, first[2] + ARGV[2] - now)
"""

_windows: OrderedDict[tuple[str, str], Window] = OrderedDict()
_lock = threading.Lock()


def take(name: str, key: object) -> float:
    """Count one. 0.0 when there was room, else the seconds until there is."""
    return take_many(name, [key])[0]


def take_many(name: str, keys: Sequence[object]) -> list[float]:
    """Count one for each key, in order, in one round trip."""
    budget = BUDGETS[name]
    if settings.REDIS_URL:
        try:
            return take_shared(name, budget, keys)
        except redis.RedisError as error:
            logger.warning("Redis is away (%s); this process counts for itself", error)
    return [take_here(name, budget, str(key)) for key in keys]


def take_here(name: str, budget: Budget, key: str) -> float:
    with _lock:
        window = _windows.get((name, key))
        if window is None:
            window = _windows[(name, key)] = Window(budget.most, budget.seconds)
            if len(_windows) > REMEMBERED:
                _windows.popitem(last=False)
        else:
            _windows.move_to_end((name, key))
        return 0.0 if window.take() else window.wait()


def take_shared(name: str, budget: Budget, keys: Sequence[object]) -> list[float]:
    pipe = client().pipeline(transaction=False)
    for key in keys:
        pipe.eval(_SCRIPT, 1, f"community:budget:{name}:{key}", str(budget.most), str(budget.seconds * 1000))
    return [0.0 if wait < 0 else wait / 1000 for wait in pipe.execute()]


@lru_cache(maxsize=1)
def client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def network_of(request: HttpRequest) -> str:
    """Where a visitor's budget is counted: their network address; of IPv6 the part that a household has."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def forget_everything() -> None:
    """For tests."""
    with _lock:
        _windows.clear()


class TooOften(Exception):
    """A budget is used up; the text says so to the person. Pages answer with 429 (RFC 6585)."""


def require(budget: str, key: object) -> None:
    """Take one, or raise TooOften."""
    if take(budget, key):
        raise TooOften(sentence(budget))


def sentence(name: str) -> str:
    return BUDGETS[name].sentence
