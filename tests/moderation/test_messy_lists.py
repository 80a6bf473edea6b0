"""Lists that lie beside the project, with what is expected of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from moderation import lists
from moderation.lists import Known, reading

DATA = (
    Path(os.environ.get("COMMUNITY_TEST_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data") / "members"
)


def test_the_messy_files_give_the_numbers_that_are_expected_of_them() -> None:
    if not DATA.is_dir():
        pytest.skip("The messy lists are not here: set COMMUNITY_TEST_DATA to the folder that holds members.")
    folder = DATA / "synthetic-messy"
    for name, expected in json.loads((folder / "EXPECTED.json").read_text()).items():
        table = lists.read(name, (folder / name).read_bytes())
        entries = lists.sort(table, lists.guess(table), Known(), organization="cedar", cohort="")
        people = [entry for entry in entries if "@" in entry.email]
        if "rows" in expected:
            assert len(table.rows) == expected["rows"], name
        if "distinct_emails" in expected:
            assert len({entry.email for entry in people}) == expected["distinct_emails"], name
        if "mentions" in expected:
            assert len(people) == expected["mentions"], name
        if "hidden_sheets" in expected:
            assert any("hidden" in note for note in table.notes), name


def test_every_case_of_the_csv_spectrum_is_read_as_its_json_says() -> None:
    if not DATA.is_dir():
        pytest.skip("The CSV spectrum is not here: set COMMUNITY_TEST_DATA to the folder that holds members.")
    folder = DATA / "csv-spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        rows = [cells for _, cells in reading.separated(reading.decoded(path.read_bytes(), []))]
        read_as = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        assert read_as == json.loads((folder / "json" / f"{path.stem}.json").read_text()), path.name
