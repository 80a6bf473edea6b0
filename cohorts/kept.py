"""Messages that members keep for later, as their bookmarks show them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from cohorts.models import Message
from cohorts.notices import TALKS_HUE
from community import keeping
from community.keeping import Kept
from community.notifications import actions as bell
from community.places import place
from community.text import plain
from moderation.access import rooms as rules
from moderation.access.grants import Grants

LONGEST = 160


def look(ids: Collection[UUID]) -> dict[UUID, Kept]:
    found = Message.objects.filter(pk__in=ids, deleted_at=None).select_related("room__cohort", "author")
    return {message.pk: kept(message) for message in found}


def kept(message: Message) -> Kept:
    room = message.room
    return Kept(
        url=f"{place('room', room.pk)}?message={message.pk}",
        room_url=place("room", room.pk),
        room=room.name or "A talk",
        excerpt=plain.shorten(plain.from_html(message.html), LONGEST),
        author_id=message.author_id,
        name=message.author.name,
        place_name=room.place_name,
        hue=room.cohort.hue if room.cohort else TALKS_HUE,
        topic=topic_of(message.pk),
        quotable=room.cohort_id is not None,
        sees=partial(sees, message),
    )


def topic_of(message_id: UUID | str) -> str:
    """Read together with the message itself, not with whatever else is read in its room."""
    return f"kept:{message_id}"


def sees(message: Message, who: Grants) -> bool:
    return bool(rules.may_read_message(who, message.room, message))


def looked_at(who: Grants, named: str) -> None:
    """A link named this message: a reminder of it is read."""
    try:
        message_id = UUID(named)
    except ValueError:
        return
    bell.mark_read_at(who.member_id, topic_of(message_id))


def register() -> None:
    keeping.register_messages(look)
