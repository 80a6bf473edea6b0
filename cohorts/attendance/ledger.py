"""The ledger: what each person's attendance comes to, session by session, and in sums by category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cohorts.attendance.counting import NOTHING, Counted, count
from cohorts.models import Attendance, Presence, Session, WordTyped

NO_CATEGORY = "Other hours"
Key = tuple[UUID, int]  # session, member


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of one person."""

    session: Session
    member_id: int
    counted: Counted

    @property
    def session_id(self) -> UUID:
        return self.session.pk

    @property
    def category(self) -> str:
        return str(self.session.category or NO_CATEGORY)


@dataclass(slots=True)
class Sums:
    """Of one person; categories in the order in which their first session came."""

    sessions: int = 0
    minutes: int = 0
    categories: dict[str, int] = field(default_factory=dict)


def entries(sessions: QuerySet[Session], member_id: int | None = None) -> list[Entry]:
    """Of sessions that were not cancelled, in their order; with what counts for nothing. Four queries."""
    held = sessions.filter(state=Session.State.SCHEDULED).select_related("cohort", "category")
    return list(made(list(held.order_by("starts_at", "pk")), member_id))


def made(sessions: list[Session], member_id: int | None) -> Iterator[Entry]:
    by_id = {session.pk: session for session in sessions}
    mine = Q(member_id=member_id) if member_id is not None else Q()
    one = Q(session__in=list(by_id)) if len(by_id) == 1 else Q(session__cohort__in={s.cohort_id for s in sessions})
    of = one & mine
    typed = set(WordTyped.objects.filter(of).values_list("session_id", "member_id"))
    present: dict[Key, int] = {
        (session, member): minutes
        for session, member, minutes in Presence.objects.filter(of).values_list("session_id", "member_id", "minutes")
    }
    marks: dict[Key, tuple[str, int | None]] = {}
    rows = Attendance.objects.filter(of).order_by("-at", "-pk")
    for session_id, member, mark, minutes in rows.values_list("session_id", "member_id", "mark", "minutes"):
        marks.setdefault((session_id, member), (mark, minutes))
    keys = marks.keys() | typed | present.keys()
    order = {pk: place for place, pk in enumerate(by_id)}
    for key in sorted((k for k in keys if k[0] in by_id), key=lambda k: (order[k[0]], k[1])):
        session = by_id[key[0]]
        mark, minutes = marks.get(key, ("", None))
        facts: dict[str, Any] = {"mark": mark, "minutes": minutes, "typed": key in typed}
        counted = count(session.minutes, session.cohort.least_share, present=present.get(key, 0), **facts)
        yield Entry(session, key[1], counted)


def of_session(session: Session) -> dict[int, Counted]:
    return {e.member_id: e.counted for e in entries(Session.objects.filter(pk=session.pk))}


def of_one(session: Session, member_id: int) -> Counted:
    found = entries(Session.objects.filter(pk=session.pk), member_id)
    return found[0].counted if found else NOTHING


def sums(found: Iterable[Entry]) -> dict[int, Sums]:
    """By person."""
    by_person: dict[int, Sums] = {}
    for entry in found:
        if entry.counted.there:
            total = by_person.setdefault(entry.member_id, Sums())
            total.sessions += 1
            total.minutes += entry.counted.minutes
            total.categories[entry.category] = total.categories.get(entry.category, 0) + entry.counted.minutes
    return by_person
