"""The reminder: what one wanted to see again, while one may still see it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from community import keeping
from community.forum.bookmarks.models import Bookmark
from community.forum.models import Post
from community.keeping import Kept
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.text import plain
from moderation.access import forum as rules
from moderation.access.grants import Grants

DUE = "bookmark.due"


def register() -> None:
    kinds.register(DUE, resolve, counted=("reminder", "reminders"))


def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    mine = Bookmark.objects.filter(pk__in=list(subjects), member_id=who.member_id, post__deleted_at=None)
    found = list(mine.select_related("post__thread__space"))
    messages = keeping.messages_for(who, {one.message for one in found if one.message})
    posts = {str(one.pk): of_post(one, one.post) for one in found if one.post and rules.may_read_post(who, one.post)}
    return posts | {
        str(one.pk): of_message(one, messages[one.message]) for one in found if one.message and one.message in messages
    }


def of_post(one: Bookmark, post: Post) -> Shown:
    thread = post.thread
    return Shown(
        sentence=f"wanted to see “{plain.shorten(thread.title, 80)}” again",
        url=reverse("thread", args=[thread.key]) + f"?to={post.number}#reply-{post.number}",
        excerpt=one.note,
        place_name=thread.space.name,
        hue=thread.space.hue,
        by="You",
    )


def of_message(one: Bookmark, kept: Kept) -> Shown:
    """Who wrote in a talk stands in no mail."""
    return Shown(
        sentence=f"wanted to see what {kept.name} wrote again",
        url=kept.url,
        excerpt=one.note,
        place_name=kept.room,
        hue=kept.hue,
        by="You",
        quotable=kept.quotable,
    )
