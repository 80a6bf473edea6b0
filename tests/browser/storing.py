"""Words of attackers, and very many words, stored as the actions would store them, at whatever pace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cohorts.models import Cohort, Enrollment
from community.forum.actions.words import MAX_TITLE, Unusable, excerpt, usable_body, usable_title
from community.forum.models import Post, Space, Thread
from community.members import epoch
from community.members.models import Member
from community.places import place
from community.text import chat, plain
from moderation.access.grants import Grants
from tests.browser.arranging import room
from tests.forum import filling

EACH = 25  # so that a question is shown whole


def hostile(vectors: Sequence[str], reader: str) -> dict[str, list[str]]:
    """As titles and replies of questions in Commons, and as messages of rooms that only Ben and `reader` have.

    Addresses of each.
    """
    pieces = [vectors[start : start + EACH] for start in range(0, len(vectors), EACH)]
    cohort = Cohort.objects.create(slug=f"hostile-{uuid4().hex[:6]}", name="Hostile")
    for member in Member.objects.filter(handle__in=["ben", reader]):
        Enrollment.objects.create(cohort=cohort, member=member)
    epoch.move()
    return {"questions": [question(piece) for piece in pieces], "rooms": [talk(piece, cohort.slug) for piece in pieces]}


def question(vectors: Sequence[str]) -> str:
    space = Space.objects.get(slug="commons")
    author, now = Member.objects.get(handle="ben"), timezone.now() - timedelta(days=1)
    title = next((t for v in vectors if (t := titled(v))), "Nothing is left of them")
    said = [html for v in vectors if (html := stored(space, v))]
    made = Thread.objects.create(
        space=space, title=title, excerpt=excerpt(said[0]) if said else "", author=author, created_at=now,
        last_post_at=now, last_author=author, last_number=len(said) + 1, reply_count=len(said),
    )  # fmt: skip
    posts = [f"<p>{len(said)} replies</p>", *said]
    Post.objects.bulk_create(
        Post(thread=made, number=n, author=author, nonce=uuid4(), html=html, created_at=now)
        for n, html in enumerate(posts, start=1)
    )
    return place("thread", made.key)


def titled(vector: str) -> str:
    try:
        return usable_title(vector[:MAX_TITLE])
    except Unusable:
        return ""


def stored(space: Space, vector: str) -> str:
    """Nothing where nothing is left of it."""
    try:
        return usable_body(Grants(0), space, vector, has_files=False)[0]
    except Unusable:
        return ""


def talk(vectors: Sequence[str], cohort: str) -> str:
    """What a room takes as text, and what would come of it as its own small markup."""
    said = [("ben", words, 5.0) for vector in vectors if chat.render(words := plain.clean(vector))]
    return place("room", room("Hostile", said=said, of=cohort))


def large(questions: int, replies: int) -> str:
    """A forum of so many questions of last month, and one with so many replies; the address of that one."""
    month_ago = timezone.now() - timedelta(days=30)
    space, people = Space.objects.get(slug="commons"), list(Member.objects.filter(handle__in=["ada", "ben", "fay"]))
    filling.threads(people[0], space, questions, newest=month_ago)
    [long] = filling.threads(people[1], space, 1, newest=month_ago + timedelta(hours=1))
    for start in range(0, replies, 1_000):
        filling.replies(long, people, min(1_000, replies - start))
    return place("thread", long.key)


VERBS: dict[str, Callable[..., Any]] = {"hostile": hostile, "large": large}
