"""How far people have read."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.following.queries import somebody_chose
from community.forum.models import ReadMark, Space, SpaceMark, Thread
from community.members.models import Member
from community.notifications import actions as notices
from moderation.access import forum as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

SOONER = timedelta(microseconds=1)


def read_up_to(member_id: int, thread: Thread, number: int) -> None:
    """Only ever forward. Whoever reads a place has seen what waited there."""
    with writing():
        mark, created = ReadMark.objects.get_or_create(member_id=member_id, thread=thread, defaults={"number": number})
        if not created and mark.number < number:
            ReadMark.objects.filter(pk=mark.pk, number__lt=number).update(number=number, at=timezone.now())
        notices.mark_read_at(member_id, events.thread_topic(thread))


def held_thread(thread: Thread) -> Thread:
    """As it is now, until the transaction ends. Raises Absent: it was merged into another one meanwhile."""
    rows = Thread.objects.select_for_update(of=("self",)).annotate(somebody_follows=somebody_chose())
    found = rows.filter(pk=thread.pk).first()
    if found is None:
        raise Absent
    found.followed = found.somebody_follows
    return found


def read_own(member_id: int, thread: Thread, number: int) -> None:
    """Whoever writes the newest post has read up to it. Inside the transaction that holds the thread."""
    read_own_question(member_id, thread, number)
    notices.mark_read_at(member_id, events.thread_topic(thread))


def read_own_question(member_id: int, thread: Thread, number: int = 1) -> None:
    """Of a thread that begins here: nothing waits in it yet."""
    ReadMark.objects.bulk_create(
        [ReadMark(member_id=member_id, thread_id=thread.pk, number=number)],
        update_conflicts=True, unique_fields=["member", "thread"], update_fields=["number", "at"],
    )  # fmt: skip


def mark_read(who: Grants, thread: Thread, number: int) -> None:
    """From the reading browser: never past the end."""
    rules.may_read_thread(who, thread).require_sight()
    read_up_to(who.member_id, thread, min(number, thread.last_number))


def mark_unread_from(who: Grants, thread: Thread, number: int) -> None:
    """By the member's own hand, the one way a mark moves back. Before the question means never opened."""
    rules.may_read_thread(who, thread).require_sight()
    with writing():
        ReadMark.objects.update_or_create(
            member_id=who.member_id, thread=thread, defaults={"number": max(number - 1, 0)}
        )
        look_again(who.member_id, thread)


def look_again(member_id: int, thread: Thread) -> None:
    """A thread that counts as read by its age may be unread: the baseline sinks below it, what lies between is read."""
    baseline = SpaceMark.objects.filter(member_id=member_id, space_id=thread.space_id).values_list("before", flat=True)
    before = baseline.first() or Member.objects.filter(pk=member_id).values_list("joined_at", flat=True).get()
    if before is None or thread.last_post_at > before:
        return
    between = Thread.objects.filter(space_id=thread.space_id, last_post_at__gte=thread.last_post_at).exclude(
        pk=thread.pk
    )
    ReadMark.objects.bulk_create(
        [
            ReadMark(member_id=member_id, thread_id=pk, number=last)
            for pk, last in between.filter(last_post_at__lte=before).values_list("pk", "last_number")
        ],
        update_conflicts=True, unique_fields=["member", "thread"], update_fields=["number", "at"],
    )  # fmt: skip
    SpaceMark.objects.update_or_create(
        member_id=member_id, space_id=thread.space_id, defaults={"before": thread.last_post_at - SOONER}
    )


def mark_space_read(who: Grants, space: Space) -> None:
    """Everything in it, up to now: two statements however many threads, and a baseline that spares later looks."""
    rules.may_read_space(who, space).require_sight()
    now = timezone.now()
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_readmark SET number = (SELECT t.last_number FROM forum_thread t WHERE t.id = thread_id)"
            " WHERE member_id = %s AND thread_id IN (SELECT id FROM forum_thread WHERE space_id = %s)",
            [who.member_id, space.pk],
        )
        cursor.execute(
            "INSERT INTO forum_readmark (member_id, thread_id, number, at)"
            " SELECT %s, t.id, t.last_number, %s FROM forum_thread t WHERE t.space_id = %s AND NOT EXISTS"
            " (SELECT 1 FROM forum_readmark m WHERE m.member_id = %s AND m.thread_id = t.id)",
            [who.member_id, now, space.pk, who.member_id],
        )
        SpaceMark.objects.update_or_create(member_id=who.member_id, space=space, defaults={"before": now})
