"""The reminder: what one wanted to see again, while one may still see it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from community.forum.bookmarks.models import Bookmark
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
    found = mine.select_related("post__thread__space")
    return {str(one.pk): shown(one) for one in found if rules.may_read_post(who, one.post)}


def shown(one: Bookmark) -> Shown:
    thread = one.post.thread
    return Shown(
        sentence=f"wanted to see “{plain.shorten(thread.title, 80)}” again",
        url=reverse("thread", args=[thread.key]) + f"?to={one.post.number}#reply-{one.post.number}",
        excerpt=one.note,
        place_name=thread.space.name,
        hue=thread.space.hue,
        by="You",
    )
