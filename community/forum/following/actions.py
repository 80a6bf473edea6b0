"""Choosing what one hears of, and telling those who want to hear."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.following import queries
from community.forum.following.levels import Level
from community.forum.following.models import AsksToo, Follow
from community.forum.models import Answer, Post, ReadMark, Space, Tag, Thread
from community.forum.notices import FOLLOWED, NEW, OF_POSTS, SAME
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


def follow_tag(who: Grants, tag: Tag, level: Level) -> None:
    """Tags are for everybody inside; what lies under one stays for whoever may read it."""
    with writing():
        if level == Level.NORMAL:
            Follow.objects.filter(member_id=who.member_id, tag=tag).delete()
        else:
            Follow.objects.update_or_create(member_id=who.member_id, tag=tag, defaults={"level": level})


def ask_too(who: Grants, thread: Thread) -> None:
    """The same question here. Saying it twice says it once."""
    rules.may_ask_too(who, thread, timezone.now()).require()
    with writing():
        AsksToo.objects.get_or_create(member_id=who.member_id, thread=thread)


def ask_no_more(who: Grants, thread: Thread) -> None:
    rules.may_read_thread(who, thread).require_sight()
    with writing():
        AsksToo.objects.filter(member_id=who.member_id, thread=thread).delete()


def forget_follows(member_id: int) -> None:
    """Of somebody who leaves."""
    Follow.objects.filter(member_id=member_id).delete()
    AsksToo.objects.filter(member_id=member_id).delete()


def knowing_of(post: Post, people: Collection[int]) -> set[int]:
    """Who of these was told of it in some way, or has read it."""
    read = ReadMark.objects.filter(thread=post.thread, number__gte=post.number, member_id__in=people)
    return set(read.values_list("member_id", flat=True)) | told_of(OF_POSTS, str(post.pk), people)


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
        knowing = {post.writer_id} | knowing_of(post, people)
        readers = those_who(at, set(people) - knowing, lambda held: rules.may_read_post(held, post))
        kind, place = NEW if post.number == 1 else FOLLOWED, events.thread_topic(post.thread)
        wanted = [Wanted(pk, post.author_id, kind, str(post.pk), place) for pk in sorted(readers)]
        notices.notify(wanted, at_epoch=at)
        if len(people) == queries.TOLD_AT_ONCE:
            later(tell_followers, post_id, people[-1])


@job()
def tell_askers(post_id: int, after: int = 0) -> None:
    """Of the chosen answer, whoever has the same question: some at a time. Unless it is the answer no more."""
    with writing():
        answer = Answer.objects.filter(post_id=post_id).select_related("post__thread__space").first()
        people = queries.askers_of(answer.post.thread, after=after) if answer else []
        if answer is None or not people:
            return
        at, post, thread = epoch.hold(), answer.post, answer.post.thread
        wishes = queries.wishes_of(thread, people)
        peaceful = {pk for pk, wish in wishes.items() if wish.muted}
        rest = set(people) - peaceful - {post.writer_id, answer.chosen_by_id}
        readers = those_who(at, rest, lambda held: rules.may_read_post(held, post))
        place = events.thread_topic(thread)
        notices.notify([Wanted(pk, answer.chosen_by_id, SAME, str(post.pk), place) for pk in readers], at_epoch=at)
        if len(people) == queries.TOLD_AT_ONCE:
            later(tell_askers, post_id, people[-1])
