"""The forum's lists: one row a thread, keyset pages, one query each, composed once (community/composed.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from community.composed import Composed
from community.forum import chosen
from community.forum.chosen import Chosen, Threads
from community.forum.following import queries as following
from community.forum.following.levels import Wish
from community.forum.models import ReadMark, Space, SpaceMark, Tag, Thread
from moderation.access import forum as rules
from moderation.access.grants import Grants

LIST = 25
MOST_PINNED = 5

Row = dict[str, Any]

LIST_FIELDS = (
    "id", "key", "kind", "title", "excerpt", "created_at", "last_post_at", "last_number", "reply_count", "answered",
    "tags",
    "space__slug", "space__name", "space__hue",
    "alias", "author__name", "author__hue",
    "author__organization__name", "author__organization__state", "author__audiences",
    "read_number", "baseline", "thread_level", "space_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: everything strictly older than this."""

    at: datetime
    id: int


# ---- pages of threads -------------------------------------------------------------------------


def latest(who: Grants, *, space: Space | None = None, before: Cursor | None = None, most: int = LIST) -> list[Row]:
    """Threads by their newest post, newest first; one more than `most` when there are older ones."""
    return page(chosen.latest, who, space, before, most)


def tagged(who: Grants, tag: Tag, *, before: Cursor | None = None) -> list[Row]:
    """The same of those with a tag, in whatever space."""
    return page(chosen.latest, who, None, before, tag=tag)


def pinned(who: Grants, space: Space, now: datetime) -> list[Row]:
    """What stands on top of a space: few, and each until its day."""
    return _pinned.rows(who, space_id=space.pk, now=now)


def pinned_threads(who: Grants, space_id: int, now: datetime) -> Threads:
    threads = rules.visible_threads(who, Thread.objects.filter(space_id=space_id, pinned_until__gt=now))
    found: Threads = marked(who, threads).order_by("-pinned_until").values(*LIST_FIELDS)[:MOST_PINNED]
    return found


_pinned = Composed(pinned_threads)


def unanswered(who: Grants, *, space: Space | None = None, before: Cursor | None = None, most: int = LIST) -> list[Row]:
    """Questions nobody but the asker has replied to, newest first."""
    return page(chosen.unanswered, who, space, before, most)


def solved(who: Grants, *, space: Space, before: Cursor | None = None, most: int = LIST) -> list[Row]:
    """Questions with a chosen answer, by their newest post."""
    return page(chosen.solved, who, space, before, most)


def page(
    choose: Chosen,
    who: Grants,
    space: Space | None = None,
    before: Cursor | None = None,
    most: int = LIST,
    tag: Tag | None = None,
) -> list[Row]:
    """Any list of chosen.py."""
    return composed(choose, most).rows(
        who,
        space_id=space.pk if space else None,
        tag_id=tag.pk if tag else None,
        at=before.at if before else None,
        pk=before.id if before else None,
    )


@cache
def composed(choose: Chosen, most: int) -> Composed:
    return Composed(partial(compose, choose, most))


def compose(
    choose: Chosen,
    most: int,
    who: Grants,
    space_id: int | None,
    tag_id: int | None,
    at: datetime | None,
    pk: int | None,
) -> QuerySet[Thread, Any]:
    threads: Threads = rules.visible_threads(who, Thread.objects.all())
    if space_id is not None:
        threads = threads.filter(space_id=space_id)
    if tag_id is not None:
        threads = threads.filter(tag_rows__tag_id=tag_id)
    threads, by = choose(who, threads)
    if at is not None and pk is not None:
        # The plain bound beside the exact one: it is what lets the index be used.
        older = Q(**{f"{by}__lt": at}) | Q(**{by: at}, id__lt=pk)
        threads = threads.filter(older, **{f"{by}__lte": at})
    found: QuerySet[Thread, Any] = marked(who, threads).order_by(f"-{by}", "-id").values(*LIST_FIELDS)[: most + 1]
    return found


# ---- what is new ------------------------------------------------------------------------------


def marked(who: Grants, threads: Threads) -> Threads:
    """With this person's `read_number` (0: never opened), the `baseline` of the thread's space, and their wishes."""
    read = ReadMark.objects.filter(member_id=who.member_id, thread_id=OuterRef("pk")).values("number")[:1]
    baseline = SpaceMark.objects.filter(member_id=who.member_id, space_id=OuterRef("space_id")).values("before")[:1]
    threads = threads.annotate(read_number=Coalesce(Subquery(read), 0), baseline=Subquery(baseline))
    return following.with_wishes(who, threads)


def unread_in(row: Row, joined_at: datetime | None) -> int:
    """How many posts of this thread are new for the person the row was read for; of a muted one, none."""
    if wish_of(row).muted:
        return 0
    baseline = row["baseline"] or joined_at
    if baseline is not None and row["last_post_at"] <= baseline:
        return 0
    return max(0, int(row["last_number"]) - int(row["read_number"]))


def wish_of(row: Row) -> Wish:
    return Wish(row["thread_level"] or "", row["space_level"] or "")


def spaces_with_news(who: Grants, joined_at: datetime | None) -> QuerySet[Space, Any]:
    """With `has_news`: whether anything in them is unread. Stops at the first unread thread it meets; does not look
    into a space that is muted."""
    baseline = SpaceMark.objects.filter(member_id=who.member_id, space_id=OuterRef("space_id")).values("before")[:1]
    read = ReadMark.objects.filter(member_id=who.member_id, thread_id=OuterRef("pk")).values("number")[:1]
    fresh: Threads = (
        rules.threads_of_visible_space(who, Thread.objects.filter(space_id=OuterRef("pk")))
        .annotate(baseline=Coalesce(Subquery(baseline), Value(joined_at)))
        .filter(Q(baseline=None) | Q(last_post_at__gt=F("baseline")))
        .annotate(read_number=Coalesce(Subquery(read), 0))
        .filter(last_number__gt=F("read_number"))
    )
    fresh = following.without_muted_tags(who, fresh)
    news = Case(When(following.muted_space(who), then=Value(False)), default=Exists(fresh))
    return rules.visible_spaces(who, Space.objects.all()).annotate(has_news=news)


SPACE_LINE: tuple[str, ...] = ("slug", "name", "hue", "audience", "has_news")


def space_lines(who: Grants, joined_at: datetime | None) -> list[Row]:
    """The spaces of the sidebar."""
    return _space_lines.rows(who, joined_at=joined_at)


_space_lines = Composed(lambda who, joined_at: spaces_with_news(who, joined_at).values(*SPACE_LINE))
