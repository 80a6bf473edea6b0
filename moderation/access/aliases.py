"""Rules of aliases: who may find out who wrote something. Two moderators together, never one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.forum import may_read_post
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from community.forum.models import Post, Unmasking
    from moderation.access.grants import Grants

SECOND_DECIDES = no("second_decides", "You asked this. Another moderator decides it.")
DECIDED = no("decided", "This is decided already.")


def may_ask_who_wrote(who: Grants, post: Post, now: datetime) -> Decision:
    """Of something written under an alias. For all others than moderators there is no such question."""
    if not is_moderator(who) or not post.alias or post.deleted_at is not None:
        return ABSENT
    reading = may_read_post(who, post)
    return may_write(who, now) if reading else reading


def may_decide_who_wrote(who: Grants, unmasking: Unmasking, now: datetime) -> Decision:
    asking = may_ask_who_wrote(who, unmasking.post, now)
    if not asking:
        return asking
    if unmasking.decided_at is not None:
        return DECIDED
    if unmasking.asked_by_id == who.member_id:
        return SECOND_DECIDES
    return YES


def may_see_who_wrote(who: Grants, unmasking: Unmasking, now: datetime) -> Decision:
    """Only the two who took it upon themselves."""
    asking = may_ask_who_wrote(who, unmasking.post, now)
    if not asking:
        return asking
    if not unmasking.agreed or who.member_id not in (unmasking.asked_by_id, unmasking.decided_by_id):
        return ABSENT
    return YES
