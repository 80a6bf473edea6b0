"""Voting, taking a vote back, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from community import ratelimits
from community.db import writing
from community.forum import events
from community.forum.actions.words import Unusable
from community.forum.models import Thread
from community.forum.polls.counting import Picks, changed, key_of
from community.forum.polls.models import Poll, Vote
from community.members import epoch
from moderation import audit
from moderation.access import polls as rules
from moderation.access.grants import Grants

CHOOSE = "Choose something first."
CHOOSE_ONE = "Choose one of these."
FEWER = "Choose at most {most} of these."
NO_CHOICES = "Write at least two choices, each on a line of its own."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A poll to be."""

    kind: str
    choices: Sequence[str]
    most: int = 1
    anonymous: bool = False
    results: str = Poll.Results.ALWAYS
    closes_at: datetime | None = None


def add_poll(thread: Thread, wanted: Wanted | None) -> None:
    """In the transaction of its thread."""
    if thread.kind != Thread.Kind.POLL:
        return
    if wanted is None:
        raise Unusable("choices", NO_CHOICES)
    most = {Poll.Kind.SINGLE: 1, Poll.Kind.SEVERAL: wanted.most}.get(Poll.Kind(wanted.kind), len(wanted.choices))
    Poll.objects.create(
        thread=thread, kind=wanted.kind, choices=list(wanted.choices), most=min(most, len(wanted.choices)),
        anonymous=wanted.anonymous, results=wanted.results, closes_at=wanted.closes_at,
    )  # fmt: skip


def vote(who: Grants, poll: Poll, picks: Picks) -> None:
    """Once a person; in a poll with names the last one counts. Sending the same twice changes nothing. Raises Denied,
    Unusable, TooOften."""
    ratelimits.require("vote", who.member_id)
    now = timezone.now()
    with writing():
        poll, before = held_for(who, poll)
        rules.may_vote(who, poll, now).require()
        key = key_of(usable(poll, picks))
        if before is not None and before.picks == key:
            return
        put_in(poll, out=before.picks if before else "", put=key)
        said = {"picks": "", "at": None} if poll.anonymous else {"picks": key, "at": now}
        Vote.objects.update_or_create(poll=poll, member_id=who.member_id, defaults=said)
        events.poll_changed(poll.thread, epoch.hold())


def take_back_vote(who: Grants, poll: Poll) -> None:
    """In a poll with names, until it is closed."""
    with writing():
        poll, before = held_for(who, poll)
        rules.may_vote(who, poll, timezone.now()).require()
        if before is not None:
            put_in(poll, out=before.picks)
            before.delete()
            events.poll_changed(poll.thread, epoch.hold())


def close_poll(who: Grants, poll: Poll) -> None:
    now = timezone.now()
    with writing():
        poll = held(poll)
        rules.may_close_poll(who, poll, now).require()
        thread = poll.thread
        aliased = thread.written_by_id == who.member_id  # the asker's alias stays one
        Poll.objects.filter(pk=poll.pk).update(closed_at=now, closed_by_id=None if aliased else who.member_id)
        if thread.writer_id != who.member_id:
            audit.record(who.member_id, "close_poll", kind="thread", subject=thread.pk, label=thread.title)
        events.poll_changed(thread, epoch.hold())


def usable(poll: Poll, picks: Picks) -> Picks:
    """Choices there are, each once, not too many; in the order of the list unless the order is the vote."""
    picks = tuple(dict.fromkeys(pick for pick in picks if 0 <= pick < len(poll.choices)))
    if not picks:
        raise Unusable("picks", CHOOSE)
    if len(picks) > poll.most:
        raise Unusable("picks", CHOOSE_ONE if poll.most == 1 else FEWER.format(most=poll.most))
    return picks if poll.kind == Poll.Kind.RANKED else tuple(sorted(picks))


def put_in(poll: Poll, *, out: str = "", put: str = "") -> None:
    """Under the lock of the poll."""
    poll.box = changed(poll.box, out=out, put=put)
    poll.save(update_fields=["box"])


def held(poll: Poll) -> Poll:
    """As it is now, until the transaction ends: two who vote at once both count."""
    return Poll.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=poll.pk)


def held_for(who: Grants, poll: Poll) -> tuple[Poll, Vote | None]:
    """With this person's vote, if there is one."""
    poll = held(poll)
    before = Vote.objects.filter(poll=poll, member_id=who.member_id).first()
    poll.own = before.picks if before else None
    return poll, before
