"""What the bell says of an original that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from community.library.models import Document, Version
from community.library.pulling.telling import RENEWED
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.places import place
from community.text import plain
from moderation.access import library as rules
from moderation.access.grants import Grants

COUNTED = ("template you adapted that changed", "templates you adapted that changed")


def register() -> None:
    kinds.register(
        RENEWED, resolve, counted=("template you adapted that changed", "templates you adapted that changed")
    )


def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    found = Document.objects.filter(pk__in=list(subjects), shelf__isnull=False).select_related("lineage__parent")
    seen = [one for one in found if rules.may_read_document(who, one) and may_read_original(who, one)]
    originals = [one.lineage.parent_id for one in seen]
    newest = Version.objects.filter(document__in=originals, number=F("document__latest_number"))
    notes = dict(newest.order_by().values_list("document_id", "note")) if originals else {}
    return {str(one.pk): shown(one, notes.get(one.lineage.parent_id, "")) for one in seen}


def may_read_original(who: Grants, document: Any) -> bool:
    return hasattr(document, "lineage") and bool(rules.may_read_document(who, document.lineage.parent))


def shown(document: Any, note: str) -> Shown:
    return Shown(
        sentence=f"changed “{plain.shorten(document.lineage.parent.title, 80)}”, from which yours was made",
        url=place("document", document.pk),
        excerpt=plain.shorten(note, 120),
        place_name="Library",
        hue="pine",
        named=False,
    )
