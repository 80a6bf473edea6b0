"""How far people have read."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.models import ReadMark, Space, SpaceMark, Thread
from community.notifications import actions as notices
from moderation.access import forum as rules
from moderation.access.grants import Grants


def read_up_to(member_id: int, thread: Thread, number: int) -> None:
    """Only ever forward. Whoever reads a place has seen what waited there."""
    number = max(0, min(number, max(thread.last_number, number)))
    with writing():
        mark, created = ReadMark.objects.get_or_create(member_id=member_id, thread=thread, defaults={"number": number})
        if not created and mark.number < number:
            ReadMark.objects.filter(pk=mark.pk, number__lt=number).update(number=number, at=timezone.now())
        notices.mark_read_at(member_id, events.thread_topic(thread))


def mark_read(who: Grants, thread: Thread, number: int) -> None:
    """From the reading browser: never past the end."""
    rules.may_read_thread(who, thread).require_sight()
    read_up_to(who.member_id, thread, min(number, thread.last_number))


def mark_unread_from(who: Grants, thread: Thread, number: int) -> None:
    """By the member's own hand, the one way a mark moves back. Before the question means never opened."""
    rules.may_read_thread(who, thread).require_sight()
    with writing():
        ReadMark.objects.filter(member_id=who.member_id, thread=thread).update(number=max(number - 1, 0))


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
