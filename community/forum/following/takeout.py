"""What a member chose to hear of, for their archive. It goes with them when they leave."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from community.forum.following import queries
from community.forum.following.actions import forget_follows
from community.forum.following.levels import OF_A_SPACE, OF_A_TAG, OF_A_THREAD
from community.forum.following.models import Follow
from community.forum.models import Thread
from community.places import place
from community.takeout.sources import Source, Words, pieces

WORDS = {choice.level.value: choice.words for choice in (*OF_A_THREAD, *OF_A_SPACE, *OF_A_TAG)}


def read(member_id: int) -> Iterator[Words]:
    """Without the title of a question: somebody else wrote that."""
    yield from read_asked(member_id)
    for piece in pieces(queries.all_of(member_id), by="at"):
        for follow in piece:
            title, where, at = described(follow)
            yield Words(
                id=str(follow.pk), at=follow.at, where=where, title=title, html="", text=WORDS[follow.level],
                facts={"level": follow.level, "link": settings.COMMUNITY_URL + at},
            )  # fmt: skip


def read_asked(member_id: int) -> Iterator[Words]:
    for piece in pieces(queries.asked_too_by(member_id), by="at"):
        for one in piece:
            link = settings.COMMUNITY_URL + place("thread", one.thread.key)
            yield Words(
                id=f"too-{one.pk}", at=one.at, where=one.thread.space.name, title="A question", html="",
                text="You have the same question", facts={"level": "asks_too", "link": link},
            )  # fmt: skip


def described(follow: Follow) -> tuple[str, str, str]:
    if follow.space is not None:
        return "A space", follow.space.name, place("space", follow.space.slug)
    if follow.tag is not None:
        return "A tag", follow.tag.name, place("tag", follow.tag.slug)
    thread: Thread = follow.thread  # type: ignore[assignment]  # one of the three, says the database
    return "A question", thread.space.name, place("thread", thread.key)


SOURCE = Source("follows", "What you chose to hear of", read, drop=forget_follows)
