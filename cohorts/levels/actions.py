"""Choosing how much one hears of a room; and telling those who want to hear everything."""

from __future__ import annotations

from uuid import UUID

from cohorts import wire
from cohorts.levels import queries
from cohorts.levels.models import RoomLevel
from cohorts.levels.queries import Level
from cohorts.models import Message, ReadMark, Room
from community.db import writing
from community.jobs.queue import job, later
from community.members import epoch
from community.members.grants import those_who
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from community.notifications.queries import told_of
from moderation.access import rooms as rules
from moderation.access.grants import Grants

SAID = "message.said"


def choose_level(who: Grants, room: Room, level: str) -> None:
    """What the house does anyway is no row. How many want to hear everything is kept on the room, which every message
    has at hand."""
    rules.may_enter_room(who, room).require_sight()
    with writing():
        held = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
        mine = RoomLevel.objects.filter(member_id=who.member_id, room=held)
        if level == Level.MENTIONS:
            mine.delete()
        else:
            RoomLevel.objects.update_or_create(member_id=who.member_id, room=held, defaults={"level": level})
        count_listeners(held.pk)


def count_listeners(room_id: UUID) -> None:
    listeners = RoomLevel.objects.filter(room_id=room_id, level=Level.EVERYTHING).count()
    Room.objects.filter(pk=room_id).update(listeners=listeners)


def forget_levels(member_id: int) -> None:
    """Of somebody who leaves."""
    mine = RoomLevel.objects.filter(member_id=member_id)
    heard = list(mine.filter(level=Level.EVERYTHING).order_by("room_id").values_list("room_id", flat=True))
    mine.delete()
    for room in Room.objects.select_for_update(of=("self",)).filter(pk__in=heard).order_by("pk"):
        count_listeners(room.pk)


@job()
def tell_listeners(message_id: str, after: int = 0) -> None:
    """Rights are asked now. Who was told anyway, or has read it meanwhile, is not told again."""
    with writing():
        message = Message.objects.select_related("room").filter(pk=UUID(message_id), deleted_at=None).first()
        people = queries.listeners_of(message.room_id, after=after) if message else []
        if message is None or not people:
            return
        at, room = epoch.hold(), message.room
        read = ReadMark.objects.filter(room=room, seq__gte=message.seq, member_id__in=people)
        knowing = {message.author_id, *read.values_list("member_id", flat=True)}
        knowing |= told_of(("message.mention", "message.reply"), message_id, people)
        readers = those_who(at, set(people) - knowing, lambda held: rules.may_enter_room(held, room))
        place = wire.room_topic(room.pk)
        wanted = [Wanted(pk, message.author_id, SAID, message_id, place) for pk in sorted(readers)]
        notices.notify(wanted, at_epoch=at)
        if len(people) == queries.TOLD_AT_ONCE:
            later(tell_listeners, message_id, people[-1])
