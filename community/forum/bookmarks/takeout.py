"""What a member marked, with their notes, for their archive. It goes with them when they leave."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.utils.html import escape

from community import keeping
from community.forum.bookmarks import queries
from community.forum.bookmarks.actions import forget_all
from community.forum.bookmarks.models import Bookmark
from community.keeping import Kept
from community.places import place
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    """Without a word of the post or message: that is its writer's."""
    for piece in pieces(queries.all_of(member_id), by="made_at"):
        messages = keeping.messages({one.message for one in piece if one.message})
        for one in piece:
            where, link = whereabouts(one, messages)
            yield Words(
                id=str(one.pk), at=one.made_at, where=where, title="Bookmark",
                html=f"<p>{escape(one.note)}</p>" if one.note else "", text=one.note,
                facts={
                    "link": f"{settings.COMMUNITY_URL}{link}" if link else None,
                    "remind_at": one.remind_at.isoformat() if one.remind_at else None,
                },
            )  # fmt: skip


def whereabouts(one: Bookmark, messages: dict[UUID, Kept]) -> tuple[str, str]:
    if one.post is not None:
        thread = one.post.thread
        return thread.space.name, f"{place('thread', thread.key)}?to={one.post.number}"
    kept = messages.get(one.message) if one.message else None
    return (kept.place_name, kept.url) if kept else ("", "")


SOURCE = Source("bookmarks", "Bookmarks", read, drop=forget_all)
