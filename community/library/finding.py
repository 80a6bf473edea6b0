"""Documents that hold certain words, titles first."""

from __future__ import annotations

from typing import Any

from community.finding.engine import Asked, find, titles_first
from community.finding.models import DocumentWords
from community.finding.narrowing import Narrow
from community.finding.wording import Wanted
from community.library.models import Document
from community.places import place
from moderation.access import library as rules
from moderation.access.grants import Grants

FIELDS = ("id", "title", "category", "updated_at", "shared_by__name")


def search(
    who: Grants, wanted: Wanted, narrow: Narrow, *, most: int, before: int | None = None
) -> tuple[list[dict[str, Any]], int | None]:
    """The second value: where older ones begin, if there are any."""
    if narrow.space_id is not None or narrow.room_id is not None or narrow.threads_only:
        return [], None
    within = rules.visible_documents(who, Document.objects.filter(latest_number__gt=0))
    if narrow.cohort_id is not None:
        within = within.filter(cohort_id=narrow.cohort_id)
    within = narrow.dated(within, "updated_at")
    first, hits = titles_first(DocumentWords, Asked(wanted.terms, narrow.marks), within, most=most, before=before)
    ordered = {hit.subject: hit for hit in (*first, *hits[:most])}
    found = {row["id"]: row for row in within.filter(pk__in=ordered).values(*FIELDS)}
    rows = [
        {
            "url": place("document", key), "title": hit.title, "snippet": hit.snippet, "at": found[key]["updated_at"],
            "name": found[key]["shared_by__name"],
            "category": Document.Category(found[key]["category"]).label,
        }
        for key, hit in ordered.items() if key in found
    ]  # fmt: skip
    return rows[:most], hits[most - 1].id if len(hits) > most else None


def titled(who: Grants, wanted: Wanted, most: int) -> list[dict[str, Any]]:
    """Documents whose title holds it, as lines of a menu."""
    within = rules.visible_documents(who, Document.objects.filter(latest_number__gt=0))
    hits = find(DocumentWords, Asked(wanted.terms, titles=True), within, most=most)
    return [{"url": place("document", hit.subject), "label": hit.title, "icon": "file-text"} for hit in hits]
