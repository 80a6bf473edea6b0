"""How posts are found: their words, under their thread's title."""

from __future__ import annotations

from collections.abc import Sequence

from community.db import writing
from community.finding.actions import drop, keep, marks
from community.finding.models import PostWords
from community.finding.sources import Source
from community.forum.models import Post, Thread
from community.jobs.queue import job
from community.text import plain

CHUNK = 500


def words_of(post: Post, thread: Thread) -> PostWords:
    opening = post.number == 1
    return PostWords(
        post=post,
        marks=marks(post.author_id, files=bool(post.files)),
        title=thread.title if opening else "",
        about="" if opening else thread.title,
        body=plain.from_html(post.html),
    )


def index(post: Post, thread: Thread) -> None:
    """In the transaction of the post."""
    keep([words_of(post, thread)])


def index_all(thread: Thread, posts: Sequence[Post]) -> None:
    """Several of one thread, in one statement."""
    keep([words_of(post, thread) for post in posts])


def forget(*posts: Post) -> None:
    drop(PostWords, [post.pk for post in posts])


def missing(most: int) -> Sequence[PostWords]:
    """Held until they are written: what is deleted meanwhile must not come back as words."""
    posts = Post.objects.filter(words=None, deleted_at=None).select_related("thread").order_by("created_at", "pk")
    posts = posts.select_for_update(of=("self",))
    return [words_of(post, post.thread) for post in posts[:most]]


@job()
def retitle(thread_id: int) -> None:
    """Replies are found by their thread's title, too, and it was changed. A chunk at a time: there may be thousands."""
    title = Thread.objects.values_list("title", flat=True).filter(pk=thread_id).first()
    old = PostWords.objects.filter(post__thread_id=thread_id, post__number__gt=1).exclude(about=title)
    while title is not None:
        with writing():
            chunk = list(old.values_list("pk", flat=True)[:CHUNK])
            PostWords.objects.filter(pk__in=chunk).update(about=title)
        if len(chunk) < CHUNK:
            break


SOURCE = Source(PostWords, missing)
