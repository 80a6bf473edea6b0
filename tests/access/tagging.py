"""The cells of tags: who keeps the list, and who chooses which a question has (see cells.py)."""

from __future__ import annotations

from tests.access.cells import MODERATES, STOPPED, Cells, ago, but, places

ROWS = [
    Cells("keep_tags", "at the desk", MODERATES),
    *places(
        "tag", "threads",
        f"yes{' not_yours' * 3} yes yes read_only {STOPPED}",
        f"yes not_yours - not_yours yes yes read_only {STOPPED}",
        "- - yes - yes yes - - - - -",
        MODERATES,
    ),
    Cells(
        "tag", "of Ada's question when it is closed", f"closed closed - closed yes yes read_only {STOPPED}",
        lambda s: (but(s.threads["spring"], locked_at=ago()),),
    ),
]  # fmt: skip
