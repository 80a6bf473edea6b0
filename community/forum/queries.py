"""Doors and lists of the forum. Lists read one row a thread, pages one window of posts, never everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from community.forum.models import Post, ReadMark, Space, SpaceMark, Thread
from community.members.queries import audience_sizes
from community.text import plain
from moderation.access import forum as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.standing import Role

LIST = 25
WINDOW = 25

Row = dict[str, Any]

LIST_FIELDS = (
    "id", "key", "kind", "title", "excerpt", "created_at", "last_post_at", "last_number", "reply_count", "answered",
    "space__slug", "space__name", "space__hue",
    "author__name", "author__hue", "author__organization__name", "author__organization__state",
    "read_number", "baseline",
)  # fmt: skip

POST_FIELDS = (
    "id", "number", "author_id", "html", "reply_to", "reactions", "files", "created_at", "edited_at", "deleted_at",
    "author__name", "author__handle", "author__hue", "author__title", "author__role", "author__standing",
    "author__organization__name", "author__organization__state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: everything strictly older than this."""

    at: datetime
    id: int


# ---- doors ----------------------------------------------------------------------------------


def space_for(who: Grants, slug: str) -> Space:
    space = Space.objects.filter(slug=slug).first()
    if space is None:
        raise Absent
    rules.may_read_space(who, space).require_sight()
    return space


def thread_for(who: Grants, key: UUID) -> Thread:
    """The thread with its space, its author, its answer and how far this person has read. One query."""
    thread = (
        marked(who, Thread.objects.filter(key=key))
        .select_related("space", "author", "answer__post", "answer__chosen_by")
        .first()
    )
    if thread is None:
        raise Absent
    rules.may_read_thread(who, thread).require_sight()
    return thread


def post_for(who: Grants, key: UUID, number: int) -> Post:
    post = (
        Post.objects.filter(thread__key=key, number=number)
        .select_related("thread__space", "thread__author", "author")
        .first()
    )
    if post is None:
        raise Absent
    rules.may_read_thread(who, post.thread).require_sight()
    return post


# ---- spaces ---------------------------------------------------------------------------------


def spaces_for(who: Grants) -> QuerySet[Space]:
    return rules.visible_spaces(who, Space.objects.all())


def spaces_with_news(who: Grants, joined_at: datetime | None) -> QuerySet[Space]:
    """With `has_news`: whether anything in them is unread. Stops at the first unread thread it meets."""
    baseline = SpaceMark.objects.filter(member_id=who.member_id, space_id=OuterRef("space_id")).values("before")[:1]
    read = ReadMark.objects.filter(member_id=who.member_id, thread_id=OuterRef("pk")).values("number")[:1]
    fresh = (
        Thread.objects.filter(space_id=OuterRef("pk"))
        .annotate(baseline=Coalesce(Subquery(baseline), Value(joined_at)))
        .filter(Q(baseline=None) | Q(last_post_at__gt=F("baseline")))
        .annotate(read_number=Coalesce(Subquery(read), 0))
        .filter(last_number__gt=F("read_number"))
    )
    return spaces_for(who).annotate(has_news=Exists(fresh))


# ---- lists ----------------------------------------------------------------------------------


def marked(who: Grants, threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """With this person's `read_number` (0: never opened) and the `baseline` of the thread's space."""
    read = ReadMark.objects.filter(member_id=who.member_id, thread_id=OuterRef("pk")).values("number")[:1]
    baseline = SpaceMark.objects.filter(member_id=who.member_id, space_id=OuterRef("space_id")).values("before")[:1]
    return threads.annotate(read_number=Coalesce(Subquery(read), 0), baseline=Subquery(baseline))


def latest(who: Grants, *, space: Space | None = None, before: Cursor | None = None, most: int = LIST) -> list[Row]:
    """Threads by their newest post, newest first; one more than `most` when there are older ones."""
    threads = Thread.objects.filter(space=space) if space else rules.visible_threads(who, Thread.objects.all())
    if before is not None:
        threads = threads.filter(
            Q(last_post_at__lt=before.at) | Q(last_post_at=before.at, id__lt=before.id),
            last_post_at__lte=before.at,
        )
    return list(marked(who, threads).order_by("-last_post_at", "-id").values(*LIST_FIELDS)[: most + 1])


def unanswered(who: Grants, *, space: Space | None = None, before: Cursor | None = None, most: int = LIST) -> list[Row]:
    """Questions nobody but the asker has replied to, newest first."""
    threads = Thread.objects.filter(space=space) if space else rules.visible_threads(who, Thread.objects.all())
    threads = threads.filter(kind=Thread.Kind.QUESTION, helper_count=0, answered=False)
    if before is not None:
        threads = threads.filter(
            Q(created_at__lt=before.at) | Q(created_at=before.at, id__lt=before.id), created_at__lte=before.at
        )
    return list(marked(who, threads).order_by("-created_at", "-id").values(*LIST_FIELDS)[: most + 1])


def solved(who: Grants, *, space: Space, before: Cursor | None = None, most: int = LIST) -> list[Row]:
    threads = Thread.objects.filter(space=space, answered=True)
    if before is not None:
        threads = threads.filter(
            Q(last_post_at__lt=before.at) | Q(last_post_at=before.at, id__lt=before.id),
            last_post_at__lte=before.at,
        )
    return list(marked(who, threads).order_by("-last_post_at", "-id").values(*LIST_FIELDS)[: most + 1])


def unread_in(row: Row, joined_at: datetime | None) -> int:
    """How many posts of this thread are new for the person the row was read for."""
    if row["read_number"]:
        return max(0, int(row["last_number"]) - int(row["read_number"]))
    baseline = row["baseline"] or joined_at
    if baseline is not None and row["last_post_at"] <= baseline:
        return 0
    return int(row["last_number"])


# ---- posts ----------------------------------------------------------------------------------


def posts_of(
    thread: Thread, numbers: Iterable[int] | None = None, *, first: int = 1, last: int | None = None
) -> list[Row]:
    """A window of posts by number, both ends included, or exactly those numbers."""
    posts = Post.objects.filter(thread=thread)
    posts = posts.filter(number__in=list(numbers)) if numbers is not None else posts.filter(number__gte=first)
    if last is not None:
        posts = posts.filter(number__lte=last)
    return list(posts.order_by("number").values(*POST_FIELDS)[: WINDOW * 4])


def opening_and_window(thread: Thread, first: int, last: int) -> list[Row]:
    """The question, the window, and the chosen answer wherever it stands: what one page shows, in one query."""
    wanted = Q(number=1) | Q(number__gte=first, number__lte=last)
    if thread.answered and hasattr(thread, "answer"):
        wanted |= Q(number=thread.answer.post.number)
    return list(Post.objects.filter(wanted, thread=thread).order_by("number").values(*POST_FIELDS))


def post_by_nonce(author_id: int, nonce: UUID) -> Post | None:
    """What this form already posted, if it was sent before."""
    return Post.objects.select_related("thread__space").filter(author_id=author_id, nonce=nonce).first()


def similar(who: Grants, title: str, most: int = 3) -> list[Any]:
    """Threads whose titles share the longer words of this one; those that share most come first."""
    words = sorted({w for w in plain.clean_line(title).lower().split() if len(w) > 3}, key=len, reverse=True)[:6]
    if not words:
        return []
    score = sum((Case(When(title__icontains=word, then=1), default=0) for word in words), Value(0))
    found = rules.visible_threads(who, Thread.objects.all()).annotate(score=score)
    needed = 1 if len(words) == 1 else 2
    return list(
        found.filter(score__gte=needed)
        .order_by("-score", "-answered", "-last_post_at")
        .values("key", "title", "answered", "reply_count")[:most]
    )


# ---- people ---------------------------------------------------------------------------------


def readers_of(who: Grants, space: Space) -> int:
    """How many people can read this space: the number every composer shows."""
    return audience_sizes(who.epoch).of(space.audience, space.cohort_id)


def participants(thread: Thread) -> int:
    return Post.objects.filter(thread=thread, deleted_at=None).values("author_id").distinct().count()


def is_moderator_row(row: Row) -> bool:
    return str(row["author__role"]) != Role.MEMBER


def threads_by_keys(who: Grants, keys: Sequence[UUID]) -> dict[UUID, Thread]:
    found = rules.visible_threads(who, Thread.objects.filter(key__in=list(keys))).select_related("space")
    return {thread.key: thread for thread in found}


def search(who: Grants, words: str, most: int) -> list[Row]:
    """Threads whose title or any post holds all the words; newest first. Only what this person may open."""
    found = rules.visible_threads(who, Thread.objects.all())
    for word in words.split()[:6]:
        said = Post.objects.filter(thread=OuterRef("pk"), deleted_at=None, html__icontains=word)
        found = found.filter(Q(title__icontains=word) | Exists(said))
    rows = found.order_by("-last_post_at").values(
        "key", "title", "excerpt", "answered", "last_post_at", "space__name", "space__hue", "author__name"
    )[:most]
    return [
        {
            "url": reverse("thread", args=[row["key"]]), "title": row["title"], "snippet": row["excerpt"],
            "space": row["space__name"], "hue": row["space__hue"], "name": row["author__name"],
            "at": row["last_post_at"], "answered": row["answered"],
        }
        for row in rows
    ]  # fmt: skip
