from __future__ import annotations

import pytest

from community.live import budget
from community.live.budget import Window


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(budget, "monotonic", clock)
    return clock


def taken(window: Window, times: int) -> list[bool]:
    return [window.take() for _ in range(times)]


def test_three_in_ten_seconds_means_three(clock: Clock) -> None:
    assert taken(Window(3, 10), 5) == [True, True, True, False, False]


def test_whoever_is_refused_is_told_how_long_to_wait(clock: Clock) -> None:
    window = Window(2, 10)
    assert window.wait() == 0.0
    window.take()
    clock.now += 4
    assert (window.take(), window.wait()) == (True, 6.0)
    clock.now += 6
    assert (window.wait(), window.take()) == (0.0, True)


def test_the_window_slides(clock: Clock) -> None:
    """Not twice the budget around the turn of a fixed period, which a counter a minute would allow."""
    window = Window(2, 10)
    taken(window, 2)
    clock.now += 9.9
    assert not window.take()
    clock.now += 0.1
    assert taken(window, 3) == [True, True, False]


def test_refused_tries_do_not_prolong_the_wait(clock: Clock) -> None:
    window = Window(1, 10)
    window.take()
    for _ in range(9):
        clock.now += 1
        assert not window.take()
    clock.now += 1
    assert window.take()


@pytest.mark.parametrize("step", [0.5, 1.0, 3.3])
def test_no_ten_seconds_ever_hold_more_than_the_budget(clock: Clock, step: float) -> None:
    window, seconds, most = Window(5, 10), 10.0, 5
    granted: list[float] = []
    for _ in range(200):
        if window.take():
            granted.append(clock.now)
        clock.now += step
    assert all(sum(start <= at < start + seconds for at in granted) <= most for start in granted)
