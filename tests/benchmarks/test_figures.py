"""The arithmetic behind what the benchmarks print."""

from __future__ import annotations

import json
import random

import pytest

from tests.benchmarks.latencies import Latencies
from tests.benchmarks.machine import Busy, figure, percentile, spread, typical
from tests.benchmarks.report import Aim, Report
from tests.benchmarks.revocation import Victim, changes


def test_latencies_are_known_to_one_part_in_fifty() -> None:
    dice = random.Random(3)
    values = [dice.lognormvariate(2, 1) for _ in range(5_000)]
    found = Latencies()
    for value in values:
        found.add(value)
    for part in (0.5, 0.9, 0.99):
        assert found.percentile(part) == pytest.approx(percentile(values, part), rel=0.02)
    assert (found.number, found.most) == (5_000, max(values))


def test_no_latency_at_all_is_no_number() -> None:
    assert Latencies().facts("ack") == {}
    assert Latencies().percentile(0.5) != Latencies().percentile(0.5)
    assert percentile([], 0.5) != percentile([], 0.5)


def test_figures_show_what_is_known_and_no_more() -> None:
    assert [figure(value) for value in (1234.5, 12.34, 1.234)] == ["1,234", "12.3", "1.23"]
    assert spread([1.0, 3.0, 2.0]) == "2.00 (1.00 to 3.00)"
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0


@pytest.mark.parametrize(
    ("values", "level"),
    [((50, 1), "MISSED"), ((40, 10), "first"), ((20, 5), "final"), ((10, 9), "first"), ((5, 2), "stretch"),
     ((float("nan"), 1), "MISSED")],
)  # fmt: skip
def test_a_level_is_reached_when_all_its_values_are(values: tuple[float, float], level: str) -> None:
    assert Aim((40, 10), (20, 5), (10, 2)).reached(*values) == level


def test_more_is_better_where_the_sign_says_so() -> None:
    aim = Aim((8,), (25,), (38,), sign="≥", unit="×")
    assert [aim.reached(ratio) for ratio in (7.9, 8, 30, 40)] == ["MISSED", "first", "final", "stretch"]
    assert aim.words == "≥ 8 · 25 · 38×"


def test_a_report_is_a_table_for_people_and_one_object_for_machines() -> None:
    report = Report("chat")
    report.row("deliveries/s", "100", textbook="10", ratio="10.0×", aim=Aim((8,), (25,), (38,), sign="≥"), values=(10,))
    report.row("lost", "0", target="0", met=True)
    report.note("Saturated: the server.")
    report.facts["ratio"] = 10.0
    assert json.loads(report.json()) == {"benchmark": "chat", "ratio": 10.0}
    lines = report.text().splitlines()
    assert [lines[4].split()[-1], lines[5].split()[-1], lines[6]] == ["first", "met", "Saturated: the server."]


@pytest.mark.parametrize(
    ("busy", "who"),
    [
        (Busy(0.95, 0.99, 1.0, 1.0), "the server"),
        (Busy(0.5, 0.95, 0.6, 1.0), "the client"),
        (Busy(0.5, 0.2, 0.95, 0.3), "the server's core, by others too"),
        (Busy(0.5, 0.2, 0.6, 0.95), "the core of client, database and Redis"),
        (Busy(0.1, 0.1, 0.1, 0.1), "nothing: the window, the disk or the clock set the pace"),
    ],
)
def test_what_was_full_is_named(busy: Busy, who: str) -> None:
    assert busy.saturated == who
    assert typical([busy, busy, Busy(0, 0, 0, 0)]) == busy


# ---- out means out ----------------------------------------------------------------------------------


def test_what_ben_heard_before_the_door_closed_is_no_leak() -> None:
    ben = Victim(1, "remove", committed=100.0, rev=50, closed_at=100.2)
    ben.heard = [(99.0, 49, "message"), (100.05, 50, "message")]
    assert ben.leaks == []
    assert (round(ben.last_ms), round(ben.out_ms)) == (50, 200)


@pytest.mark.parametrize("heard", [(100.1, 51, "message"), (100.1, 51, "heads"), (100.1, 40, "synced")])
def test_what_reaches_rex_from_behind_the_door_is_a_leak(heard: tuple[float, int, str]) -> None:
    rex = Victim(1, "remove", committed=100.0, rev=50, heard=[heard])
    assert rex.leaks == [heard[1:]]


def test_a_door_that_never_closed_has_no_time() -> None:
    assert Victim(1, "withdraw", committed=100.0, closed_at=100.1).out_ms != 0
    assert Victim(1, "withdraw", committed=100.0, gone_at=100.1).out_ms == pytest.approx(100)


@pytest.mark.parametrize(
    ("frame", "revs"),
    [
        ({"type": "message", "room": "r", "rev": 7}, [7]),
        ({"type": "message", "room": "other", "rev": 7}, []),
        ({"type": "heads", "rooms": {"r": 9, "other": 4}}, [9]),
        ({"type": "heads", "rooms": {"other": 4}}, []),
        ({"type": "synced", "room": "r", "rev": 9, "messages": [{"rev": 8}, {"rev": 9}]}, [8, 9, 9]),
        ({"type": "gone", "room": "r"}, []),
    ],
)
def test_every_frame_that_gives_a_change_away_counts(frame: dict[str, object], revs: list[int]) -> None:
    assert changes(frame, "r") == revs
