"""Posts that hold certain words, one row a thread; only what this person may open."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from community.finding.engine import Asked, Hit, find, holding, titles_first
from community.finding.models import PostWords
from community.finding.narrowing import Narrow
from community.finding.wording import Term, Wanted
from community.forum.lists import Row
from community.forum.models import Post, Thread
from community.places import place
from community.text import plain
from moderation.access import forum as rules
from moderation.access.grants import Grants

SIMILAR_WORDS = 8
_WORD = re.compile(r"[^\W_]{3,}")  # what a title is about: the longer words, without what stands around them
FIELDS = (
    "id", "number", "author_id", "alias", "author__name", "created_at",
    "thread__key", "thread__title", "thread__answered", "thread__space__name", "thread__space__hue",
)  # fmt: skip


def search(
    who: Grants, wanted: Wanted, narrow: Narrow, *, most: int, before: int | None = None
) -> tuple[list[Row], int | None]:
    """One row a thread, with the newest of its posts that hold it all; titles that say it stand first. The second
    value: where older ones begin, if there may be any."""
    if narrow.room_id is not None:
        return [], None
    within = readable(who, narrow)
    first, hits = titles_first(PostWords, Asked(wanted.terms, narrow.marks), within, most=most * 3, before=before)
    if not hits and before is None:
        hits = together(who, wanted, narrow, most=most * 3)
    rows, last = grouped(rows_of(who, within, [*first, *hits]), most)
    return rows, last if len(hits) > most * 3 or last != (hits[-1].id if hits else None) else None


def readable(who: Grants, narrow: Narrow) -> QuerySet[Post]:
    threads = rules.visible_threads(who, Thread.objects.filter(pk=OuterRef("thread_id")))
    if narrow.space_id is not None:
        threads = threads.filter(space_id=narrow.space_id)
    if narrow.cohort_id is not None:
        threads = threads.filter(space__cohort_id=narrow.cohort_id)
    if narrow.solved is not None:
        threads = threads.filter(kind=Thread.Kind.QUESTION, answered=narrow.solved)
    if narrow.tag_id is not None:
        threads = threads.filter(tag_rows__tag_id=narrow.tag_id)
    posts = rules.visible_posts(who, Post.objects.filter(deleted_at=None))
    return narrow.dated(posts, "created_at").filter(Exists(threads))


def together(who: Grants, wanted: Wanted, narrow: Narrow, *, most: int) -> list[Hit]:
    """No post holds it all: those with the first word, of threads whose posts together hold every one."""
    words = [term for term in wanted.terms if not term.excluded]
    within = readable(who, narrow)
    for term in words[1:]:
        said = readable(who, narrow).filter(pk__in=holding(PostWords, Asked([term], narrow.marks)))
        within = within.filter(thread_id__in=said.values("thread_id"))
    rest = [term for term in wanted.terms if term.excluded]
    return find(PostWords, Asked([*words[:1], *rest], narrow.marks), within, most=most) if words[1:] else []


def rows_of(who: Grants, within: QuerySet[Post], hits: list[Hit]) -> list[Row]:
    """The hits with what their rows show, in their order; read through the rules once more."""
    found = {row["id"]: row for row in within.filter(pk__in={hit.subject for hit in hits}).values(*FIELDS)}
    return [row_of(who, found[hit.subject], hit) for hit in hits if hit.subject in found]


def row_of(who: Grants, row: dict[str, Any], hit: Hit) -> Row:
    url = place("thread", row["thread__key"])
    opening = row["number"] == 1
    return {
        "id": hit.id, "key": row["thread__key"],
        "url": url if opening else f"{url}?to={row['number']}#reply-{row['number']}",
        "title": hit.title if opening else row["thread__title"],
        "snippet": "" if row["author_id"] in who.blocked_ids else hit.snippet,
        "space": row["thread__space__name"], "hue": row["thread__space__hue"],
        "name": row["alias"] or row["author__name"],
        "reply": not opening, "at": row["created_at"], "answered": row["thread__answered"], "more": 0,
    }  # fmt: skip


def grouped(rows: list[Row], most: int) -> tuple[list[Row], int | None]:
    """The first row of each thread, and how many more of it there are; where the last of them stands."""
    threads: dict[Any, Row] = {}
    last = None
    seen: set[int] = set()
    for row in rows:
        if row["id"] in seen:
            continue
        known = threads.get(row["key"])
        if known is None and len(threads) == most:
            break
        seen.add(row["id"])
        if known is None:
            threads[row["key"]] = row
        else:
            known["more"] += 1
        last = row["id"]
    return list(threads.values()), last


def titled(who: Grants, wanted: Wanted, most: int) -> list[Row]:
    """Threads whose title holds it, as lines of a menu."""
    within = readable(who, Narrow())
    hits = find(PostWords, Asked(wanted.terms, titles=True), within, most=most)
    return [
        {"url": row["url"], "label": row["title"], "icon": "message-circle-question-mark", "answered": row["answered"]}
        for row in rows_of(who, within, hits)
    ]


def similar(who: Grants, title: str, most: int = 3) -> list[Any]:
    """Threads whose titles share the longer words of this one; those that share most, and rare ones, come first."""
    words = sorted(set(_WORD.findall(plain.clean_line(title).lower())), key=len, reverse=True)[:SIMILAR_WORDS]
    terms = [Term(word) for word in words]
    if not terms:
        return []
    hits = find(PostWords, Asked(terms, titles=True, any_of=True), readable(who, Narrow()), most=most * 3)
    needed = 1 if len(words) == 1 else 2
    best = [hit.subject for hit in hits if len(set(_FOUND.findall(str(hit.title).lower()))) >= needed]
    threads = Thread.objects.filter(posts__in=best).values("key", "title", "answered", "reply_count", "posts__pk")
    found = {row["posts__pk"]: row for row in threads}
    return [found[pk] for pk in best if pk in found][:most]


_FOUND = re.compile(r"<mark>([^<]+)</mark>")
