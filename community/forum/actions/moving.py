"""Splitting replies off into a question of their own, and merging two questions into one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils import timezone

from community.db import writing
from community.drafts import actions as drafts
from community.forum import drafting, events, indexing
from community.forum.actions.aliases import fresh_alias
from community.forum.actions.counts import recount, renumber
from community.forum.actions.ordering import note
from community.forum.actions.words import Unusable, excerpt, usable_title
from community.forum.models import Answer, Moved, Poll, Post, ReadMark, Space, Thread, ThreadTag
from community.forum.notices import OF_POSTS
from community.live import news
from community.members import epoch
from community.notifications import actions as notices
from moderation.access import forum as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.labels import label_of, stricter

MOST_SPLIT = 200
MOST_MERGED = 1_000
NONE_CHOSEN = "Choose the replies that become a question of their own."
TOO_MANY = f"Please choose up to {MOST_SPLIT} replies at a time."
BAD_FIRST = (
    "The first reply you choose becomes the question. It cannot be a deleted one, nor one that some cannot read."
)
HAS_A_POLL = "People have voted here. Close this one, with a link to the other, so that the poll stays."
TOO_LONG = f"This has more than {MOST_MERGED:,} replies, too many to merge. Close it, with a link to the other one."


def split(who: Grants, thread: Thread, numbers: Collection[int], *, title: str, space: Space, kind: str = "") -> Thread:
    """These replies, the first of them as the question. They keep who wrote them, their history and their files."""
    title = usable_title(title)
    with writing():
        posts = list(
            Post.objects.select_for_update()
            .filter(thread_id=thread.pk, number__in=set(numbers), number__gt=1)
            .order_by("number")[: MOST_SPLIT + 1]
        )
        source = held([thread])[0]
        rules.may_split(who, source, space, timezone.now()).require()
        made = begun_by(usable_first(posts), title=title, space=space, kind=kind or kind_like(source), source=source)
        marks = marks_on(source)
        moved = bring(source, made, posts, start=1)
        renumber(source)
        renumber(made)
        recount({source.pk, made.pk})
        place_marks({member: len([n for n in moved if n <= read]) for member, read in marks.items()}, made)
        note(who, "split_thread", source, f"{len(posts)} to “{title}”, {space.name}")
        at = moved_between(source.space, space)
        events.thread_changed(source, at)
        events.thread_started(space, made, at)
    return made


def merge(who: Grants, thread: Thread, other: Thread) -> Thread:
    """All of a thread at the end of another one. Its address leads there; its title, tags and answer are gone."""
    with writing():
        list(Post.objects.select_for_update().filter(thread_id=thread.pk).order_by("pk").values_list("pk"))
        source, target = held([thread, other])
        rules.may_merge(who, source, target, timezone.now()).require()
        if Poll.objects.filter(thread=source).exists():
            raise Unusable("into", HAS_A_POLL)
        posts = list(Post.objects.filter(thread=source).order_by("number")[: MOST_MERGED + 1])
        if len(posts) > MOST_MERGED:
            raise Unusable("into", TOO_LONG)
        keep_apart(posts, target)
        before, marks, there = target.last_number, marks_on(source), marks_on(target)
        moved = bring(source, target, posts, start=target.numbered_to + 1)
        drafts.follow({drafting.reply_place(source.key): drafting.reply_place(target.key)})
        renumber(target)
        Thread.objects.filter(pk=target.pk).update(label=stricter(label_of(source), label_of(target)))
        note(who, "merge_thread", source, f"into “{target.title}”")
        source.delete()
        recount({target.pk})
        caught_up = [member for member, read in there.items() if read >= before]
        place_marks(
            {member: max((moved[n] for n in moved if n <= marks.get(member, 0)), default=0) for member in caught_up},
            target,
        )
        at = moved_between(source.space, target.space)
        events.thread_changed(source, at)
        loud = [post for post in posts if not post.is_quiet()]
        events.post_added(target, loud[-1], at)
    return target


# ---- in the transaction of either ---------------------------------------------------------------


def held(threads: Sequence[Thread]) -> list[Thread]:
    """As they are now, until the transaction ends. Raises Absent."""
    rows = Thread.objects.select_for_update(of=("self",)).select_related("space").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[thread.pk for thread in threads])}
    if len(found) < len({thread.pk for thread in threads}):
        raise Absent
    return [found[thread.pk] for thread in threads]


def usable_first(posts: Sequence[Post]) -> Post:
    if not posts:
        raise Unusable("numbers", NONE_CHOSEN)
    if len(posts) > MOST_SPLIT:
        raise Unusable("numbers", TOO_MANY)
    if posts[0].deleted_at is not None or posts[0].hidden_from_id is not None:
        raise Unusable("numbers", BAD_FIRST)
    return posts[0]


def begun_by(first: Post, *, title: str, space: Space, kind: str, source: Thread) -> Thread:
    """A question whose first post was a reply: of the same writer, under the same alias, with the same tags."""
    made = Thread.objects.create(
        space=space, kind=kind, title=title, excerpt=excerpt(first.html), author_id=first.author_id, alias=first.alias,
        written_by_id=first.written_by_id, created_at=first.created_at, last_post_at=first.created_at,
        last_author_id=first.author_id, tags=source.tags, label=stricter(label_of(source), space.label),
    )  # fmt: skip
    tags = ThreadTag.objects.filter(thread=source).values_list("tag_id", flat=True)
    ThreadTag.objects.bulk_create(ThreadTag(thread=made, tag_id=tag_id) for tag_id in tags)
    return made


def kind_like(source: Thread) -> str:
    """What is split off a poll or an announcement is neither."""
    return source.kind if source.is_question else Thread.Kind.DISCUSSION


def bring(source: Thread, target: Thread, posts: Sequence[Post], *, start: int) -> dict[int, int]:
    """Their former numbers with those they have now. What spoke of them by number follows; an answer is none there."""
    numbers = {post.number: start + n for n, post in enumerate(posts)}
    subjects = [str(post.pk) for post in posts]
    Moved.objects.bulk_create(Moved(thread_key=source.key, number=post.number, post=post) for post in posts)
    Post.objects.filter(thread=source, reply_to__in=list(numbers)).exclude(number__in=list(numbers)).update(
        reply_to=None
    )
    if Answer.objects.filter(thread=source, post__in=posts).delete()[0]:
        notices.withdraw(["post.answer"], subjects)
    for post in posts:
        to = numbers.get(post.reply_to or 0, 0)
        post.thread, post.number, post.reply_to = target, numbers[post.number], to if to > 1 else None
    Post.objects.bulk_update(posts, ["thread", "number", "reply_to", "alias"], batch_size=200)
    indexing.index_all(target, [post for post in posts if post.deleted_at is None])
    notices.move(OF_POSTS, subjects, events.thread_topic(target))
    drafts.follow(
        {drafting.edit_place(source.key, old): drafting.edit_place(target.key, new) for old, new in numbers.items()}
    )
    return numbers


def keep_apart(posts: Sequence[Post], target: Thread) -> None:
    """Two people never stand under one alias: the one who comes gets another."""
    aliased = Post.objects.filter(thread=target).exclude(alias="")
    there = dict(aliased.values_list("alias", "written_by_id"))
    used = {*there, *(post.alias for post in posts)}
    instead: dict[str, str] = {}
    for post in posts:
        if post.alias in there and there[post.alias] != post.written_by_id:
            if post.alias not in instead:
                instead[post.alias] = fresh_alias(used)
                used.add(instead[post.alias])
            post.alias = instead[post.alias]


def marks_on(thread: Thread) -> dict[int, int]:
    """How far each has read it."""
    return dict(ReadMark.objects.filter(thread=thread).values_list("member_id", "number"))


def place_marks(numbers: dict[int, int], thread: Thread) -> None:
    """What was read before is read where it stands now; 0: nothing of it was."""
    rows = [ReadMark(member_id=pk, thread=thread, number=number) for pk, number in numbers.items() if number]
    ReadMark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["member", "thread"], update_fields=["number", "at"], batch_size=500
    )


def moved_between(before: Space, after: Space) -> int:
    """The epoch of what is told of it. Another audience is another access."""
    if (before.audience, before.cohort_id) == (after.audience, after.cohort_id):
        return epoch.hold()
    at = epoch.move()
    news.tell_access_moved(at)
    return at
