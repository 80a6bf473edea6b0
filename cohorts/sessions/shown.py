"""Sessions as pages show them: when it is here and where the cohort is, who comes, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from cohorts.attendance.queries import counting_in
from cohorts.models import Cohort, Room
from cohorts.questions.forms import QuestionForm
from cohorts.questions.shown import Asked
from cohorts.questions.shown import shown as asked_of
from cohorts.sessions import queries
from cohorts.sessions.models import Rsvp, Session
from community.timetext import calendar_day, clock
from moderation.access import hours, rooms
from moderation.access import sessions as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Line:
    """One session. `there` is empty where the cohort's clocks show the same as the reader's."""

    session: Session
    when: str
    there: str
    answer: str
    going: int
    waiting: int
    on_now: bool
    over: bool

    @property
    def cancelled(self) -> bool:
        return self.session.state == Session.State.CANCELLED

    @property
    def full(self) -> bool:
        return self.session.seats is not None and self.going >= self.session.seats


def lines(who: Grants, cohort: Cohort, sessions: Sequence[Session], now: datetime) -> list[Line]:
    """One query, however many."""
    if not sessions:
        return []
    ids = [session.pk for session in sessions]
    answers, numbers = queries.answers_to(who, ids)
    return [line(s, cohort.zone, answers.get(s.pk, ""), numbers.get(s.pk, {}), now) for s in sessions]


def line(session: Session, zone: str, answer: str, numbers: dict[str, int], now: datetime) -> Line:
    return Line(
        session=session,
        when=span(session, timezone.get_current_timezone()),
        there=elsewhere(session, ZoneInfo(zone)),
        answer=answer,
        going=numbers.get(Rsvp.State.GOING, 0),
        waiting=numbers.get(Rsvp.State.WAITING, 0),
        on_now=session.starts_at <= now < session.ends_at,
        over=now >= session.ends_at,
    )


@dataclass(frozen=True, slots=True)
class InRoom:
    """What a session's room says of its session. `shut`: what stands where one would write, by its time."""

    session: Session
    when: str
    opens: str
    asked: Asked
    may_show_word: bool
    may_record: bool
    shut: dict[str, Decision]


def beside(who: Grants, room: Room, now: datetime, *, on: bool) -> dict[str, Any]:
    """What a room's page has of sessions. `on`: one of its cohort may be on, and count the minutes spent here."""
    counting = counting_in(who, room.cohort, now, room.session_id) if on and room.cohort else None
    return {"counting": counting, "meeting": in_room(who, room, now), "question_form": QuestionForm()}


def in_room(who: Grants, room: Room, now: datetime) -> InRoom | None:
    """None: a room as others. Two queries."""
    session = queries.of_room(room)
    if session is None:
        return None
    writes = bool(rooms.acts_in(who, room, now)) and not rooms.leads(who, room)
    return InRoom(
        session=session,
        when=rooms.time_of(room, now),
        opens=opening(room),
        asked=asked_of(who, session),
        may_show_word=bool(hours.may_show_word(who, session, now)),
        may_record=bool(rules.may_record_session(who, session, now)),
        shut=rooms.SHUT if writes else {},
    )


def opening(room: Room) -> str:
    """at 3:45 pm MDT · on Tue, May 12, at 3:45 pm MDT"""
    if room.opens_at is None:
        return ""
    opens, today = timezone.localtime(room.opens_at), timezone.localtime().date()
    day = "" if opens.date() == today else f"on {opens:%a}, {calendar_day(opens.date(), today)}, "
    return f"{day}at {clock(opens)} {zone_name(opens)}"


def elsewhere(session: Session, zone: ZoneInfo) -> str:
    here = timezone.localtime(session.starts_at)
    return "" if here.utcoffset() == session.starts_at.astimezone(zone).utcoffset() else span(session, zone)


def span(session: Session, zone: tzinfo) -> str:
    """Tue, May 12, 9:00 am to 10:30 am MDT"""
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    day = calendar_day(starts.date(), timezone.localtime().date())
    return f"{starts:%a}, {day}, {clock(starts)} to {clock(ends)} {zone_name(starts)}"


def zone_name(at: datetime) -> str:
    """MDT; where a zone has no letters of its own: UTC+03"""
    name = at.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}"
