"""The cells of a room for those who lead Spring: Fay and the moderators. For Ada there is none (see cells.py)."""

from __future__ import annotations

from typing import Any

from tests.access.cells import Cells, ago, but
from tests.access.scene import Scene

LEAD = f"- - - yes yes yes -{' -' * 4}"


def lead(code: str, *, fay: str = "") -> str:
    return f"- - - {fay or code} {code} {code} -{' -' * 4}"


def fays(scene: Scene, **changes: Any) -> tuple[Any, ...]:
    return scene.helm, but(scene.steered, **changes)


ROWS = [
    Cells("enter_room", "of those who lead", LEAD, lambda s: (s.helm,)),
    Cells("enter_room", "of those who lead, archived", LEAD, lambda s: (but(s.helm, stage="archived"),)),
    Cells("read_message", "Fay's, among those who lead", LEAD, fays),
    Cells("say", "among those who lead", LEAD, lambda s: (s.helm,)),
    Cells("say", "among those who lead, locked", LEAD, lambda s: (but(s.helm, locked_at=ago(minutes=5)),)),
    Cells("say_more", "among those who lead", LEAD, lambda s: (s.helm, None)),
    Cells("edit_message", "Fay's, among those who lead", lead("not_yours", fay="yes"), fays),
    Cells("delete_message", "Fay's, among those who lead", LEAD, fays),
    Cells("react_to_message", "Fay's, among those who lead", LEAD, fays),
    Cells("pin", "Fay's, among those who lead", LEAD, fays),
    Cells("set_room", "of those who lead", LEAD, lambda s: (s.helm,)),
    Cells("set_room", "of those who lead, archived", lead("archived"), lambda s: (but(s.helm, stage="archived"),)),
    Cells("quote_room", "of those who lead", LEAD, lambda s: (s.helm,)),
    Cells(
        "see_seen", "of Fay's message among those who lead", lead("not_yours", fay="yes"),
        lambda s: (*fays(s), 3, True),
    ),
]  # fmt: skip
