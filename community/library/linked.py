"""Links to documents, as cards."""

from __future__ import annotations

from collections.abc import Sequence

from community import linking
from community.library.models import Document
from moderation.access import library as rules
from moderation.access.grants import Grants

PATH = rf"/library/({linking.UUID})/(?:#[\w-]*)?"


def look(who: Grants, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    documents = rules.visible_documents(who, Document.objects.filter(pk__in=list(keys), latest_number__gt=0))
    rows = documents.values_list("pk", "title", "category")
    return {str(pk): (title, f"Library, {Document.Category(category).label}") for pk, title, category in rows}


def register() -> None:
    linking.register("document", PATH, look, icon="library")
