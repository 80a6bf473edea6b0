"""How far what is said may travel: the promise under which people answer. Machines keep it, too.

After the Chatham House Rule ("participants are free to use the information received, but neither the identity nor the
affiliation of the speaker(s) … may be revealed"), with one step before it and one behind it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from moderation.access import forum
from moderation.access.decision import YES, Decision, no
from moderation.access.standing import is_moderator

if TYPE_CHECKING:
    from datetime import datetime

    from community.forum.models import Thread
    from moderation.access.grants import Grants


class Label(StrEnum):
    """From the strictest to the loosest."""

    STAYS = "stays"  # not a word leaves, mails of the community included
    UNNAMED = "unnamed"  # what was said may be used, never who said it
    FREE = "free"  # may be shared with anybody


ORDER = list(Label)
PROMISED = no(
    "only_stricter",
    "This is made of words said in a room, under the promise that is here now. It can become stricter, but not looser.",
)
NOT_YOURS = no("not_yours", "Only the person who asked, or a moderator, decides how far this may go.")
ONLY_STRICTER = no(
    "only_stricter",
    "Others have answered under the promise that is here now. It can become stricter, but not looser.",
)


def stricter(one: str, other: str) -> Label:
    return min(Label(one), Label(other), key=ORDER.index)


def label_of(thread: Thread) -> Label:
    """A thread never promises less than its space does."""
    return stricter(thread.label, thread.space.label)


def may_label(who: Grants, thread: Thread, label: str, now: datetime) -> Decision:
    """Looser only as long as nobody else relied on it."""
    replying = forum.may_reply(who, thread, now)
    if not replying:
        return replying
    if thread.writer_id != who.member_id and not is_moderator(who):
        return NOT_YOURS
    if ORDER.index(Label(label)) > ORDER.index(Label(thread.label)):
        if thread.promised:
            return PROMISED
        if thread.numbered_to > 1:
            return ONLY_STRICTER
    return YES
