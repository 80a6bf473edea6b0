"""Pages of the forum: door, form, action, answer."""

from __future__ import annotations

from community.forum.views.bookmarks import bookmark, bookmark_message, bookmarked
from community.forum.views.curating import keep_tag, keep_tags, merge_tag, retire_tag
from community.forum.views.following import ask_too, follow_space, follow_tag, follow_thread, following
from community.forum.views.labelling import label
from community.forum.views.lists import forum_read, latest, space, space_read, spaces, undo_read
from community.forum.views.moving import merge, split
from community.forum.views.ordering import forget_versions, history, order
from community.forum.views.printing import reading
from community.forum.views.suggesting import mentions, readers, similar, telling
from community.forum.views.tags import tag, tags, thread_tags
from community.forum.views.threads import fragment, post, read, thread, unread
from community.forum.views.unmasking import decide_unmasking, unmask
from community.forum.views.writing import answer, ask, delete, edit, open_post, reply, still_open, thanks

__all__ = [
    "answer",
    "ask",
    "ask_too",
    "bookmark",
    "bookmark_message",
    "bookmarked",
    "decide_unmasking",
    "delete",
    "edit",
    "follow_space",
    "follow_tag",
    "follow_thread",
    "following",
    "forget_versions",
    "forum_read",
    "fragment",
    "history",
    "keep_tag",
    "keep_tags",
    "label",
    "latest",
    "mentions",
    "merge",
    "merge_tag",
    "open_post",
    "order",
    "post",
    "read",
    "readers",
    "reading",
    "reply",
    "retire_tag",
    "similar",
    "space",
    "space_read",
    "spaces",
    "split",
    "still_open",
    "tag",
    "tags",
    "telling",
    "thanks",
    "thread",
    "thread_tags",
    "undo_read",
    "unmask",
    "unread",
]
