"""The demo's tags, and what has them."""

from __future__ import annotations

from typing import Any

from community.forum.models import Tag, Thread, ThreadTag


def tags(rows: list[dict[str, Any]]) -> None:
    """`rows`: each tag with the titles of its questions."""
    threads = {thread.title: thread for thread in Thread.objects.all()}
    for row in sorted(rows, key=lambda row: row["name"]):
        tag = Tag.objects.create(slug=row["slug"], name=row["name"], meaning=row["meaning"])
        ThreadTag.objects.bulk_create(ThreadTag(thread=threads[title], tag=tag) for title in row["threads"])
        for title in row["threads"]:
            threads[title].tags.append({"slug": tag.slug, "name": tag.name})
    Thread.objects.bulk_update(threads.values(), ["tags"])
