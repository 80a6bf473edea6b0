"""The cells of an organization's own shelf, of collections, and of requests for templates (see cells.py)."""

from __future__ import annotations

from typing import Any

from community.library.models import Collection, Wish
from tests.access.cells import (
    ORDERS_COMMONS,
    SEES_COMMONS,
    STOPPED,
    WRITES_ANYWHERE,
    Cells,
    ago,
    but,
)
from tests.access.scene import Scene

IN_CEDAR = "yes yes - - yes - read_only suspended - - -"  # Ron's place is there, too, and Sue's
READS_CEDAR = "yes yes - - yes - yes gate - - -"
NO = "not_for_all"
NOT_OF_THE_LIBRARY = "own_shelf own_shelf - - own_shelf - own_shelf own_shelf - - -"


def ours(scene: Scene) -> tuple[Any]:
    """Ada's, on the shelf of Cedar School."""
    document = but(scene.documents["commons"], shelf_id=scene.world.cedar.pk, shared_by_id=scene.world.ada.pk)
    return (document,)


def in_the(place: str) -> Any:
    return lambda scene: (scene.documents[place],)


def of_cedar(scene: Scene) -> tuple[Any]:
    return (Collection(pk=1, shelf_id=scene.world.cedar.pk),)


def closed(scene: Scene) -> tuple[Any]:
    return (Wish(pk=1, closed_at=ago()),)


ROWS = [
    Cells("read_document", "on Cedar's own shelf", READS_CEDAR, ours),
    Cells("add_version", "on Cedar's own shelf", IN_CEDAR, ours),
    Cells("decide_document", "on Cedar's own shelf", NOT_OF_THE_LIBRARY, ours),
    Cells("note_document", "on Cedar's own shelf", NOT_OF_THE_LIBRARY, ours),
    Cells("adapt", "from the commons", WRITES_ANYWHERE, in_the("commons")),
    Cells("adapt", "from spring", f"{NO} {NO} - {NO} {NO} {NO} read_only {STOPPED}", in_the("spring")),
    Cells("adapt", "on Cedar's own shelf", IN_CEDAR.replace("yes", "ours_already"), ours),
    Cells("offer_back", "on Cedar's own shelf", IN_CEDAR, ours),
    Cells("offer_back", "in the commons", "not_ours " * 11, in_the("commons")),
    Cells("drop_ours", "Ada's, on Cedar's own shelf", "yes not_yours - - not_yours - read_only suspended - - -", ours),
    Cells("read_collection", "of the library", SEES_COMMONS, lambda s: (Collection(pk=1),)),
    Cells("read_collection", "of Cedar", READS_CEDAR, of_cedar),
    Cells("collect", "for all", ORDERS_COMMONS, lambda s: (None,)),
    Cells(
        "collect", "for Cedar",
        f"yes yes no_organization no_organization yes no_organization read_only {STOPPED}",
        lambda s: (s.world.cedar.pk,),
    ),
    Cells("arrange_collection", "of the library", ORDERS_COMMONS, lambda s: (Collection(pk=1),)),
    Cells("arrange_collection", "of Cedar", IN_CEDAR, of_cedar),
    Cells("wish", "for a template", WRITES_ANYWHERE),
    Cells("say_too", "while it is open", WRITES_ANYWHERE, lambda s: (Wish(pk=1),)),
    Cells("say_too", "once it is closed", f"{'closed ' * 6}read_only {STOPPED}", closed),
    Cells("close_wish", "while it is open", ORDERS_COMMONS, lambda s: (Wish(pk=1),)),
]  # fmt: skip
