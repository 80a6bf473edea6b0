"""Marking, forgetting, and reminding on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from community import keeping
from community.db import writing
from community.forum import events
from community.forum.bookmarks import queries
from community.forum.bookmarks.models import Bookmark
from community.forum.bookmarks.notices import DUE
from community.forum.models import Post
from community.jobs.queue import job, later
from community.members import epoch
from community.members.grants import grants_at
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation.access import forum as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.standing import may_enter

LOOKS_EVERY = timedelta(minutes=2)
AT_ONCE = 200


def keep(who: Grants, post: Post, *, note: str, remind_at: datetime | None) -> Bookmark:
    """Raises Absent."""
    rules.may_read_post(who, post).require_sight()
    if post.deleted_at is not None:
        raise Absent
    return put(who, {"post": post}, note=note, remind_at=remind_at)


def keep_message(who: Grants, message: UUID, *, note: str, remind_at: datetime | None) -> Bookmark:
    """Raises Absent."""
    if message not in keeping.messages_for(who, [message]):
        raise Absent
    return put(who, {"message": message}, note=note, remind_at=remind_at)


def put(who: Grants, thing: dict[str, Any], *, note: str, remind_at: datetime | None) -> Bookmark:
    """One a thing; kept again, it has the new note and the new day. A reminder of before is taken back."""
    with writing():
        facts = {"note": note, "remind_at": remind_at, "reminded_at": None}
        made, created = Bookmark.objects.update_or_create(
            member_id=who.member_id, **thing, defaults=facts, create_defaults=facts | {"made_at": timezone.now()}
        )
        if not created:
            notices.withdraw([DUE], [str(made.pk)])
    return made


def drop(who: Grants, post: Post) -> None:
    """One's own may always go, whatever became of the post."""
    forget(Bookmark.objects.filter(member_id=who.member_id, post=post).values_list("pk", flat=True))


def drop_message(who: Grants, message: UUID) -> None:
    forget(Bookmark.objects.filter(member_id=who.member_id, message=message).values_list("pk", flat=True))


def forget_of(posts: Iterable[Post]) -> None:
    """Of everybody: these posts are gone."""
    forget(Bookmark.objects.filter(post__in=posts).values_list("pk", flat=True))


def forget_of_messages(messages: Iterable[UUID]) -> None:
    """Of everybody: these messages are gone."""
    forget(Bookmark.objects.filter(message__in=list(messages)).values_list("pk", flat=True))


def forget_all(member_id: int) -> None:
    """Of somebody who leaves."""
    forget(Bookmark.objects.filter(member_id=member_id).values_list("pk", flat=True))


def forget(ids: Iterable[int]) -> None:
    pks = list(ids)
    if pks:
        with writing():
            notices.withdraw([DUE], [str(pk) for pk in pks])
            Bookmark.objects.filter(pk__in=pks).delete()


@job(every=LOOKS_EVERY)
def remind() -> None:
    """Whoever's day has come. Told once, and only of what they may read today; a server that was down tells late."""
    now = timezone.now()
    with writing():
        found = list(queries.due(now, AT_ONCE).select_related("post__thread__space"))
        if not found:
            return
        at = epoch.hold()
        held = grants_at(at, {one.member_id for one in found})
        messages = keeping.messages({one.message for one in found if one.message})
        wanted = [
            Wanted(one.member_id, None, DUE, str(one.pk), topic)
            for one in found
            if (topic := topic_for(held.get(one.member_id), one, messages, now)) is not None
        ]
        Bookmark.objects.filter(pk__in=[one.pk for one in found]).update(reminded_at=now)
        notices.notify(wanted, at_epoch=at)
        if len(found) == AT_ONCE:
            later(remind)


def topic_for(who: Grants | None, one: Bookmark, messages: dict[UUID, keeping.Kept], now: datetime) -> str | None:
    """Where its notice is read; None for whoever may not see it now."""
    if who is None or not may_enter(who, now):
        return None
    if one.message is not None:
        kept = messages.get(one.message)
        return kept.topic if kept and kept.sees(who) else None
    return events.thread_topic(one.post.thread) if one.post and rules.may_read_post(who, one.post) else None
