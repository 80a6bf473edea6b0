"""The cells of files that were brought, and of service providers (see cells.py)."""

from __future__ import annotations

from typing import Any

from community.files.models import Upload
from community.library.models import Brought, Provider, ProviderReview
from tests.access.cells import ORDERS_COMMONS, SEES_COMMONS, STOPPED, WRITES_ANYWHERE, Cells, ago
from tests.access.scene import Scene

BENS = "- yes - - yes yes - - - - -"


def brought(scene: Scene) -> tuple[Any]:
    """By Ben."""
    return (Brought(upload=Upload(owner_id=scene.world.ben.pk)),)


def listed(scene: Scene, **changes: Any) -> tuple[Any]:
    """Suggested by Ben, on the list."""
    given = {"name": "Alder Law", "suggested_by_id": scene.world.ben.pk, "published_at": ago()}
    return (Provider(**given | changes),)


def suggested(scene: Scene) -> tuple[Any]:
    return listed(scene, published_at=None)


def hidden(scene: Scene) -> tuple[Any]:
    return listed(scene, hidden_at=ago())


def review(scene: Scene) -> tuple[Any]:
    return (ProviderReview(pk=1, provider=listed(scene)[0], author_id=scene.world.ben.pk),)


ROWS = [
    Cells("see_brought", "Ben's", "- yes - - - - - - - - -", brought),
    Cells("see_provider", "on the list", SEES_COMMONS, listed),
    Cells("see_provider", "that Ben suggests", BENS, suggested),
    Cells("see_provider", "that is hidden", "- - - - yes yes - - - - -", hidden),
    Cells("see_code", "on the list", WRITES_ANYWHERE, listed),
    Cells("see_code", "that Ben suggests", BENS, suggested),
    Cells("suggest_provider", "to the list", f"yes yes yes yes yes yes read_only {STOPPED}"),
    Cells("keep_provider", "on the list", ORDERS_COMMONS, listed),
    Cells("keep_provider", "that Ben suggests", "- moderators_only - - yes yes - - - - -", suggested),
    Cells("review_provider", "on the list", WRITES_ANYWHERE, listed),
    Cells("review_provider", "that Ben suggests", BENS.replace("yes", "not_published"), suggested),
    Cells("drop_review", "Ben's", f"not_yours yes not_yours not_yours yes yes read_only {STOPPED}", review),
    Cells("report_provider", "on the list", WRITES_ANYWHERE, listed),
]
