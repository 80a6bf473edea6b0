"""What a member said in rooms, for their archive; and taking it away when they leave with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from cohorts import indexing, wire
from cohorts.models import Message, MessageReaction, Room
from cohorts.queries import FIELDS, Row
from cohorts.timeline import statements
from community import keeping
from community.db import writing
from community.files import actions as files
from community.live import news
from community.live.protocol import encode
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
        at, now = epoch.hold(), timezone.now()
        messages = list(found.filter(room_id__in=rooms).select_related("reply_to")[:AT_ONCE])
        for message in messages:
            room = rooms[message.room_id]
            room.rev += 1
            message.rev, message.deleted_at, message.deleted_by_id = room.rev, now, member_id
            message.body = message.html = ""
            message.files, message.reactions, message.pinned_at, message.pinned_by_id = [], {}, None, None
        Message.objects.bulk_update(messages, CHANGED)
        MessageReaction.objects.filter(message__in=messages).delete()
        indexing.index(messages)
        files.discard("message", [str(message.pk) for message in messages])
        keeping.forget([message.pk for message in messages])
        statements.store(rooms.values())
        for message in messages:
            tell(rooms[message.room_id], message, at)
    return len(messages) == AT_ONCE


CHANGED = ["rev", "body", "html", "deleted_at", "deleted_by", "reactions", "files", "pinned_at", "pinned_by"]


def tell(room: Room, message: Message, at: int) -> None:
    row: Row = {name: getattr(message, name) for name in FIELDS if "__" not in name}
    row |= {"reply_to__author_id": None, "reply_to__body": None, "reply_to__deleted_at": None}
    [state] = wire.messages(at, room.cohort_id, [row])
    news.tell(wire.room_topic(room.pk), at, encode("message", room=str(room.pk), rev=message.rev, message=state))


SOURCE = Source("rooms", "What you said in rooms", read, forget)
