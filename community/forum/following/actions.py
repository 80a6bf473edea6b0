"""Choosing what one hears of, and telling those who want to hear."""

from __future__ import annotations

from community.db import writing
from community.forum import events
from community.forum.following import queries
from community.forum.following.levels import Level
from community.forum.following.models import Follow
from community.forum.models import Post, ReadMark, Space, Thread
from community.forum.notices import FOLLOWED, NEW, OF_POSTS
from community.jobs.queue import job, later
from community.members import epoch
from community.members.grants import those_who
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from community.notifications.queries import told_of
from moderation.access import forum as rules
from moderation.access.grants import Grants


def follow_thread(who: Grants, thread: Thread, level: Level) -> None:
    """Kept even where it says what the house does anyway: it goes before what they chose for the space."""
    rules.may_read_thread(who, thread).require_sight()
    with writing():
        Follow.objects.update_or_create(member_id=who.member_id, thread=thread, defaults={"level": level})


def follow_space(who: Grants, space: Space, level: Level) -> None:
    rules.may_read_space(who, space).require_sight()
    with writing():
        if level == Level.NORMAL:
            Follow.objects.filter(member_id=who.member_id, space=space).delete()
        else:
            Follow.objects.update_or_create(member_id=who.member_id, space=space, defaults={"level": level})


def forget_follows(member_id: int) -> None:
    """Of somebody who leaves."""
    Follow.objects.filter(member_id=member_id).delete()


@job()
def tell_followers(post_id: int, after: int = 0) -> None:
    """Some at a time, and the rest in a job after this one: a space may be followed by thousands. Rights are asked
    now, not when they chose. Who was told of the post anyway, or has read it meanwhile, is not told again."""
    with writing():
        post = Post.objects.select_related("thread__space").filter(pk=post_id, deleted_at=None).first()
        people = queries.followers_of(post, after=after) if post else []
        if post is None or not people:
            return
        at = epoch.hold()
        read = ReadMark.objects.filter(thread=post.thread, number__gte=post.number, member_id__in=people)
        knowing = {post.writer_id, *read.values_list("member_id", flat=True)} | told_of(OF_POSTS, str(post.pk), people)
        readers = those_who(at, set(people) - knowing, lambda held: rules.may_read_post(held, post))
        kind, place = NEW if post.number == 1 else FOLLOWED, events.thread_topic(post.thread)
        wanted = [Wanted(pk, post.author_id, kind, str(post.pk), place) for pk in sorted(readers)]
        notices.notify(wanted, at_epoch=at)
        if len(people) == queries.TOLD_AT_ONCE:
            later(tell_followers, post_id, people[-1])
