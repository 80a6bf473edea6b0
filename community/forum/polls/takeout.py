"""What a member voted with their name, for their archive; and taking it away when they leave with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from community.db import writing
from community.forum import events
from community.forum.polls.counting import changed, picks_in
from community.forum.polls.models import Poll, Vote
from community.members import epoch
from community.takeout.sources import Source, Words, pieces

AT_ONCE = 100


def read(member_id: int) -> Iterator[Words]:
    """By number: the choices are others' words."""
    named = Vote.objects.filter(member_id=member_id, at__isnull=False).select_related("poll__thread__space")
    for piece in pieces(named, by="at"):
        for vote in piece:
            thread, chosen = vote.poll.thread, [pick + 1 for pick in picks_in(vote.picks)]
            words = f"Choice {', '.join(map(str, chosen))}"
            yield Words(
                id=str(vote.pk), at=vote.at, where=thread.space.name, title="Vote", html=f"<p>{words}</p>", text=words,
                facts={"link": f"{settings.COMMUNITY_URL}/forum/t/{thread.key}/#poll", "choices": chosen},
            )  # fmt: skip


def forget(member_id: int) -> bool:
    """Votes with a name are counted no more. Which of an anonymous poll's are theirs nobody can tell: those stay."""
    with writing():
        gone = dict(Vote.objects.filter(member_id=member_id).values_list("poll_id", "picks").order_by("pk")[:AT_ONCE])
        polls = list(
            Poll.objects.select_for_update(of=("self",)).filter(pk__in=gone).select_related("thread").order_by("pk")
        )
        at = epoch.hold()
        for poll in polls:
            poll.box = changed(poll.box, out=gone[poll.pk])
            events.poll_changed(poll.thread, at)
        Poll.objects.bulk_update(polls, ["box"])
        Vote.objects.filter(member_id=member_id, poll__in=polls).delete()
    return len(gone) == AT_ONCE


SOURCE = Source("votes", "Votes", read, forget)
