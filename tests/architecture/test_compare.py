"""The page that compares claims nothing without a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "community/docs/compare.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| What |", "| --- "))
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_yes_names_a_test_that_is_there(row: list[str]) -> None:
    *others, here, shown = row[1:]
    assert set(others) | {here} <= {"Y", "P", "N", "?"}
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", shown)
    assert bool(named) is (here in "YP")
    for path, test in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\(" if test else r"^def test_", text, re.MULTILINE), f"{path}::{test}"
