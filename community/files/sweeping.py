"""Files somebody brought and attached to nothing: kept as long as a draft may want them, then thrown away."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.db import writing
from community.files.actions import discard_loose
from community.files.models import Upload
from community.jobs.queue import job

KEPT = timedelta(days=60)  # a draft that still wants one after that is told to attach it again
BATCH = 200


@job(every=timedelta(days=1))
def sweep() -> None:
    """In small transactions: between two of them everybody else may write."""
    old = Upload.objects.filter(subject_kind="", created_at__lt=timezone.now() - KEPT).order_by("created_at")
    while some := list(old.values_list("pk", flat=True)[:BATCH]):
        with writing():
            discard_loose(some)
