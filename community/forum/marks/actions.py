"""Everything in a list is read; for ten minutes that can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from community.db import writing
from community.forum.actions.reading import mark_space_read
from community.forum.chosen import Chosen, Threads, only_unread
from community.forum.marks.models import MarksBefore
from community.forum.models import ReadMark, Space, SpaceMark, Thread
from community.jobs.queue import job
from moderation.access import forum as rules
from moderation.access.grants import Grants

AT_ONCE = 2_000  # threads, the newest first; of more than that the rest stays unread until it is pressed again
KEPT = timedelta(minutes=10)
Marks = list[tuple[int, int, int]]


def mark_list_read(who: Grants, choose: Chosen) -> None:
    """What is unread of what a list shows, its later pages included."""
    threads, _ = choose(who, rules.visible_threads(who, Thread.objects.all()))
    with writing():
        marks = unread_of(who, threads)
        remember(who, marks)
        set_marks(who.member_id, {pk: newest for pk, _, newest in marks})


def mark_whole_space_read(who: Grants, space: Space) -> None:
    """The same of one space, with a baseline that spares later looks."""
    with writing():
        before = SpaceMark.objects.filter(member_id=who.member_id, space=space).values_list("before", flat=True).first()
        threads = rules.visible_threads(who, Thread.objects.filter(space=space))
        remember(who, unread_of(who, threads), space=space, before=before)
        mark_space_read(who, space)


def unread_of(who: Grants, threads: Threads) -> Marks:
    found: QuerySet[Any, Any] = only_unread(who, threads)  # Any: its annotation is no field of the row
    return list(found.order_by("-last_post_at", "-pk").values_list("pk", "read_number", "last_number")[:AT_ONCE])


def remember(who: Grants, marks: Marks, *, space: Space | None = None, before: datetime | None = None) -> None:
    facts = {"at": timezone.now(), "threads": marks, "space": space, "before": before}
    MarksBefore.objects.update_or_create(member_id=who.member_id, defaults=facts)


def undo(who: Grants) -> bool:
    """As it was before the last time; what they read since stays read. False when there is nothing to take back."""
    with writing():
        kept = MarksBefore.objects.select_for_update(of=("self",)).filter(pk=who.member_id).first()
        if kept is None or kept.at < timezone.now() - KEPT:
            return False
        now = dict(
            ReadMark.objects.filter(member_id=who.member_id, thread_id__in=[pk for pk, *_ in kept.threads]).values_list(
                "thread_id", "number"
            )
        )
        same = {pk: before for pk, before, newest in kept.threads if now.get(pk) == newest}
        set_marks(who.member_id, same)
        give_back(who, kept)
        kept.delete()
    return True


def give_back(who: Grants, kept: MarksBefore) -> None:
    """The baseline of the space, unless it was moved once more."""
    if kept.space_id is None:
        return
    mark = SpaceMark.objects.filter(member_id=who.member_id, space_id=kept.space_id, before__gte=kept.at)
    if kept.before is None:
        mark.delete()
    else:
        mark.update(before=kept.before)


def set_marks(member_id: int, numbers: dict[int, int]) -> None:
    """Not a door: only of threads that the caller found at one."""
    ReadMark.objects.bulk_create(
        [ReadMark(member_id=member_id, thread_id=pk, number=number) for pk, number in numbers.items()],
        update_conflicts=True, unique_fields=["member", "thread"], update_fields=["number", "at"], batch_size=200,
    )  # fmt: skip


@job(every=timedelta(hours=1))
def forget_marks() -> None:
    """Those that nobody can take back any more."""
    with writing():
        MarksBefore.objects.filter(at__lt=timezone.now() - KEPT).delete()
