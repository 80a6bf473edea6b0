"""The door to polls, and who voted for what. The caller asks the rules what of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from community.forum.models import Thread
from community.forum.polls.models import Poll, Vote
from community.forum.queries import thread_for
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST_NAMES = 400


@dataclass(frozen=True, slots=True)
class Voter:
    name: str
    picks: str


def poll_for(who: Grants, key: UUID) -> Poll:
    poll = poll_in(who, thread_for(who, key))
    if poll is None:
        raise Absent
    return poll


def poll_in(who: Grants, thread: Thread) -> Poll | None:
    """Of a thread that came through its door. With `own`; one query, and none where there is no poll."""
    if thread.kind != Thread.Kind.POLL:
        return None
    own = Vote.objects.filter(poll_id=OuterRef("pk"), member_id=who.member_id).values("picks")[:1]
    poll = Poll.objects.filter(thread_id=thread.pk).annotate(picked=Subquery(own)).first()
    if poll is not None:
        poll.thread, poll.own = thread, poll.picked
    return poll


def voters_of(poll: Poll) -> list[Voter]:
    """By name, and not by when they voted. For those who may see names."""
    named = Vote.objects.filter(poll=poll).exclude(picks="").order_by("member__name", "pk")
    return [Voter(name, picks) for name, picks in named.values_list("member__name", "picks")[:MOST_NAMES]]
