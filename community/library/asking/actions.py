"""Remembering that somebody asked about a template."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from community.db import writing
from community.library.asking.queries import askable
from community.library.models import AskedAbout
from moderation.access.grants import Grants


def remember(who: Grants, document_id: UUID, thread: UUID) -> None:
    """Twice is once; what they may not ask about is left out. The forum decided whether they may begin the thread."""
    if askable(who, document_id) is None:
        return
    with writing():
        AskedAbout.objects.get_or_create(document_id=document_id, thread=thread, defaults={"at": timezone.now()})
