"""Pages of the forum: door, form, action, answer."""

from __future__ import annotations

from community.forum.views.lists import latest, space, space_read, spaces
from community.forum.views.ordering import forget_versions, history, order
from community.forum.views.suggesting import mentions, readers, similar
from community.forum.views.threads import fragment, post, read, thread, unread
from community.forum.views.unmasking import decide_unmasking, unmask
from community.forum.views.writing import answer, ask, delete, edit, reply, still_open, thanks

__all__ = [
    "answer",
    "ask",
    "decide_unmasking",
    "delete",
    "edit",
    "forget_versions",
    "fragment",
    "history",
    "latest",
    "mentions",
    "order",
    "post",
    "read",
    "readers",
    "reply",
    "similar",
    "space",
    "space_read",
    "spaces",
    "still_open",
    "thanks",
    "thread",
    "unmask",
    "unread",
]
