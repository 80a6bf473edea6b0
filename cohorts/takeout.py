"""What a member said in rooms, for their archive; and taking it away when they leave with it."""

from __future__ import annotations

from collections.abc import Iterator

from cohorts.models import Message
from cohorts.timeline import forgetting, statements
from community.db import writing
from community.members import epoch
from community.takeout.files import files_of
from community.takeout.sources import Source, Words, pieces

AT_ONCE = 100


def read(member_id: int) -> Iterator[Words]:
    """Without what was answered: those are others' words."""
    said = Message.objects.filter(author_id=member_id, deleted_at=None).select_related("room__cohort")
    for piece in pieces(said, by="at"):
        found = files_of("message", [str(message.pk) for message in piece if message.files])
        for message in piece:
            yield Words(
                id=str(message.pk), at=message.at,
                where=f"{message.room.place_name}, {message.room.name or 'a talk'}", title="",
                html=message.html, text=message.body,
                facts={"edited_at": message.edited_at.isoformat() if message.edited_at else None},
                files=tuple(found.get(str(message.pk), ())),
            )  # fmt: skip


def forget(member_id: int) -> bool:
    """Each message becomes a deleted one, as everybody in the room sees at once; its place stays."""
    with writing():
        found = Message.objects.filter(author_id=member_id, deleted_at=None).order_by("at")
        rooms = statements.lock(found.values_list("room_id", flat=True)[:AT_ONCE])
        at = epoch.hold()
        messages = list(found.filter(room_id__in=rooms).select_related("reply_to")[:AT_ONCE])
        forgetting.forget(messages, rooms, by=member_id, at_epoch=at)
    return len(messages) == AT_ONCE


SOURCE = Source("rooms", "What you said in rooms", read, forget)
