"""Rules of seeing who has read a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.rooms import may_read_message
from moderation.access.standing import may_enter

if TYPE_CHECKING:
    from datetime import datetime

    from cohorts.models import Message, Room
    from moderation.access.grants import Grants

SEEN_UP_TO = 20  # people who can read it, its writer among them

NOT_YOURS = no("not_yours", "Only the person who wrote a message sees who has read it.")
TOO_MANY = no("too_many", f"Who has read a message is shown in rooms of up to {SEEN_UP_TO} people.")
BOTH_WAYS = no(
    "both_ways", "You don’t show what you have read, so you don’t see it of others. You can change that under You."
)


def may_see_seen(who: Grants, room: Room, message: Message, readers: int, shows: bool) -> Decision:
    """`readers`: how many can read there; `shows`: does this person let others see what they have read?"""
    reading = may_read_message(who, room, message)
    if not reading or message.deleted_at is not None:
        return ABSENT
    if message.author_id != who.member_id:
        return NOT_YOURS
    if readers > SEEN_UP_TO:
        return TOO_MANY
    return YES if shows else BOTH_WAYS


def is_offered(readers: int, shows: bool) -> bool:
    """Stands it in the menus of one's own messages in a room of so many?"""
    return 1 < readers <= SEEN_UP_TO and shows


def was_told(other: Grants, room: Room, message: Message, now: datetime) -> bool:
    """Can this person come in now, and was it said to them?"""
    return bool(may_enter(other, now)) and bool(may_read_message(other, room, message))


def shows_reading(who: Grants, other: Grants) -> bool:
    """Where one of two blocked the other, neither learns what the other has read."""
    return who.member_id not in other.blocked_ids and other.member_id not in who.blocked_ids
