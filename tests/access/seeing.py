"""The cells of who sees who has read a message (see cells.py)."""

from __future__ import annotations

from typing import Any

from tests.access.cells import Cells, ago, but
from tests.access.scene import Scene

BEN = "not_yours {} - not_yours not_yours not_yours" + " not_yours" * 5


def bens(scene: Scene, *, readers: int = 4, shows: bool = True, **changes: Any) -> tuple[Any, ...]:
    """What Ben said in Spring."""
    return scene.rooms["spring"], but(scene.messages["spring"], **changes), readers, shows


ROWS = [
    Cells("see_seen", "of Ben's message in Spring", BEN.format("yes"), bens),
    Cells("see_seen", "in a room of 21 people", BEN.format("too_many"), lambda s: bens(s, readers=21)),
    Cells("see_seen", "who shows nobody", BEN.format("both_ways"), lambda s: bens(s, shows=False)),
    Cells("see_seen", "a deleted one", ("- " * 11).strip(), lambda s: bens(s, deleted_at=ago())),
    Cells("see_seen", "in the talk of two", f"not_yours yes{' -' * 9}", lambda s: (s.talk, s.told, 2, True)),
]
