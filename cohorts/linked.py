"""Links to messages, as cards."""

from __future__ import annotations

from collections.abc import Sequence

from cohorts.finding import readable
from cohorts.models import Message
from community import linking
from community.finding.narrowing import Narrow
from community.text import plain
from moderation.access.grants import Grants

PATH = rf"/rooms/{linking.UUID}/\?message=({linking.UUID})(?:#[\w-]*)?"
LONGEST = 90


def look(who: Grants, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Not of somebody this person blocked: their words are folded everywhere."""
    messages: list[Message] = list(
        readable(who, Narrow())
        .filter(pk__in=list(keys))
        .exclude(author_id__in=list(who.blocked_ids))
        .select_related("author", "room")
    )
    return {
        str(m.pk): (
            plain.shorten(plain.from_html(m.html), LONGEST) or "A file",
            f"{m.author.name} in {m.room.name or 'a talk'}",
        )
        for m in messages
    }


def register() -> None:
    linking.register("message", PATH, look, icon="messages-square")
