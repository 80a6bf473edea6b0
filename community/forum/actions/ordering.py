"""Keeping order: what moderators do with a whole thread."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.models import Space, Thread
from community.live import news
from community.members import epoch
from moderation import audit
from moderation.access import forum as rules
from moderation.access.grants import Grants
from moderation.access.labels import label_of


def close(who: Grants, thread: Thread) -> None:
    """It can be read, and only moderators add to it. Closing what is closed changes nothing."""
    set_closed(who, thread, timezone.now())


def reopen(who: Grants, thread: Thread) -> None:
    set_closed(who, thread, None)


def set_closed(who: Grants, thread: Thread, at: datetime | None) -> None:
    with writing():
        locked = held(thread)
        rules.may_keep_order(who, locked, timezone.now()).require()
        if (locked.locked_at is None) != (at is None):
            Thread.objects.filter(pk=thread.pk).update(locked_at=at, locked_by_id=who.member_id if at else None)
            note(who, "close_thread" if at else "open_thread", locked)
            events.thread_changed(locked, epoch.hold())


def pin(who: Grants, thread: Thread, *, until: datetime) -> None:
    """On top of its space until then."""
    set_pinned(who, thread, until)


def unpin(who: Grants, thread: Thread) -> None:
    set_pinned(who, thread, None)


def set_pinned(who: Grants, thread: Thread, until: datetime | None) -> None:
    with writing():
        locked = held(thread)
        rules.may_keep_order(who, locked, timezone.now()).require()
        if locked.pinned_until != until:
            Thread.objects.filter(pk=thread.pk).update(pinned_until=until)
            reason = f"until {timezone.localtime(until):%Y-%m-%d}" if until else ""
            note(who, "pin_thread" if until else "unpin_thread", locked, reason)


def move(who: Grants, thread: Thread, space: Space) -> None:
    """Into another space. Its audience is that of the new one at once: open pages of whoever cannot read it there hear
    no more, and links to it lead nowhere for them. The promise it was answered under goes along."""
    with writing():
        locked = held(thread)
        rules.may_move(who, locked, space, timezone.now()).require()
        if locked.space_id != space.pk:
            before = locked.space
            Thread.objects.filter(pk=thread.pk).update(space=space, pinned_until=None, label=label_of(locked))
            note(who, "move_thread", locked, f"from {before.name} to {space.name}")
            at = epoch.move() if (before.audience, before.cohort_id) != (space.audience, space.cohort_id) else None
            if at is not None:
                news.tell_access_moved(at)
            locked.space = space
            events.thread_changed(locked, at if at is not None else epoch.hold())


def held(thread: Thread) -> Thread:
    """As it is now, until the transaction ends."""
    return Thread.objects.select_for_update(of=("self",)).select_related("space").get(pk=thread.pk)


def note(who: Grants, verb: str, thread: Thread, reason: str = "") -> None:
    audit.record(who.member_id, verb, kind="thread", subject=thread.pk, label=thread.title, reason=reason)
