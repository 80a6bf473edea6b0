"""Files somebody brought and attached to nothing: kept for two months, and as long as a draft still has them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from community.db import writing
from community.files.actions import discard_loose
from community.files.models import Upload
from community.jobs.queue import job

KEPT = timedelta(days=60)  # what waits on a device that was closed meanwhile still arrives whole
BATCH = 200

# Asked of some people: which uploads each of them still means to attach. What is another's is not theirs to keep.
Wanting = Callable[[Collection[int]], set[tuple[int, UUID]]]
_wanting: list[Wanting] = []


def register(wanting: Wanting) -> None:
    """Called once from AppConfig.ready() by whoever keeps uploads for later."""
    if wanting not in _wanting:
        _wanting.append(wanting)


@job(every=timedelta(days=1))
def sweep() -> None:
    """In small transactions: between two of them everybody else may write."""
    old, last = Upload.objects.filter(subject_kind="", created_at__lt=timezone.now() - KEPT).order_by("pk"), UUID(int=0)
    while some := dict(old.filter(pk__gt=last).values_list("pk", "owner_id")[:BATCH]):
        with writing():
            wanted = {pk for wanting in _wanting for pk in wanting(set(some.values()))}
            discard_loose([pk for pk, owner in some.items() if (owner, pk) not in wanted])
        last = max(some)
