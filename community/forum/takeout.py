"""What a member wrote in the forum, for their archive; and taking it away when they leave with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.forum import events, indexing
from community.forum.actions.counts import recount
from community.forum.bookmarks import actions as bookmarks
from community.forum.models import Answer, Poll, Post, PostReaction, Revision, Thread
from community.forum.notices import OF_POSTS, THREADS
from community.forum.queries import written_by
from community.jobs.queue import later
from community.members import epoch
from community.notifications import actions as notices
from community.takeout.files import files_of
from community.takeout.sources import Source, Words, pieces
from community.text import plain
from moderation.access.labels import label_of

AT_ONCE = 100
TAKEN_BACK = "A question that was taken back"


def read(member_id: int) -> Iterator[Words]:
    """Without a word of others: a reply stands under its space, not under the question it answers."""
    posts = Post.objects.filter(written_by(member_id), deleted_at=None).select_related("thread__space")
    posts = posts.prefetch_related("revisions")
    for piece in pieces(posts, by="created_at"):
        found = files_of("post", [str(post.pk) for post in piece if post.files])
        polls = Poll.objects.filter(thread__in=[post.thread_id for post in piece if post.number == 1])
        asked = dict(polls.values_list("thread_id", "choices"))
        for post in piece:
            own = post.number == 1
            yield Words(
                id=str(post.pk), at=post.created_at, where=post.thread.space.name,
                title=post.thread.title if own else "Reply", html=post.html, text=plain.from_html(post.html),
                facts={
                    "may_go": label_of(post.thread),
                    "kind": post.thread.kind if own else "reply",
                    "link": f"{settings.COMMUNITY_URL}/forum/t/{post.thread.key}/?to={post.number}",
                    "tags": [tag["name"] for tag in post.thread.tags] if own else [],
                    "edited_at": post.edited_at.isoformat() if post.edited_at else None,
                    **({"choices": asked[post.thread_id]} if own and post.thread_id in asked else {}),
                    "earlier": [
                        {"at": old.at.isoformat(), "html": old.html}
                        for old in post.revisions.all()
                        if old.by_id is None
                    ],
                },
                files=tuple(found.get(str(post.pk), ())),
            )  # fmt: skip


def forget(member_id: int) -> bool:
    """The words are gone, the numbers stay: what others answered keeps its place."""
    with writing():
        posts = list(
            Post.objects.select_for_update(of=("self",))
            .filter(written_by(member_id), deleted_at=None)
            .select_related("thread__space")
            .order_by("id")[:AT_ONCE]
        )
        at, now = epoch.hold(), timezone.now()
        subjects = [str(post.pk) for post in posts]
        Answer.objects.filter(post__in=posts).delete()
        PostReaction.objects.filter(post__in=posts).delete()
        Revision.objects.filter(post__in=posts).delete()
        files.discard("post", subjects)
        notices.withdraw(OF_POSTS, subjects)
        bookmarks.forget_of(posts)
        for post in posts:
            post.html, post.files, post.reactions, post.deleted_at, post.deleted_by_id = "", [], {}, now, member_id
            events.post_changed(post.thread, post, at)
        Post.objects.bulk_update(posts, ["html", "files", "reactions", "deleted_at", "deleted_by"])
        Revision.objects.filter(by_id=member_id).delete()  # what they wrote into posts that everybody edits
        opened = [post.thread_id for post in posts if post.number == 1]
        notices.withdraw(list(THREADS), [str(pk) for pk in opened])
        Poll.objects.filter(thread_id__in=opened).delete()
        Thread.objects.filter(pk__in=opened).update(title=TAKEN_BACK, excerpt="")
        indexing.forget(*posts)
        for thread_id in opened:
            later(indexing.retitle, thread_id)
        recount({post.thread_id for post in posts})
    return len(posts) == AT_ONCE


SOURCE = Source("forum", "Questions and replies", read, forget)
