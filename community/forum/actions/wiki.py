"""A post that everybody edits: a list that grows, an answer that several know a piece of."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.actions.editing import held
from community.forum.models import Post
from community.members import epoch
from moderation import audit
from moderation.access import forum as rules
from moderation.access.grants import Grants


def open_post(who: Grants, post: Post) -> None:
    """Whoever may reply may edit it from now on. Opening what is open changes nothing."""
    set_open(who, post, timezone.now())


def close_post(who: Grants, post: Post) -> None:
    """Only its writer edits it again; what others wrote into it stays."""
    set_open(who, post, None)


def set_open(who: Grants, post: Post, at: datetime | None) -> None:
    with writing():
        locked = held(post)
        rules.may_open_post(who, locked, timezone.now()).require()
        if (locked.wiki_at is None) == (at is None):
            return
        Post.objects.filter(pk=post.pk).update(wiki_at=at)
        if locked.writer_id != who.member_id:
            verb = "open_post" if at else "close_post"
            audit.record(who.member_id, verb, kind="post", subject=post.pk, label=locked.thread.title)
        events.post_changed(locked.thread, locked, epoch.hold())
