"""The cells of field notes (see cells.py)."""

from __future__ import annotations

from typing import Any

from community.library.models import FieldNote
from tests.access.cells import SEES_AUTUMN, SEES_TABLE, STOPPED, WRITES_ANYWHERE, WRITES_IN_SPRING, Cells, places
from tests.access.scene import Scene


def note(scene: Scene) -> tuple[Any]:
    """What Ben told of Spring's document."""
    return (FieldNote(pk=1, document=scene.documents["spring"], author_id=scene.world.ben.pk),)


ROWS = [
    *places("note_document", "documents", WRITES_ANYWHERE, WRITES_IN_SPRING, SEES_AUTUMN, SEES_TABLE),
    Cells("drop_note", "Ben's, of Spring's", f"not_yours yes - not_yours yes yes read_only {STOPPED}", note),
]
