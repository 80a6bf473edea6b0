"""What members do in the forum. Each is one transaction; what others should hear goes out after it."""

from __future__ import annotations

from community.forum.actions.answers import THANKS, choose_answer, take_back_answer, toggle_reaction
from community.forum.actions.arranging import create_space
from community.forum.actions.editing import delete, edit, forget_versions
from community.forum.actions.labelling import arrange_space, set_label
from community.forum.actions.moving import merge, split
from community.forum.actions.ordering import close, move, pin, reopen, unpin
from community.forum.actions.polling import Wanted, close_poll, take_back_vote, vote
from community.forum.actions.posts import ask, reply
from community.forum.actions.promising import say_open
from community.forum.actions.reading import mark_read, mark_space_read, mark_unread_from
from community.forum.actions.tagging import bring_back_tag, change_tag, make_tag, merge_tags, retire_tag, set_tags
from community.forum.actions.unmasking import ask_who_wrote, decide_who_wrote, place_of
from community.forum.actions.wiki import close_post, open_post
from community.forum.actions.words import MAX_TITLE, ChangedMeanwhile, Unusable, excerpt

__all__ = [
    "MAX_TITLE",
    "THANKS",
    "ChangedMeanwhile",
    "Unusable",
    "Wanted",
    "arrange_space",
    "ask",
    "ask_who_wrote",
    "bring_back_tag",
    "change_tag",
    "choose_answer",
    "close",
    "close_poll",
    "close_post",
    "create_space",
    "decide_who_wrote",
    "delete",
    "edit",
    "excerpt",
    "forget_versions",
    "make_tag",
    "mark_read",
    "mark_space_read",
    "mark_unread_from",
    "merge",
    "merge_tags",
    "move",
    "open_post",
    "pin",
    "place_of",
    "reopen",
    "reply",
    "retire_tag",
    "say_open",
    "set_label",
    "set_tags",
    "split",
    "take_back_answer",
    "take_back_vote",
    "toggle_reaction",
    "unpin",
    "vote",
]
