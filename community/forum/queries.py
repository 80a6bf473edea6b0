"""Doors and lists of the forum. Lists read one row a thread, pages one window of posts, never everything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from community.composed import Composed
from community.forum.bookmarks.queries import is_marked
from community.forum.following import queries as following
from community.forum.lists import Row, marked, wish_of
from community.forum.models import Moved, Post, Promise, Revision, Space, Thread, Unmasking
from community.members.queries import audience_sizes
from moderation.access import forum as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

WINDOW = 25
MANY = 200  # posts on a page to read or print
MOST_VERSIONS = 50
MOST_WRITERS = 500  # whose names a menu offers because they wrote in a thread

POST_FIELDS = (
    "id", "number", "author_id", "alias", "written_by_id", "html", "reply_to", "reactions", "files",
    "created_at", "edited_at", "deleted_at", "wiki_at",
    "author__name", "author__handle", "author__hue", "author__title", "author__role", "author__standing",
    "author__organization__name", "author__organization__state", "author__audiences",
    "hidden_from__name", "kept",
)  # fmt: skip


# ---- doors ----------------------------------------------------------------------------------


def space_for(who: Grants, slug: str) -> Space:
    """With what its reader chose to hear of it."""
    space = following.with_level(who, Space.objects.filter(slug=slug)).first()
    if space is None:
        raise Absent
    rules.may_read_space(who, space).require_sight()
    return space


def thread_for(who: Grants, key: UUID) -> Thread:
    """The thread with its space, its answer and how far this person has read. One query."""
    row = next(iter(_thread.rows(who, key=key)), None)
    if row is None:
        raise Absent
    thread = Thread(**{name: row[name] for name in THREAD_FIELDS})
    thread.space = Space(**{name: row[f"space__{name}"] for name in SPACE_FIELDS})
    thread._state.adding = thread.space._state.adding = False
    thread.read_to, thread.own_alias = row["read_number"], row["wrote_as"] or ""
    thread.wish, thread.ask_too, thread.asks_too = wish_of(row), row["others_asking"], row["is_asking"]
    thread.answer_number, thread.answer_by = row["answer__post__number"], row["answer__chosen_by__name"] or thread.alias
    thread.asked, thread.asked_moderators = row["asked"] or 0, row["asked_moderators"] or 0
    thread.settling = row["settling"] is not None and not thread.answered
    rules.may_read_thread(who, thread).require_sight()
    return thread


THREAD_FIELDS = tuple(field.attname for field in Thread._meta.concrete_fields)
SPACE_FIELDS = tuple(field.attname for field in Space._meta.concrete_fields)


def thread_row(who: Grants, key: UUID) -> QuerySet[Thread, Any]:
    own = Post.objects.filter(thread_id=OuterRef("pk"), written_by_id=who.member_id)
    newest = own.order_by("-number").values("alias")[:1]
    found: QuerySet[Thread, Any] = (
        following.with_askers(who, marked(who, Thread.objects.filter(key=key)))
        .annotate(wrote_as=Subquery(newest), **{name: Subquery(found) for name, found in kept_promises(who).items()})
        .values(
            *THREAD_FIELDS, *(f"space__{name}" for name in SPACE_FIELDS), "read_number", "wrote_as",
            "thread_level", "space_level", "others_asking", "is_asking", "asked", "asked_moderators", "settling",
            "answer__post__number", "answer__chosen_by__name",
        )
    )  # fmt: skip
    return found


def kept_promises(who: Grants) -> dict[str, QuerySet[Promise, Any]]:
    """What was done for this thread; only for whoever asked."""
    mine = Q(thread__author_id=who.member_id) | Q(thread__written_by_id=who.member_id)
    kept = Promise.objects.filter(mine, thread_id=OuterRef("pk"))
    stage = Promise.Stage
    return {
        "asked": kept.filter(stage=stage.MEMBERS).values("asked")[:1],
        "asked_moderators": kept.filter(stage=stage.MODERATOR).values("asked")[:1],
        "settling": kept.filter(stage=stage.SETTLE, done_at=None).values("pk")[:1],
    }


_thread = Composed(thread_row)


def post_for(who: Grants, key: UUID, number: int) -> Post:
    post = (
        Post.objects.filter(thread__key=key, number=number)
        .select_related("thread__space", "thread__author", "author", "edited_by")
        .first()
    )
    if post is None:
        raise Absent
    rules.may_read_post(who, post).require_sight()
    return post


def moved_to(who: Grants, key: UUID, number: int) -> Post:
    """Where the post of a former address stands now, or the question it stood under. Raises Absent, also where this
    person may not read it: then there is no such address for them."""
    former = Moved.objects.filter(thread_key=key, number__in={number, 1}).order_by("-number")
    for row in former.select_related("post__thread__space"):
        if rules.may_read_post(who, row.post):
            return row.post
    raise Absent


# ---- spaces ---------------------------------------------------------------------------------


def spaces_for(who: Grants) -> QuerySet[Space]:
    return rules.visible_spaces(who, Space.objects.all())


# ---- posts ----------------------------------------------------------------------------------


def posts_of(who: Grants, thread: Thread, *, first: int, last: int | None = None) -> list[Row]:
    """A window of posts by number, both ends included."""
    posts = rules.visible_posts(who, Post.objects.filter(thread=thread, number__gte=first))
    if last is not None:
        posts = posts.filter(number__lte=last)
    return list(posts.annotate(kept=is_marked(who)).order_by("number").values(*POST_FIELDS)[: WINDOW * 4])


def number_on(who: Grants, thread: Thread, at: datetime) -> int | None:
    """The first post from then on that this person sees."""
    posts = rules.visible_posts(who, Post.objects.filter(thread=thread, created_at__gte=at))
    number: int | None = posts.order_by("number").values_list("number", flat=True).first()
    return number


def many_posts(who: Grants, thread: Thread, *, first: int) -> tuple[list[Row], int | None]:
    """From a number on, and where the rest begins."""
    posts = rules.visible_posts(who, Post.objects.filter(thread=thread, number__gte=first)).order_by("number")
    rows = list(posts.annotate(kept=is_marked(who)).values(*POST_FIELDS)[: MANY + 1])
    return rows[:MANY], rows[MANY]["number"] if len(rows) > MANY else None


def end_for(who: Grants, thread: Thread) -> int:
    """The last number this person sees. Asks only where quiet replies stand at the end."""
    if thread.quiet_number <= thread.last_number:
        return thread.last_number
    quiet = rules.visible_posts(who, Post.objects.filter(thread=thread, number__gt=thread.last_number))
    return quiet.aggregate(end=Max("number"))["end"] or thread.last_number


def opening_and_window(who: Grants, thread: Thread, first: int, last: int) -> list[Row]:
    """The question, the window, and the chosen answer wherever it stands: what one page shows, in one query."""
    return _window.rows(who, thread_id=thread.pk, first=first, last=last, answer=thread.answer_number)


def window(who: Grants, thread_id: int, first: int, last: int, answer: int | None) -> QuerySet[Post, Any]:
    wanted = Q(number=1) | Q(number__gte=first, number__lte=last)
    if answer is not None:
        wanted |= Q(number=answer)
    posts = rules.visible_posts(who, Post.objects.filter(wanted, thread_id=thread_id)).order_by("number")
    found: QuerySet[Post, Any] = posts.annotate(kept=is_marked(who)).values(*POST_FIELDS)
    return found


_window = Composed(window)


def first_names(who: Grants, thread: Thread, numbers: Iterable[int]) -> dict[int, str]:
    """Who wrote each of these posts."""
    found = rules.visible_posts(who, Post.objects.filter(thread=thread, number__in=list(numbers)))
    named = found.values_list("number", "alias", "author__name")
    return {number: alias or name.split()[0] for number, alias, name in named}


def post_by_nonce(member_id: int, nonce: UUID) -> Post | None:
    """What this form already posted, if it was sent before."""
    mine = written_by(member_id)
    return Post.objects.select_related("thread__space").filter(mine, nonce=nonce).first()


def written_by(member_id: int) -> Q:
    """What this member wrote, under their name or an alias. Only for what they alone are shown."""
    return Q(author_id=member_id) | Q(written_by_id=member_id)


def versions_of(post: Post) -> list[Revision]:
    """What this post said before, newest first. The caller asked the rules about the post."""
    return list(post.revisions.select_related("by").order_by("-number")[:MOST_VERSIONS])


MOST_UNMASKINGS = 20


def unmaskings_of(post: Post) -> list[Unmasking]:
    """Newest first, with everybody they are about. The caller asks the rules what is shown of them."""
    people = ("asked_by", "decided_by", "post__written_by__organization", "post__thread__space")
    return list(Unmasking.objects.filter(post=post).select_related(*people)[:MOST_UNMASKINGS])


def open_unmasking(post: Post) -> Unmasking | None:
    return Unmasking.objects.filter(post=post, decided_at=None).first()


# ---- for the wire, which asks the rules about many people at once --------------------------


def threads_with_keys(keys: Iterable[UUID]) -> dict[UUID, Thread]:
    return {thread.key: thread for thread in Thread.objects.select_related("space").filter(key__in=list(keys))}


def spaces_named(slugs: Iterable[str]) -> dict[str, Space]:
    return {space.slug: space for space in Space.objects.filter(slug__in=list(slugs))}


# ---- people ---------------------------------------------------------------------------------


def writers_of(who: Grants, key: str) -> set[int]:
    """Who wrote in this thread; nobody when there is none, or none that this person may read."""
    try:
        thread = thread_for(who, UUID(key))
    except (ValueError, Absent):
        return set()
    posts = rules.visible_posts(who, Post.objects.filter(thread=thread, alias=""))
    return set(posts.values_list("author_id", flat=True)[:MOST_WRITERS])


def readers_of(who: Grants, space: Space) -> int:
    """How many people can read this space: the number every composer shows."""
    return audience_sizes(who.epoch).of(space.audience, space.cohort_id)
