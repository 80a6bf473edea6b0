"""Pages of the forum: door, form, action, answer."""

from __future__ import annotations

from community.forum.views.bookmarks import bookmark, bookmarked
from community.forum.views.following import ask_too, follow_space, follow_thread
from community.forum.views.lists import forum_read, latest, space, space_read, spaces, undo_read
from community.forum.views.ordering import forget_versions, history, order
from community.forum.views.suggesting import mentions, readers, similar
from community.forum.views.threads import fragment, post, read, thread, unread
from community.forum.views.unmasking import decide_unmasking, unmask
from community.forum.views.writing import answer, ask, delete, edit, reply, thanks

__all__ = [
    "answer",
    "ask",
    "ask_too",
    "bookmark",
    "bookmarked",
    "decide_unmasking",
    "delete",
    "edit",
    "follow_space",
    "follow_thread",
    "forget_versions",
    "forum_read",
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
    "thanks",
    "thread",
    "undo_read",
    "unmask",
    "unread",
]
