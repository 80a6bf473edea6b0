"""Real documents of schools and of other programs' own tests: each gets an answer a person can read, and in time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.files.outcomes import HEAD, Outcome, outcomes
from tests.files.test_hostile_corpus import DATA

FOLDER = DATA / "documents"
MISSING = "The documents are not here: set COMMUNITY_TEST_DATA to the folder that holds them."
SECONDS = 10
ALIKE = 5  # texts of one kind are enough


def chosen() -> list[Path]:
    found = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    texts = [path for path in found if path.suffix == ".md"]
    return [path for path in found if path.suffix != ".md"] + texts[:ALIKE]


def is_readable(one: Outcome) -> bool:
    return not one.broke and bool(re.match(r"[A-Z].+\.$", one.told)) and "Traceback" not in one.told


@pytest.mark.skipif(not FOLDER.is_dir(), reason=MISSING)
def test_every_file_of_the_data_set_gets_a_readable_answer(tmp_path: Path) -> None:
    made = outcomes(FOLDER, chosen())
    (tmp_path / "outcomes.md").write_text(HEAD + "\n".join(one.line() for one in made))
    assert len(made) > 40
    assert [one.line() for one in made if not is_readable(one)] == []
    assert [one.line() for one in made if one.seconds > SECONDS] == []
    assert [one.line() for one in made if "still reveals" in one.told and not one.told.endswith("nothing.")] == []
