"""Whom a post concerns: those it names, the asker, whoever is answered."""

from __future__ import annotations

from community.forum import events
from community.forum.models import Post, Thread
from community.members.grants import those_who
from community.members.models import Member
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation.access import forum as rules

MOST_MENTIONS = 20


def notify_named(post: Post, thread: Thread, named: dict[str, Member], at: int) -> set[int]:
    """Up to twenty people a post, never the writer. Returns whom."""
    told = [member.pk for member in named.values() if member.pk != post.writer_id][:MOST_MENTIONS]
    if post.hidden_from_id is not None or thread.hidden_from_id is not None:
        told = sorted(those_who(at, told, lambda held: rules.may_read_post(held, post)))
    place = events.thread_topic(thread)
    notices.notify([Wanted(pk, post.author_id, "post.mention", str(post.pk), place) for pk in told], at_epoch=at)
    return set(told)


def notify_answered(post: Post, thread: Thread, told: set[int], at: int) -> None:
    """The asker, and whoever is answered, unless they were named anyway or can read it no more."""
    people = {thread.writer_id or 0}
    if post.reply_to:
        people |= {answered.writer_id or 0 for answered in Post.objects.filter(thread=thread, number=post.reply_to)}
    people -= told | {post.writer_id or 0}
    readers = those_who(at, people, lambda held: rules.may_read_post(held, post))
    wanted = [Wanted(pk, post.author_id, "post.reply", str(post.pk), events.thread_topic(thread)) for pk in readers]
    notices.notify(wanted, at_epoch=at)
