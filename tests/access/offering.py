"""The cells of templates that members offer (see cells.py)."""

from __future__ import annotations

from typing import Any

from tests.access.cells import STOPPED, Cells, ago, but
from tests.access.scene import Scene


def offered(scene: Scene) -> tuple[Any]:
    """Ben's, to all members."""
    return (but(scene.documents["commons"], shared_by_id=scene.world.ben.pk, offered_at=ago()),)


def shelved(scene: Scene) -> tuple[Any]:
    return (but(scene.documents["commons"], shared_by_id=scene.world.ben.pk),)


ROWS = [
    Cells("offer_document", "to the library", f"yes yes yes yes yes yes read_only {STOPPED}"),
    Cells("read_document", "what Ben offers", "- yes - - yes yes - - - - -", offered),
    Cells("decide_document", "what Ben offers", "- moderators_only - - yes yes - - - - -", offered),
    Cells("take_back_document", "what Ben offers", "- yes - - not_yours not_yours - - - - -", offered),
    Cells(
        "take_back_document", "Ben's on the shelf",
        f"not_yours on_the_shelf not_yours not_yours not_yours not_yours read_only {STOPPED}", shelved,
    ),
]  # fmt: skip
