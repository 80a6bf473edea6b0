"""What a member marked, with their notes, for their archive. It goes with them when they leave."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.html import escape

from community.forum.bookmarks import queries
from community.forum.bookmarks.actions import forget_all
from community.places import place
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    """Without a word of the post: that is its writer's."""
    for piece in pieces(queries.all_of(member_id), by="made_at"):
        for one in piece:
            thread = one.post.thread
            yield Words(
                id=str(one.pk), at=one.made_at, where=thread.space.name, title="Bookmark",
                html=f"<p>{escape(one.note)}</p>" if one.note else "", text=one.note,
                facts={
                    "link": f"{settings.COMMUNITY_URL}{place('thread', thread.key)}?to={one.post.number}",
                    "remind_at": one.remind_at.isoformat() if one.remind_at else None,
                },
            )  # fmt: skip


SOURCE = Source("bookmarks", "Bookmarks", read, drop=forget_all)
