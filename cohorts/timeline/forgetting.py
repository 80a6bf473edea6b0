"""Messages that go without a frame of anybody: their writer left with their words, or the room keeps them no longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from cohorts import wire
from cohorts.models import Message, Room
from cohorts.queries import FIELDS, Row
from cohorts.timeline.writing import Pending
from community.live import news


def forget(messages: Sequence[Message], rooms: Mapping[UUID, Room], *, by: int | None, at_epoch: int) -> None:
    """Each becomes a deleted one, as everybody in its room sees at once; its place stays. Nobody is told by a notice.

    Inside a transaction that holds the epoch and these rooms. `by` is empty for what nobody deletes by hand.
    """
    now = timezone.now()
    for message in messages:
        room = rooms[message.room_id]
        room.rev += 1
        message.rev, message.deleted_at, message.deleted_by_id = room.rev, now, by
        message.body = message.html = ""
        message.files, message.reactions, message.pinned_at, message.pinned_by_id = [], {}, None, None
    Pending(changed={message.pk: message for message in messages}, rooms=dict(rooms)).write()
    for message in messages:
        tell(rooms[message.room_id], message, at_epoch)


def tell(room: Room, message: Message, at_epoch: int) -> None:
    row: Row = {name: getattr(message, name) for name in FIELDS if "__" not in name}
    row |= {"reply_to__author_id": None, "reply_to__body": None, "reply_to__deleted_at": None}
    [state] = wire.messages(at_epoch, room.cohort_id, [row])
    news.tell(wire.room_topic(room.pk), at_epoch, wire.frame(room.pk, message, state))
