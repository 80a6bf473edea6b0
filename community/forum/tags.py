"""Reading tags. The list is for everybody inside; what lies under a tag is for whoever may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from community.forum.following.models import Follow
from community.forum.models import Tag, Thread, ThreadTag
from moderation.access import forum as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST_SHOWN = 1_000  # of all there ever were, at the desk


@dataclass(frozen=True, slots=True)
class Counted:
    """A tag, and how many questions this person can read under it."""

    tag: Tag
    threads: int


def tag_for(slug: str, *, chosen_by: int = 0) -> Tag:
    """The tag, or what it was merged into. `chosen_by`: with `level`, what this member hears of it. Raises Absent."""
    level = Follow.objects.filter(member_id=chosen_by, tag=OuterRef("pk")).values("level")[:1]
    tags = Tag.objects.annotate(level=Subquery(level)) if chosen_by else Tag.objects.all()
    found = tags.select_related("merged_into").filter(slug=slug).first()
    if found is None:
        raise Absent
    return found.merged_into or found


def offered() -> list[Tag]:
    """What can be chosen, by name."""
    return list(Tag.objects.filter(retired_at=None, merged_into=None)[:MOST_SHOWN])


def offered_for(thread: Thread) -> list[Tag]:
    """The same, with what was retired and the thread has."""
    has = Q(thread_rows__thread=thread) | Q(retired_at=None)
    return list(Tag.objects.filter(has, merged_into=None).distinct()[:MOST_SHOWN])


def listed_for(who: Grants) -> list[Counted]:
    """Those that can be chosen, with what this person finds under each."""
    numbers = under_each(who)
    return [Counted(tag, numbers.get(tag.pk, 0)) for tag in offered()]


def kept_for(who: Grants) -> list[Counted]:
    """The same with those that were retired, for the desk."""
    numbers = under_each(who)
    return [Counted(tag, numbers.get(tag.pk, 0)) for tag in Tag.objects.filter(merged_into=None)[:MOST_SHOWN]]


def under_each(who: Grants) -> dict[int, int]:
    threads = rules.visible_threads(who, Thread.objects.all())
    rows = ThreadTag.objects.filter(thread__in=threads).values_list("tag").annotate(threads=Count("pk"))
    return dict(rows.order_by("tag"))


def named(value: str) -> Tag | None:
    """By its slug or its name, also a former one; else the only one whose name begins so."""
    wanted = value.casefold()
    exact = Tag.objects.select_related("merged_into")
    for found in (exact.filter(slug=wanted), exact.filter(name__iexact=value).order_by("merged_into_id")):
        tag = found.first()
        if tag is not None:
            return tag.merged_into or tag
    begun = list(Tag.objects.filter(merged_into=None, name__istartswith=value)[:2])
    return begun[0] if len(begun) == 1 else None
