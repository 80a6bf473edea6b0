"""Times as people say them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from community import timetext

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 5, 12, 9, 30, tzinfo=DENVER)  # a Tuesday


@pytest.fixture(autouse=True)
def in_denver() -> Iterator[None]:
    with timezone.override(DENVER):
        yield


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "9:29 am"),
        (timedelta(hours=9, minutes=30), "12:00 am"),
        (timedelta(hours=9, minutes=31), "Mon 11:59 pm"),
        (timedelta(days=5), "Thu 9:30 am"),
        (timedelta(days=6), "May 6"),
        (timedelta(days=131), "Jan 1"),
        (timedelta(days=132), "Dec 31, 2025"),
        (-timedelta(seconds=30), "9:30 am"),
        (-timedelta(days=1), "May 13"),
        (-timedelta(days=365), "May 12, 2027"),
    ],
)
def test_a_time_is_said_as_shortly_as_it_is_near(ago: timedelta, words: str) -> None:
    assert timetext.when(NOW - ago, NOW) == words


def test_a_day_begins_and_ends_where_the_reader_is() -> None:
    late = datetime(2026, 5, 12, 5, 30, tzinfo=UTC)  # the evening before in Denver
    assert timetext.when(late, NOW) == "Mon 11:30 pm"
    with timezone.override("UTC"):
        assert timetext.when(late, NOW) == "5:30 am"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "12:00 am"), (0, 5, "12:05 am"), (9, 14, "9:14 am"),
        (11, 59, "11:59 am"), (12, 0, "12:00 pm"), (23, 1, "11:01 pm"),
    ],
)  # fmt: skip
def test_clocks_here_have_twelve_hours(hour: int, minute: int, words: str) -> None:
    assert timetext.clock(NOW.replace(hour=hour, minute=minute)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "under a minute"), (0, "under a minute"), (59, "under a minute"), (60, "1 minute"), (119, "1 minute"),
        (120, "2 minutes"), (3_599, "59 minutes"), (3_600, "1 hour"), (86_399, "23 hours"), (86_400, "1 day"),
        (400 * 86_400, "400 days"),
    ],
)  # fmt: skip
def test_how_long_something_waits(seconds: int, words: str) -> None:
    assert timetext.age(NOW - timedelta(seconds=seconds), NOW) == words


def test_a_time_in_full_says_everything() -> None:
    assert timetext.full(datetime(2026, 5, 12, 15, 14, tzinfo=UTC)) == "Tuesday, May 12, 2026, 9:14 am"
    assert timetext.long_day(datetime(2026, 5, 13, 3, 14, tzinfo=UTC)) == "Tuesday, May 12"


@pytest.mark.parametrize("moment", ["2026-03-08 09:30", "2026-11-01 08:30", "2026-11-01 07:30"])
def test_the_hours_that_are_twice_or_never_are_said_like_others(moment: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert timetext.full(at).endswith(("3:30 am", "1:30 am"))


def test_without_a_moment_it_is_now() -> None:
    assert timetext.when(timezone.now()) == "just now"
    assert timetext.age(timezone.now() - timedelta(minutes=3)) == "3 minutes"
    assert timetext.greeting() in {"Good morning", "Good afternoon", "Good evening"}
