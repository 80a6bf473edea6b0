"""Rules of seeing who has read a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.rooms import may_read_message

if TYPE_CHECKING:
    from cohorts.models import Message, Room
    from moderation.access.grants import Grants

SEEN_UP_TO = 20  # people beside its writer

NOT_YOURS = no("not_yours", "Only the person who wrote a message sees who has read it.")
TOO_MANY = no("too_many", f"Who has read a message is shown in rooms of up to {SEEN_UP_TO} people.")
BOTH_WAYS = no(
    "both_ways", "You don’t show what you have read, so you don’t see it of others. You can change that under You."
)


def may_see_seen(who: Grants, room: Room, message: Message, people: int, shows: bool) -> Decision:
    """`people`: how many it was said to; `shows`: does this person let others see what they have read?"""
    reading = may_read_message(who, room, message)
    if not reading or message.deleted_at is not None:
        return ABSENT
    if message.author_id != who.member_id:
        return NOT_YOURS
    if people > SEEN_UP_TO:
        return TOO_MANY
    return YES if shows else BOTH_WAYS
