"""Remembering that somebody asked about a template."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from community.db import writing
from community.library.models import AskedAbout


def remember(document_id: UUID, thread: UUID) -> None:
    """Twice is once. Whether they may ask was decided by whoever began the thread."""
    with writing():
        AskedAbout.objects.get_or_create(document_id=document_id, thread=thread, defaults={"at": timezone.now()})
