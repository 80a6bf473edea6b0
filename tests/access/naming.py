"""The cells of naming a whole cohort: more rows of the table in cells.py."""

from __future__ import annotations

from typing import Any

from tests.access.cells import STOPPED, Cells, but
from tests.access.scene import Scene

OFF = "- - - - -"
LEADS = f"not_yours not_yours - yes yes yes read_only {STOPPED}"


def naming(scene: Scene, place: str, *, anonymous: bool = False, **facts: Any) -> tuple[Any, ...]:
    return but(scene.world.spring, **facts), scene.spaces[place], anonymous


ROWS = [
    Cells("name_cohort", "Spring, in commons", LEADS, lambda s: naming(s, "commons")),
    Cells("name_cohort", "Spring, in Spring", LEADS, lambda s: naming(s, "spring")),
    Cells("name_cohort", "Spring, in Autumn", f"- - - - yes yes {OFF}", lambda s: naming(s, "autumn")),
    Cells(
        "name_cohort", "Spring, under an alias", LEADS.replace("yes", "gives_away"),
        lambda s: naming(s, "commons", anonymous=True),
    ),
    Cells(
        "name_cohort", "Spring, archived", LEADS.replace("yes", "archived"),
        lambda s: naming(s, "commons", state="archived"),
    ),
]  # fmt: skip
