"""Messages that hold certain words, in rooms this person may enter."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet

from cohorts.models import Message, Room
from community.finding.engine import Asked, find
from community.finding.models import MessageWords
from community.finding.narrowing import Narrow
from community.finding.wording import Wanted
from community.places import place
from moderation.access import rooms as rules
from moderation.access.grants import Grants

FIELDS = (
    "id", "author_id", "author__name", "at", "room_id", "room__name", "room__cohort__name", "room__cohort__hue",
)  # fmt: skip


def search(
    who: Grants, wanted: Wanted, narrow: Narrow, *, most: int, before: int | None = None
) -> tuple[list[dict[str, Any]], int | None]:
    """Newest first. The second value: where older ones begin, if there are any."""
    if narrow.space_id is not None or narrow.threads_only:
        return [], None
    within = readable(who, narrow)
    hits = find(MessageWords, Asked(wanted.terms, narrow.marks), within, most=most + 1, before=before)
    shown = hits[:most]
    found = {row["id"]: row for row in within.filter(pk__in={hit.subject for hit in shown}).values(*FIELDS)}
    rows = [
        {
            "url": f"{place('room', found[hit.subject]['room_id'])}?message={hit.subject}",
            "name": found[hit.subject]["author__name"], "at": found[hit.subject]["at"],
            "room": found[hit.subject]["room__name"] or "Talk",
            "cohort": found[hit.subject]["room__cohort__name"] or "Talks",
            "hue": found[hit.subject]["room__cohort__hue"] or "slate",
            "snippet": "" if found[hit.subject]["author_id"] in who.blocked_ids else hit.snippet,
        }
        for hit in shown if hit.subject in found
    ]  # fmt: skip
    return rows, shown[-1].id if len(hits) > most else None


def readable(who: Grants, narrow: Narrow) -> QuerySet[Message]:
    rooms = Room.objects.filter(pk=OuterRef("room_id"))
    if narrow.cohort_id is not None:
        rooms = rooms.filter(cohort_id=narrow.cohort_id)
    messages = Message.objects.filter(deleted_at=None)
    if narrow.room_id is not None:
        messages = messages.filter(room_id=narrow.room_id)
    return rules.visible_messages(who, narrow.dated(messages, "at"), rooms)
