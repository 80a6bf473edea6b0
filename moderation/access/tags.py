"""Rules of tags: who keeps the list, and who says which of them a question has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import YES, Decision, no
from moderation.access.desk import may_run_desk
from moderation.access.forum import may_reply
from moderation.access.standing import is_moderator

if TYPE_CHECKING:
    from datetime import datetime

    from community.forum.models import Thread
    from moderation.access.grants import Grants

ASKER_TAGS = no("not_yours", "Only the person who asked, or a moderator, chooses the tags.")


def may_keep_tags(who: Grants, now: datetime) -> Decision:
    """Make, rename, merge and retire them."""
    return may_run_desk(who, now)


def may_tag(who: Grants, thread: Thread, now: datetime) -> Decision:
    replying = may_reply(who, thread, now)
    if not replying:
        return replying
    if thread.writer_id != who.member_id and not is_moderator(who):
        return ASKER_TAGS
    return YES
