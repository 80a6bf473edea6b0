"""Rules of polls: who votes, who closes, who sees the result and the names. `poll.own` is what this person voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.decision import YES, Decision, no
from moderation.access.forum import may_read_thread
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from community.forum.polls.models import Poll
    from moderation.access.grants import Grants

OVER = no("closed", "This poll is closed. Your choice was not counted.")
CLOSED_ALREADY = no("closed", "This poll is closed already.")
VOTED = no(
    "voted", "You have voted. In an anonymous poll a vote cannot be changed, for nobody knows which one is yours."
)
ASKER_CLOSES = no("not_yours", "Only the person who asked, or a moderator, closes the poll.")
AFTER_VOTING = no("not_yet_voted", "You see the result once you have voted.")
AFTER_CLOSING = no("not_yet_closed", "Everybody sees the result when the poll is closed.")
ANONYMOUS = no("anonymous", "This poll is anonymous: nobody can see who voted for what, moderators neither.")


def may_vote(who: Grants, poll: Poll, now: datetime) -> Decision:
    """In a closed thread too: what is closed there are replies."""
    reading = may_read_thread(who, poll.thread)
    if not reading:
        return reading
    writing = may_write(who, now)
    if not writing:
        return writing
    if poll.is_over(now):
        return OVER
    if poll.own is not None and poll.anonymous:
        return VOTED
    return YES


def may_close_poll(who: Grants, poll: Poll, now: datetime) -> Decision:
    reading = may_read_thread(who, poll.thread)
    if not reading:
        return reading
    writing = may_write(who, now)
    if not writing:
        return writing
    if poll.thread.writer_id != who.member_id and not is_moderator(who):
        return ASKER_CLOSES
    if poll.is_over(now):
        return CLOSED_ALREADY
    return YES


def may_see_results(who: Grants, poll: Poll, now: datetime) -> Decision:
    """The same for everybody: neither the asker nor a moderator looks earlier than those who vote."""
    reading = may_read_thread(who, poll.thread)
    if not reading:
        return reading
    if poll.results == "closed" and not poll.is_over(now):
        return AFTER_CLOSING
    if poll.results == "voted" and poll.own is None and not poll.is_over(now):
        return AFTER_VOTING
    return YES


def may_see_names(who: Grants, poll: Poll, now: datetime) -> Decision:
    """Who voted for what."""
    seeing = may_see_results(who, poll, now)
    if not seeing:
        return seeing
    if poll.anonymous:
        return ANONYMOUS
    return YES
