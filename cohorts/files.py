"""Who may read a file attached to a message: whoever may enter the room, as long as the message is there."""

from __future__ import annotations

from cohorts.models import Message
from moderation.access import rooms as rules
from moderation.access.grants import Grants


def readable(who: Grants, subject: str) -> bool:
    message = Message.objects.select_related("room").filter(pk=subject, deleted_at=None).first()
    return message is not None and bool(rules.may_read_message(who, message.room, message))
