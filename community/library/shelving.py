"""Templates as a shelf shows them: each with its newest version, in one query and without their words."""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Q, QuerySet

from community.library.models import Document

WITH = ["newest__upload", "shared_by__organization"]
LONG = ("newest__preview_html", "newest__words", "newest__traces")  # up to half a million characters each


def with_newest(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Each has `newest`, its newest version with its upload."""
    newest = FilteredRelation("versions", condition=Q(versions__number=F("latest_number")))
    shown = documents.annotate(newest=newest).select_related(*WITH)
    return shown.defer(*LONG)
