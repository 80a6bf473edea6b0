"""Rules of talks: who may write to whom, who hears it, and how moderators come to see any of it.

Moderating opens no talk. What moderators see is what somebody in it reports, or what two of them look at together.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import is_moderator, may_enter, may_write

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from cohorts.models import Message, Room, TalkLook, TalkReport
    from moderation.access.grants import Grants

MOST_PEOPLE = 9
LOOKS_FOR = timedelta(hours=24)

CANNOT = no("cannot_write", "You can’t write to this person at the moment.")
UNBLOCK = no("blocked", "You blocked this person. To write to them, unblock them first.")
NOT_HERE = no("not_here", "This person is not here at the moment. What was said stays to read.")
YOURSELF = no("yourself", "A talk needs somebody else.")
OF_TWO = no("of_two", "A talk of two stays between the two. Start a new talk to bring in others.")
FULL = no("full", f"A talk holds up to {MOST_PEOPLE} people.")
INSIDE = no("inside", "This person is in the talk already.")
OWN_WORDS = no("own_words", "You wrote this yourself.")
CLOSED = no("closed", "This report is closed already.")
IN_IT = no("in_it", "You are one of the two. Another moderator has to ask.")
SECOND_DECIDES = no("second_decides", "You asked this. Another moderator decides it.")
DECIDED = no("decided", "This is decided already.")
OVER = no("over", "The 24 hours of this look are over.")


def is_in(who: Grants, room: Room) -> bool:
    return room.pk in who.talks


def own_talks(who: Grants) -> Q:
    """The same question in SQL, over rooms. A person has one row in a talk at most: it doubles nothing."""
    return Q(talkers__member_id=who.member_id, talkers__left_at=None)


def begins_after(who: Grants, room: Room) -> int:
    """The seq after which this person may read. Before it others talked among themselves."""
    return who.talks.get(room.pk, 0)


def may_talk_with(who: Grants, other: Grants, now: datetime) -> Decision:
    """Begin a talk with somebody, bring them into one, or say something to them alone."""
    writing = may_write(who, now)
    if not writing:
        return writing
    if other.member_id == who.member_id:
        return YOURSELF
    return between(who, other, now)


def between(who: Grants, other: Grants, now: datetime) -> Decision:
    if other.member_id in who.blocked_ids:
        return UNBLOCK
    if not may_enter(other, now):
        return NOT_HERE
    if who.member_id in other.blocked_ids and not is_moderator(who):
        return CANNOT
    return YES


def speaks(who: Grants, room: Room, now: datetime) -> Decision:
    """In a talk of two both must want to hear each other; in others everybody speaks. Asked by rooms.may_say."""
    if room.pair is None:
        return YES
    other = next((held for pk, held in room.both.items() if pk != who.member_id), None)
    return NOT_HERE if other is None else between(who, other, now)


def may_add_to_talk(who: Grants, room: Room, other: Grants, count: int, now: datetime) -> Decision:
    """`count`: how many are in it."""
    if not is_in(who, room):
        return ABSENT
    writing = may_write(who, now)
    if not writing:
        return writing
    if room.pair is not None:
        return OF_TWO
    if room.pk in other.talks:
        return INSIDE
    if count >= MOST_PEOPLE:
        return FULL
    return may_talk_with(who, other, now)


def may_leave_talk(who: Grants, room: Room, now: datetime) -> Decision:
    if not is_in(who, room):
        return ABSENT
    entering = may_enter(who, now)
    if not entering:
        return entering
    return YES if room.pair is None else OF_TWO


def may_report_message(who: Grants, room: Room, message: Message, now: datetime) -> Decision:
    """Whoever may read it, those who may not write among them."""
    if not is_in(who, room) or message.seq <= begins_after(who, room) or message.deleted_at is not None:
        return ABSENT
    entering = may_enter(who, now)
    if not entering:
        return entering
    return OWN_WORDS if message.author_id == who.member_id else YES


def may_see_report(who: Grants, report: TalkReport) -> Decision:
    """Moderators, except whom it is about."""
    return YES if is_moderator(who) and report.message.author_id != who.member_id else ABSENT


def visible_reports(who: Grants) -> Q:
    return ~Q(message__author_id=who.member_id) if is_moderator(who) else Q(pk=None)


def may_close_report(who: Grants, report: TalkReport, now: datetime) -> Decision:
    seeing = may_see_report(who, report)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    return YES if report.closed_at is None else CLOSED


def may_ask_look(who: Grants, people: Collection[int], now: datetime) -> Decision:
    """Into the talk of these two. For all others than moderators there is no such question."""
    if not is_moderator(who):
        return ABSENT
    writing = may_write(who, now)
    if not writing:
        return writing
    return IN_IT if who.member_id in people else YES


def may_decide_look(who: Grants, look: TalkLook, now: datetime) -> Decision:
    asking = may_ask_look(who, (look.one_id, look.other_id), now)
    if not asking:
        return asking
    if look.decided_at is not None:
        return DECIDED
    return SECOND_DECIDES if look.asked_by_id == who.member_id else YES


def may_look(who: Grants, look: TalkLook, now: datetime) -> Decision:
    """The two who took it upon themselves, for a day."""
    asking = may_ask_look(who, (look.one_id, look.other_id), now)
    if not asking:
        return asking
    if not look.agreed or look.decided_at is None or who.member_id not in (look.asked_by_id, look.decided_by_id):
        return ABSENT
    return YES if now < look.decided_at + LOOKS_FOR else OVER
