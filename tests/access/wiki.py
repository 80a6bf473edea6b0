"""The cells of posts that everybody edits (see cells.py)."""

from __future__ import annotations

from typing import Any

from tests.access.cells import STOPPED, WRITES_ANYWHERE, WRITES_IN_SPRING, Cells, ago, but, nobody_in_spring
from tests.access.scene import Scene


def opened(scene: Scene, place: str = "spring", **changes: Any) -> tuple[Any, ...]:
    return (but(scene.replies[place], wiki_at=ago(), **changes),)


ROWS = [
    Cells("edit_post", "Ben's reply that everybody edits", WRITES_IN_SPRING, lambda s: opened(s)),
    Cells("edit_post", "one in the commons", WRITES_ANYWHERE, lambda s: opened(s, "commons")),
    Cells(
        "edit_post", "that everybody edits, and it was deleted", nobody_in_spring("gone"),
        lambda s: opened(s, deleted_at=ago()),
    ),
    Cells(
        "edit_post", "that everybody edits, kept from Cedar", "- yes - yes yes yes - - - - -",
        lambda s: opened(s, hidden_from_id=s.world.cedar.pk),
    ),
    Cells(
        "edit_post", "that everybody edits, in a closed question",
        f"closed closed - closed yes yes read_only {STOPPED}",
        lambda s: opened(s, thread=but(s.threads["spring"], locked_at=ago())),
    ),
    Cells(
        "forget_versions", "of a reply that everybody edits", f"not_yours yes - not_yours yes yes read_only {STOPPED}",
        lambda s: opened(s),
    ),
    Cells(
        "open_post", "Ben's reply", f"not_yours yes - not_yours yes yes read_only {STOPPED}",
        lambda s: (s.replies["spring"],),
    ),
    Cells("open_post", "a deleted one", nobody_in_spring("gone"), lambda s: opened(s, deleted_at=ago())),
]  # fmt: skip
