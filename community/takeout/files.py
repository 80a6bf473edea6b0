"""Files that hang on what a member wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from community.files.models import Upload
from community.takeout.sources import Attached


def files_of(kind: str, subjects: Sequence[str]) -> dict[str, list[Attached]]:
    """subject → its files; one query."""
    found: dict[str, list[Attached]] = {}
    for upload in Upload.objects.filter(subject_kind=kind, subject_id__in=list(subjects)) if subjects else ():
        found.setdefault(upload.subject_id, []).append(Attached(upload.name, Path(settings.MEDIA_ROOT) / upload.place))
    return found
