"""What waits to be read, and what in it may point to a child."""

from __future__ import annotations

from community.library.models import Document, Version
from community.library.revealing import traces
from community.library.revealing.traces import Trace
from community.text import plain, privacy
from community.text.privacy import Seen
from moderation.access import library as rules
from moderation.access.grants import Grants

MOST = 50


def offered_to(who: Grants) -> list[Document]:
    """To moderators all that waits, the oldest first; to a member their own, whatever became of it."""
    waiting = rules.offered_documents(who, Document.objects.filter(latest_number__gt=0))
    return list(waiting.select_related("shared_by").order_by("offered_at", "pk")[:MOST])


def traces_of(version: Version) -> list[Trace]:
    """What its file still reveals."""
    return list(traces.read(version.traces))


def cautions(version: Version) -> list[Seen]:
    """Found in its words, and kept nowhere."""
    words = plain.lines_from_html(version.preview_html) or version.words
    return privacy.look(words) if words else []
