"""What every person of the cast may do about what is written under an alias: more rows of the table in cells.py."""

from __future__ import annotations

from typing import Any

from community.forum.models import Unmasking
from tests.access.cells import SEES_TABLE, Cells, ago, but
from tests.access.scene import Scene

ROWS = [
    Cells("ask_who_wrote", "something with a name", ("- " * 11).strip(), lambda s: (s.replies["spring"],)),
    Cells("ask_who_wrote", "something under an alias", SEES_TABLE, lambda s: (aliased(s),)),
    Cells(
        "ask_who_wrote", "something under an alias that was deleted", ("- " * 11).strip(),
        lambda s: (but(aliased(s), deleted_at=ago()),),
    ),
    Cells("decide_who_wrote", "what Mona asked", "- - - - second_decides yes - - - - -", lambda s: (unmasking(s),)),
    Cells(
        "decide_who_wrote", "what is decided", "- - - - decided decided - - - - -",
        lambda s: (unmasking(s, decided_at=ago()),),
    ),
    Cells("decide_who_wrote", "of a name", ("- " * 11).strip(), lambda s: (Unmasking(post=s.replies["spring"]),)),
    Cells(
        "see_who_wrote", "what Mona asked and Olga agreed to", SEES_TABLE,
        lambda s: (unmasking(s, decided_by_id=s.world.olga.pk, agreed=True),),
    ),
    Cells(
        "see_who_wrote", "what Olga asked and somebody else agreed to", "- - - - - yes - - - - -",
        lambda s: (unmasking(s, asked_by_id=s.world.olga.pk, decided_by_id=10**9, agreed=True),),
    ),
    Cells(
        "see_who_wrote", "what Olga declined", ("- " * 11).strip(),
        lambda s: (unmasking(s, decided_by_id=s.world.olga.pk),),
    ),
    Cells("see_who_wrote", "of a name", ("- " * 11).strip(), lambda s: (Unmasking(post=s.replies["spring"]),)),
]  # fmt: skip


def aliased(scene: Scene) -> Any:
    return but(scene.replies["spring"], author_id=None, alias="Anonymous Heron", written_by_id=scene.world.ben.pk)


def unmasking(scene: Scene, **facts: Any) -> Unmasking:
    return Unmasking(post=aliased(scene), **({"asked_by_id": scene.world.mona.pk} | facts))
