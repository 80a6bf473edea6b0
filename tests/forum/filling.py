"""Many threads and posts at once, written as rows: for lists, windows and budgets, where nobody's pace matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from community.forum.models import Post, Space, Thread
from community.members.models import Member


def threads(author: Member, space: Space, count: int, *, newest: datetime | None = None, **facts: Any) -> list[Thread]:
    """One a minute, oldest first; all with their question and nothing else."""
    newest = newest or timezone.now() - timedelta(minutes=1)
    times = [newest - timedelta(minutes=count - 1 - n) for n in range(count)]
    rows = [
        Thread(
            space=space, author=author, last_author=author, title=f"Question {n + 1} of {count}", excerpt="Tell me.",
            created_at=at, last_post_at=at, **facts,
        )
        for n, at in enumerate(times)
    ]  # fmt: skip
    made = Thread.objects.bulk_create(rows)
    Post.objects.bulk_create(post(thread, 1, author, thread.created_at) for thread in made)
    return made


def replies(thread: Thread, authors: list[Member], count: int) -> Thread:
    """So many replies by these people in turn, a second apart."""
    start = thread.last_post_at
    first = thread.last_number + 1
    numbers = range(first, first + count)
    times = {number: start + timedelta(seconds=number) for number in numbers}
    writers = {number: authors[number % len(authors)] for number in numbers}
    Post.objects.bulk_create(post(thread, number, writers[number], times[number]) for number in numbers)
    Thread.objects.filter(pk=thread.pk).update(
        last_number=numbers[-1], last_post_at=times[numbers[-1]], last_author=writers[numbers[-1]],
        reply_count=thread.reply_count + count,
        helper_count=thread.helper_count + sum(writer != thread.author for writer in writers.values()),
    )  # fmt: skip
    thread.refresh_from_db()
    return thread


def post(thread: Thread, number: int, author: Member, at: datetime) -> Post:
    return Post(
        thread=thread, number=number, author=author, nonce=uuid4(), html=f"<p>Words {number}.</p>", created_at=at
    )
