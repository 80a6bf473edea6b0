"""Marking, forgetting, and reminding on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

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
    """One a post; kept again, it has the new note and the new day. A reminder of before is taken back."""
    rules.may_read_post(who, post).require_sight()
    if post.deleted_at is not None:
        raise Absent
    with writing():
        facts = {"note": note, "remind_at": remind_at, "reminded_at": None}
        made, created = Bookmark.objects.update_or_create(
            member_id=who.member_id, post=post, defaults=facts, create_defaults=facts | {"made_at": timezone.now()}
        )
        if not created:
            notices.withdraw([DUE], [str(made.pk)])
    return made


def drop(who: Grants, post: Post) -> None:
    """One's own may always go, whatever became of the post."""
    forget(Bookmark.objects.filter(member_id=who.member_id, post=post).values_list("pk", flat=True))


def forget_of(posts: Iterable[Post]) -> None:
    """Of everybody: these posts are gone."""
    forget(Bookmark.objects.filter(post__in=posts).values_list("pk", flat=True))


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
        wanted = [wanted_of(one) for one in found if one.member_id in held and may_see(held[one.member_id], one, now)]
        Bookmark.objects.filter(pk__in=[one.pk for one in found]).update(reminded_at=now)
        notices.notify(wanted, at_epoch=at)
        if len(found) == AT_ONCE:
            later(remind)


def may_see(who: Grants, one: Bookmark, now: datetime) -> bool:
    return bool(may_enter(who, now)) and bool(rules.may_read_post(who, one.post))


def wanted_of(one: Bookmark) -> Wanted:
    return Wanted(one.member_id, None, DUE, str(one.pk), events.thread_topic(one.post.thread))
