"""The cells of how far a question may go (see cells.py)."""

from __future__ import annotations

from moderation.access.labels import Label
from tests.access.cells import STOPPED, Cells, but

ROWS = [
    Cells(
        "label", "stricter, Ada's question", f"yes not_yours - not_yours yes yes read_only {STOPPED}",
        lambda s: (s.threads["spring"], Label.STAYS),
    ),
    Cells(
        "label", "looser, when others answered",
        f"only_stricter not_yours - not_yours only_stricter only_stricter read_only {STOPPED}",
        lambda s: (but(s.threads["spring"], last_number=2), Label.FREE),
    ),
    Cells(
        "label", "looser, when nobody did", f"yes not_yours - not_yours yes yes read_only {STOPPED}",
        lambda s: (but(s.threads["spring"], last_number=1, quiet_number=0), Label.FREE),
    ),
    Cells(
        "label", "looser, of a room's words",
        f"only_stricter not_yours - not_yours only_stricter only_stricter read_only {STOPPED}",
        lambda s: (but(s.threads["spring"], last_number=1, quiet_number=0, promised=True), Label.FREE),
    ),
]  # fmt: skip
