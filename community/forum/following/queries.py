"""Who follows what: for lists, in their own statement; for telling, one statement however many people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from community.forum.following.levels import FOLLOWED, STRONGEST, Level, Wish
from community.forum.following.models import AsksToo, Follow
from community.forum.models import Post, Space, Thread, ThreadTag
from moderation.access import forum as rules
from moderation.access.grants import Grants

Threads = QuerySet[Thread, Any]
NEWS = (Level.WATCH, Level.FIRST)  # of a space: told of new questions
TOLD_AT_ONCE = 500
MOST_PLACES = 500
STRENGTH = Case(
    *(When(level=level.value, then=Value(rank)) for rank, level in enumerate(STRONGEST)), output_field=IntegerField()
)


def with_wishes(who: Grants, threads: Threads) -> Threads:
    """With this person's `thread_level` and `space_level`, None where they chose nothing. The second is the
    strongest of what they chose for its space and its tags."""
    mine = Follow.objects.filter(member_id=who.member_id)
    there = Q(space_id=OuterRef("space_id")) | Q(tag__thread_rows__thread_id=OuterRef("pk"))
    return threads.annotate(
        thread_level=Subquery(mine.filter(thread_id=OuterRef("pk")).values("level")[:1]),
        space_level=Subquery(mine.filter(there).order_by(STRENGTH).values("level")[:1]),
    )


def without_muted(who: Grants, threads: Threads) -> Threads:
    """Without what they want to be left in peace of."""
    there = Q(space_id__in=spaces_at(who, Level.MUTE)) | Q(pk__in=tagged_at(who, Level.MUTE))
    return threads.filter(~muted_threads(who), ~there | Q(pk__in=threads_at(who, *Level)))


def without_muted_tags(who: Grants, threads: Threads) -> Threads:
    """Of a space that is not muted."""
    return threads.filter(
        ~muted_threads(who), ~Q(pk__in=tagged_at(who, Level.MUTE)) | Q(pk__in=threads_at(who, *Level))
    )


def muted_threads(who: Grants) -> Q:
    """Of a query of threads: is it muted by itself?"""
    return Q(pk__in=threads_at(who, Level.MUTE))


# What one person chose is little, and threads are many: the database makes these sets once, not a look for each row.


def threads_at(who: Grants, *levels: Level) -> QuerySet[Follow, Any]:
    return Follow.objects.filter(member_id=who.member_id, thread__isnull=False, level__in=levels).values("thread_id")


def spaces_at(who: Grants, *levels: Level) -> QuerySet[Follow, Any]:
    return Follow.objects.filter(member_id=who.member_id, space__isnull=False, level__in=levels).values("space_id")


def tagged_at(who: Grants, *levels: Level) -> QuerySet[ThreadTag, Any]:
    tags = Follow.objects.filter(member_id=who.member_id, tag__isnull=False, level__in=levels).values("tag_id")
    return ThreadTag.objects.filter(tag_id__in=tags).values("thread_id")


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


def places_chosen_by(who: Grants) -> list[Follow]:
    """Spaces and tags of which this person chose what they hear: spaces they can read, tags by name."""
    mine = Follow.objects.filter(member_id=who.member_id, thread=None)
    by_name = (F("space__position").asc(nulls_last=True), "space_id", "tag__name")
    seen = Q(space__in=rules.visible_spaces(who, Space.objects.all())) | Q(tag__isnull=False)
    return list(mine.filter(seen).select_related("space", "tag").order_by(*by_name)[:MOST_PLACES])


# ---- whom to tell -----------------------------------------------------------------------------


def somebody_chose(thread: str = "pk", space: str = "space_id") -> Exists:
    """Of a query of threads: has anybody a wish about it, its space or its tags? Spares all further looking."""
    there = Q(space_id=OuterRef(space)) | Q(tag__thread_rows__thread_id=OuterRef(thread))
    return Exists(Follow.objects.filter(Q(thread_id=OuterRef(thread)) | there))


def is_chosen(thread: Thread) -> bool:
    return about(thread).exists()


def wishes_of(thread: Thread, member_ids: Collection[int]) -> dict[int, Wish]:
    """Of those among these people who have any."""
    if not member_ids:
        return {}
    rows = about(thread).filter(member_id__in=list(member_ids)).order_by(STRENGTH.desc())  # the strongest last
    levels: dict[int, dict[str, str]] = {}
    for member_id, thread_id, level in rows.values_list("member_id", "thread_id", "level"):
        levels.setdefault(member_id, {})["thread" if thread_id else "space"] = level
    return {member_id: Wish(**found) for member_id, found in levels.items()}


def followers_of(post: Post, *, after: int) -> list[int]:
    """Some of those who want to hear of it whomever it is about, in the order of their ids: those after this one."""
    thread = post.thread
    news = there_of(thread) & Q(level__in=NEWS if post.number == 1 else [Level.WATCH])
    theirs = Follow.objects.filter(member_id=OuterRef("member_id"))
    own, muted = theirs.filter(thread_id=thread.pk), theirs.filter(there_of(thread), level=Level.MUTE)
    wanted = Q(thread_id=thread.pk, level=Level.WATCH) | (news & ~Exists(own) & ~Exists(muted))
    found = Follow.objects.filter(wanted, member_id__gt=after).order_by("member_id")
    return list(found.values_list("member_id", flat=True).distinct()[:TOLD_AT_ONCE])


def is_asked_by_others(thread: Thread) -> bool:
    return AsksToo.objects.filter(thread=thread).exists()


def askers_of(thread: Thread, *, after: int) -> list[int]:
    """Some of those who have the same question, in the order of their ids: those after this one."""
    found = AsksToo.objects.filter(thread=thread, member_id__gt=after).order_by("member_id")
    return list(found.values_list("member_id", flat=True)[:TOLD_AT_ONCE])


def about(thread: Thread) -> QuerySet[Follow]:
    return Follow.objects.filter(Q(thread_id=thread.pk) | there_of(thread))


def there_of(thread: Thread) -> Q:
    """Of a query of follows: of its space, or one of its tags."""
    return Q(space_id=thread.space_id) | Q(tag__in=ThreadTag.objects.filter(thread_id=thread.pk).values("tag_id"))


def all_of(member_id: int) -> QuerySet[Follow]:
    """For this member's archive."""
    return Follow.objects.filter(member_id=member_id).select_related("space", "tag", "thread__space")


def asked_too_by(member_id: int) -> QuerySet[AsksToo]:
    """For this member's archive."""
    return AsksToo.objects.filter(member_id=member_id).select_related("thread__space")


def followed(who: Grants, *, or_else: Q) -> Q:
    """Of a query of threads: they follow it; or chose nothing for itself, and follow its space or a tag of it, or this
    is so of it."""
    chosen = Q(pk__in=threads_at(who, *FOLLOWED))
    there = Q(space_id__in=spaces_at(who, *FOLLOWED)) | Q(pk__in=tagged_at(who, *FOLLOWED))
    return (chosen | there | or_else) & (chosen | ~Q(pk__in=threads_at(who, *Level)))  # so that indexes can serve it
