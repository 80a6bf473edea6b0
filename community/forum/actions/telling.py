"""Whom a post concerns: those it names, the asker, whoever is answered. And those who follow, a moment later."""

from __future__ import annotations

from collections.abc import Collection

from community.db import writing
from community.forum import events
from community.forum.following.actions import knowing_of, tell_followers
from community.forum.following.levels import NONE, Wish
from community.forum.following.queries import TOLD_AT_ONCE, is_chosen, wishes_of
from community.forum.models import Post, Thread
from community.forum.naming import Named, readers_among
from community.forum.notices import COHORT
from community.jobs.queue import job, later
from community.members import epoch
from community.members.grants import those_who
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation.access import forum as rules


def tell_of_question(post: Post, thread: Thread, named: Named, at: int) -> None:
    followed = is_chosen(thread)
    people = those_named(post, named)
    wishes = wishes_of(thread, people) if followed else {}
    notify_named(post, thread, [pk for pk in people if wants(wishes, pk, thread, addressed=True)], at)
    tell_in_a_moment(post, named, followed=followed)


def tell_of_reply(post: Post, thread: Thread, named: Named, at: int, *, followed: bool) -> None:
    """Each is told once, as it concerns them most. `followed`: somebody chose a level for the thread or its space."""
    people, answered = those_named(post, named), those_answered(post, thread)
    asker = {thread.writer_id or 0}
    wishes = wishes_of(thread, {*people, *answered, *asker}) if followed else {}
    told = notify_named(post, thread, [pk for pk in people if wants(wishes, pk, thread, addressed=True)], at)
    rest = {pk for pk in answered | asker if wants(wishes, pk, thread, addressed=pk in answered)}
    notify_answered(post, thread, rest - told - {post.writer_id or 0}, at)
    tell_in_a_moment(post, named, followed=followed)


def tell_in_a_moment(post: Post, named: Named, *, followed: bool) -> None:
    """Those of whom there may be many. Nobody is told twice: whoever comes second looks who was told."""
    if named.cohorts:
        later(tell_cohorts, post.pk, [cohort.pk for cohort in named.cohorts])
    if followed:
        later(tell_followers, post.pk)


@job()
def tell_cohorts(post_id: int, cohort_ids: list[int], after: int = 0) -> None:
    """Some at a time, and the rest in a job after this one. Who was told of the post anyway, or has read it meanwhile,
    is not told again; who wants to be left in peace is."""
    with writing():
        post = Post.objects.select_related("thread__space").filter(pk=post_id, deleted_at=None).first()
        people = list(readers_among(post.thread.space, cohort_ids).filter(pk__gt=after)[:TOLD_AT_ONCE]) if post else []
        if post is None or not people:
            return
        at, thread = epoch.hold(), post.thread
        wishes = wishes_of(thread, people)
        knowing = {post.writer_id} | knowing_of(post, people)
        wanting = {pk for pk in people if wants(wishes, pk, thread, addressed=True)} - knowing
        readers = those_who(at, wanting, lambda held: rules.may_read_post(held, post))
        place = events.thread_topic(thread)
        notices.notify([Wanted(pk, post.author_id, COHORT, str(post.pk), place) for pk in sorted(readers)], at_epoch=at)
        if len(people) == TOLD_AT_ONCE:
            later(tell_cohorts, post_id, cohort_ids, people[-1])


def wants(wishes: dict[int, Wish], member_id: int, thread: Thread, *, addressed: bool) -> bool:
    return wishes.get(member_id, NONE).wants(asked=member_id == thread.writer_id, addressed=addressed)


def those_named(post: Post, named: Named) -> list[int]:
    """Never the writer."""
    return [member.pk for member in named.people.values() if member.pk != post.writer_id]


def those_answered(post: Post, thread: Thread) -> set[int]:
    if not post.reply_to:
        return set()
    return {answered.writer_id or 0 for answered in Post.objects.filter(thread=thread, number=post.reply_to)}


def notify_named(post: Post, thread: Thread, people: list[int], at: int) -> set[int]:
    """Returns whom it told."""
    if post.hidden_from_id is not None or thread.hidden_from_id is not None:
        people = sorted(those_who(at, people, lambda held: rules.may_read_post(held, post)))
    place = events.thread_topic(thread)
    notices.notify([Wanted(pk, post.author_id, "post.mention", str(post.pk), place) for pk in people], at_epoch=at)
    return set(people)


def notify_answered(post: Post, thread: Thread, people: Collection[int], at: int) -> None:
    """The asker, and whoever is answered, unless they can read it no more."""
    readers = those_who(at, people, lambda held: rules.may_read_post(held, post))
    wanted = [Wanted(pk, post.author_id, "post.reply", str(post.pk), events.thread_topic(thread)) for pk in readers]
    notices.notify(wanted, at_epoch=at)
