"""Which threads a list holds, and by what it is ordered. Each takes the threads its reader may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.forum.following import queries as following
from community.forum.models import Post, ReadMark, SpaceMark, Thread
from community.members.models import Member
from moderation.access.grants import Grants

Threads = QuerySet[Thread, Any]
Chosen = Callable[[Grants, Threads], tuple[Threads, str]]


def latest(who: Grants, threads: Threads) -> tuple[Threads, str]:
    return threads, "last_post_at"


def latest_unmuted(who: Grants, threads: Threads) -> tuple[Threads, str]:
    return following.without_muted(who, threads), "last_post_at"


def unanswered(who: Grants, threads: Threads) -> tuple[Threads, str]:
    return threads.filter(kind=Thread.Kind.QUESTION, helper_count=0, answered=False), "created_at"


def unanswered_unmuted(who: Grants, threads: Threads) -> tuple[Threads, str]:
    return unanswered(who, following.without_muted(who, threads))


def solved(who: Grants, threads: Threads) -> tuple[Threads, str]:
    return threads.filter(answered=True), "last_post_at"


def mine(who: Grants, threads: Threads) -> tuple[Threads, str]:
    """What they asked, under their name or an alias: nobody else is shown this list."""
    return threads.filter(Q(author_id=who.member_id) | Q(written_by_id=who.member_id)), "last_post_at"


def followed(who: Grants, threads: Threads) -> tuple[Threads, str]:
    """What they chose to follow, and what they wrote in unless they chose otherwise."""
    by_them = Q(author_id=who.member_id) | Q(written_by_id=who.member_id)
    wrote = Q(pk__in=Post.objects.filter(by_them, deleted_at=None).values("thread_id"))
    return threads.filter(following.followed(who, or_else=wrote)), "last_post_at"


def unread(who: Grants, threads: Threads) -> tuple[Threads, str]:
    return only_unread(who, following.without_muted(who, threads)), "last_post_at"


def followed_and_unread(who: Grants, threads: Threads) -> tuple[Threads, str]:
    threads, by = followed(who, threads)
    return only_unread(who, threads), by


def only_unread(who: Grants, threads: Threads) -> Threads:
    """As `lists.unread_in` says of a row: newer than everything they marked as read, and not read to its end."""
    read = ReadMark.objects.filter(member_id=who.member_id, thread_id=OuterRef("pk")).values("number")[:1]
    marked = SpaceMark.objects.filter(member_id=who.member_id, space_id=OuterRef("space_id")).values("before")[:1]
    joined = Member.objects.filter(pk=who.member_id).values("joined_at")[:1]
    return threads.annotate(
        read_number=Coalesce(Subquery(read), 0), since=Coalesce(Subquery(marked), Subquery(joined))
    ).filter(Q(since=None) | Q(last_post_at__gt=F("since")), last_number__gt=F("read_number"))
