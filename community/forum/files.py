"""Who may read a file attached to a post: whoever may read the post, as long as it is there."""

from __future__ import annotations

from community.forum.models import Post
from moderation.access import forum as rules
from moderation.access.grants import Grants


def readable(who: Grants, subject: str) -> bool:
    post = Post.objects.select_related("thread__space").filter(pk=int(subject), deleted_at=None).first()
    return post is not None and bool(rules.may_read_post(who, post))
