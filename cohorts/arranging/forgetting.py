"""What a room keeps no longer is deleted: once a day, a batch at a time, and nobody is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from cohorts.arranging import queries
from cohorts.models import ChangeNonce, Message, Room
from cohorts.timeline import forgetting, statements
from community.db import writing
from community.jobs.queue import job, later
from community.members import epoch
from moderation import audit

logger = logging.getLogger("community.rooms")

AT_ONCE = 200


@job(every=timedelta(days=1))
def forget_old() -> None:
    """May run at any time, and as often: each room is looked at by a job of its own."""
    with writing():
        for room_id, step in queries.keeping_for_a_time(timezone.now()):
            later(forget_in, str(room_id), step)


@job()
def forget_in(room_id: str, step: int, gone: int = 0) -> None:
    """The next batch of one room; the one after it is put off in the same transaction.

    `step`: how many batches there were before. If it is another number by now, this one was carried out, or somebody
    else is at it. `gone`: how many messages this run has deleted so far. What is still to go is decided now: the
    choice may have been taken back between two batches.
    """
    with writing():
        at, rooms = epoch.hold(), statements.lock([UUID(room_id)])
        room = rooms.get(UUID(room_id))
        if room is None or room.keeps_step != step:
            return
        messages = queries.too_old(room, timezone.now(), AT_ONCE)
        if messages:
            forgetting.forget(messages, rooms, by=None, at_epoch=at)
            leave_no_mark([message.pk for message in messages])
        Room.objects.filter(pk=room.pk).update(keeps_step=step + 1)
        gone += len(messages)
        if len(messages) == AT_ONCE:
            later(forget_in, room_id, step + 1, gone)
        elif gone:
            note(room, gone)


def leave_no_mark(ids: Sequence[UUID]) -> None:
    """Not even the fingerprints by which the same wish, sent again, is known: short words can be guessed from them."""
    Message.objects.filter(pk__in=ids).update(fingerprint="")
    ChangeNonce.objects.filter(message__in=ids).delete()


def note(room: Room, gone: int) -> None:
    """One line a room and run: how many, not which. It is the act of whoever chose it."""
    said = "1 message" if gone == 1 else f"{gone} messages"
    logger.info("Deleted what room %s keeps no longer: %s", room.pk, said)
    if room.keeps_changed_by_id is not None:
        audit.record(room.keeps_changed_by_id, "forget_old", kind="room", subject=room.pk, label=room.name, reason=said)
