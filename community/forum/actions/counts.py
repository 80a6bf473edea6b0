"""What the lists keep of a thread, counted anew."""

from __future__ import annotations

from collections import Counter

from django.db.models import F, Max, Q, QuerySet

from community.forum.models import Answer, Post, Thread


def recount(thread_ids: set[int]) -> None:
    """How many replies these threads have, by whom, and whether they are answered."""
    threads = {thread.pk: thread for thread in Thread.objects.filter(pk__in=thread_ids)}
    replies = Counter(live_replies(thread_ids).values_list("thread_id", flat=True))
    by_the_asker = Q(author_id=F("thread__author_id"), alias="") | Q(author=None, alias=F("thread__alias"))
    helpers = Counter(live_replies(thread_ids).exclude(by_the_asker).values_list("thread_id", flat=True))
    answered = set(Answer.objects.filter(thread_id__in=thread_ids).values_list("thread_id", flat=True))
    for pk, thread in threads.items():
        thread.reply_count, thread.helper_count, thread.answered = replies[pk], helpers[pk], pk in answered
    Thread.objects.bulk_update(threads.values(), ["reply_count", "helper_count", "answered"])


def live_replies(thread_ids: set[int]) -> QuerySet[Post]:
    replies = Post.objects.filter(thread_id__in=thread_ids, number__gt=1, deleted_at=None)
    return replies.filter(hidden_from=None)  # quiet ones count nowhere


def renumber(thread: Thread) -> None:
    """Which numbers it has given, and its newest post, after posts came or went. No number is ever given twice."""
    given = thread.numbered_to
    posts = Post.objects.filter(thread=thread)
    for_all = posts.filter(Q(hidden_from=None) | Q(number=1))
    thread.last_number = for_all.aggregate(last=Max("number"))["last"] or 1
    quiet = posts.filter(number__gt=1).exclude(hidden_from=None).aggregate(last=Max("number"))["last"] or 0
    thread.quiet_number = max(quiet, given if given > thread.last_number else 0)
    newest = for_all.order_by("-created_at", "-number")[0]
    thread.last_post_at, thread.last_author_id = newest.created_at, newest.author_id
    thread.save(update_fields=["last_number", "quiet_number", "last_post_at", "last_author"])
