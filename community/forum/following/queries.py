"""Who follows what: for lists, in their own statement; for telling, one statement however many people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from community.forum.following.levels import FOLLOWED, Level, Wish
from community.forum.following.models import AsksToo, Follow
from community.forum.models import Post, Space, Thread
from moderation.access.grants import Grants

Threads = QuerySet[Thread, Any]
NEWS = (Level.WATCH, Level.FIRST)  # of a space: told of new questions
TOLD_AT_ONCE = 500


def with_wishes(who: Grants, threads: Threads) -> Threads:
    """With this person's `thread_level` and `space_level`, None where they chose nothing."""
    mine = Follow.objects.filter(member_id=who.member_id)
    return threads.annotate(
        thread_level=Subquery(mine.filter(thread_id=OuterRef("pk")).values("level")[:1]),
        space_level=Subquery(mine.filter(space_id=OuterRef("space_id")).values("level")[:1]),
    )


def without_muted(who: Grants, threads: Threads) -> Threads:
    """Without what they want to be left in peace of."""
    elsewhere = ~Q(space_id__in=spaces_at(who, Level.MUTE)) | Q(pk__in=threads_at(who, *Level))
    return threads.filter(~muted_threads(who), elsewhere)


def muted_threads(who: Grants) -> Q:
    """Of a query of threads: is it muted by itself?"""
    return Q(pk__in=threads_at(who, Level.MUTE))


# What one person chose is little, and threads are many: the database makes these sets once, not a look for each row.


def threads_at(who: Grants, *levels: Level) -> QuerySet[Follow, Any]:
    return Follow.objects.filter(member_id=who.member_id, thread__isnull=False, level__in=levels).values("thread_id")


def spaces_at(who: Grants, *levels: Level) -> QuerySet[Follow, Any]:
    return Follow.objects.filter(member_id=who.member_id, space__isnull=False, level__in=levels).values("space_id")


def muted_space(who: Grants) -> Exists:
    """Of a query of spaces."""
    return Exists(Follow.objects.filter(member_id=who.member_id, space_id=OuterRef("pk"), level=Level.MUTE))


def with_askers(who: Grants, threads: Threads) -> Threads:
    """With how many others have the same question, and whether this person is one of them."""
    asking = AsksToo.objects.filter(thread_id=OuterRef("pk"))
    number = asking.order_by().values("thread_id").annotate(number=Count("pk")).values("number")
    return threads.annotate(
        others_asking=Coalesce(Subquery(number), 0), is_asking=Exists(asking.filter(member_id=who.member_id))
    )


def with_level(who: Grants, spaces: QuerySet[Space]) -> QuerySet[Space]:
    """With the `level` this person chose."""
    mine = Follow.objects.filter(member_id=who.member_id, space_id=OuterRef("pk")).values("level")[:1]
    chosen: dict[str, Any] = {"level": Coalesce(Subquery(mine), Value(Level.NORMAL.value))}
    return spaces.annotate(**chosen)


# ---- whom to tell -----------------------------------------------------------------------------


def somebody_chose(thread: str = "pk", space: str = "space_id") -> Exists:
    """Of a query of threads: has anybody a wish about it or its space? Spares all further looking."""
    return Exists(Follow.objects.filter(Q(thread_id=OuterRef(thread)) | Q(space_id=OuterRef(space))))


def is_chosen(space_id: int) -> bool:
    return Follow.objects.filter(space_id=space_id).exists()


def wishes_of(thread: Thread, member_ids: Collection[int]) -> dict[int, Wish]:
    """Of those among these people who have any."""
    if not member_ids:
        return {}
    rows = about(thread).filter(member_id__in=list(member_ids)).values_list("member_id", "thread_id", "level")
    levels: dict[int, dict[str, str]] = {}
    for member_id, thread_id, level in rows:
        levels.setdefault(member_id, {})["thread" if thread_id else "space"] = level
    return {member_id: Wish(**found) for member_id, found in levels.items()}


def followers_of(post: Post, *, after: int) -> list[int]:
    """Some of those who want to hear of it whomever it is about, in the order of their ids: those after this one."""
    thread = post.thread
    news = Q(space_id=thread.space_id, level__in=NEWS if post.number == 1 else [Level.WATCH])
    own = Follow.objects.filter(member_id=OuterRef("member_id"), thread_id=thread.pk)
    wanted = Q(thread_id=thread.pk, level=Level.WATCH) | (news & ~Exists(own))
    found = Follow.objects.filter(wanted, member_id__gt=after).order_by("member_id")
    return list(found.values_list("member_id", flat=True).distinct()[:TOLD_AT_ONCE])


def is_asked_by_others(thread: Thread) -> bool:
    return AsksToo.objects.filter(thread=thread).exists()


def askers_of(thread: Thread, *, after: int) -> list[int]:
    """Some of those who have the same question, in the order of their ids: those after this one."""
    found = AsksToo.objects.filter(thread=thread, member_id__gt=after).order_by("member_id")
    return list(found.values_list("member_id", flat=True)[:TOLD_AT_ONCE])


def about(thread: Thread) -> QuerySet[Follow]:
    return Follow.objects.filter(Q(thread_id=thread.pk) | Q(space_id=thread.space_id))


def all_of(member_id: int) -> QuerySet[Follow]:
    """For this member's archive."""
    return Follow.objects.filter(member_id=member_id).select_related("space", "thread__space")


def asked_too_by(member_id: int) -> QuerySet[AsksToo]:
    """For this member's archive."""
    return AsksToo.objects.filter(member_id=member_id).select_related("thread__space")


def followed(who: Grants, *, or_else: Q) -> Q:
    """Of a query of threads: they follow it; or chose nothing for itself, and follow its space or this is so of it."""
    chosen = Q(pk__in=threads_at(who, *FOLLOWED))
    there = Q(space_id__in=spaces_at(who, *FOLLOWED))
    return (chosen | there | or_else) & (chosen | ~Q(pk__in=threads_at(who, *Level)))  # so that indexes can serve it
