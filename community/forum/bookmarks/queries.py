"""A member's own bookmarks, as far as they may still read what is marked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from community import cursors
from community.forum.bookmarks.models import Bookmark
from community.forum.models import Post, Thread
from moderation.access import forum as rules
from moderation.access.grants import Grants

PAGE = 25


def bookmarks_of(who: Grants, *, before: tuple[datetime, int] | None = None) -> list[Bookmark]:
    """The newest first; one more than a page when there are older ones. Whoever shows messages asks the door."""
    threads = rules.visible_threads(who, Thread.objects.all())
    posts = rules.visible_posts(who, Post.objects.filter(deleted_at=None, thread__in=threads))
    readable = Exists(posts.filter(pk=OuterRef("post_id"))) | Q(message__isnull=False)
    found = Bookmark.objects.filter(readable, member_id=who.member_id)
    if before is not None:
        found = found.filter(cursors.before("made_at", before))
    return list(found.select_related("post__author", "post__thread__space").order_by("-made_at", "-pk")[: PAGE + 1])


def bookmark_of(who: Grants, post: Post) -> Bookmark | None:
    return Bookmark.objects.filter(member_id=who.member_id, post=post).first()


def bookmark_of_message(who: Grants, message: UUID) -> Bookmark | None:
    return Bookmark.objects.filter(member_id=who.member_id, message=message).first()


def is_marked(who: Grants) -> Exists:
    """Of a query of posts: has this person marked it?"""
    return Exists(Bookmark.objects.filter(member_id=who.member_id, post_id=OuterRef("pk")))


def due(now: datetime, most: int) -> QuerySet[Bookmark, Any]:
    found = Bookmark.objects.filter(remind_at__lte=now, reminded_at=None, post__deleted_at=None)
    return found.order_by("remind_at")[:most]


def all_of(member_id: int) -> QuerySet[Bookmark]:
    """For this member's archive."""
    return Bookmark.objects.filter(member_id=member_id).select_related("post__thread__space")
