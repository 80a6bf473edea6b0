"""Gathers what people hold, for the rules.

Cohorts and the agreement register themselves as sources; this module knows neither.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.members import epoch
from community.members.models import Block, Member, Seat, SeatManager
from moderation.access.grants import Grants
from moderation.access.standing import GRACE, Ending, Limit, Role, Standing, may_enter

# member ids → {member id: (cohort → since when, facilitated of them, archived of them)}
Enrollments = dict[int, tuple[dict[int, datetime], set[int], set[int]]]
_enrollment_sources: list[Callable[[list[int]], Enrollments]] = []
# member ids → {member id: {room of a talk: the seq after which they may read}}
Talks = dict[int, dict[UUID, int]]
_talk_sources: list[Callable[[list[int]], Talks]] = []
# member ids → those who have not accepted what everybody must
_agreement_sources: list[Callable[[list[int]], set[int]]] = []
REMEMBERED = 10_000
_remembered: dict[int, Grants] = {}
_remembered_at = [0]
_remembering = threading.Lock()


def register_enrollments(source: Callable[[list[int]], Enrollments]) -> None:
    """Called once by the app that knows who is enrolled where."""
    if source not in _enrollment_sources:
        _enrollment_sources.append(source)


def register_talks(source: Callable[[list[int]], Talks]) -> None:
    """Called once by the app that knows who talks with whom."""
    if source not in _talk_sources:
        _talk_sources.append(source)


def register_agreement(source: Callable[[list[int]], set[int]]) -> None:
    """Called once by the app that keeps the agreement."""
    if source not in _agreement_sources:
        _agreement_sources.append(source)


def grants_of(member_ids: Iterable[int]) -> dict[int, Grants]:
    """What each of these people holds now; missing ids are people who do not exist. Seven queries, however many.

    The epoch is read first: what is read after it is at least as new, so grants are never older than they claim.
    """
    ids = sorted(set(member_ids))
    if not ids:
        return {}
    version = epoch.current()
    people = Member.objects.filter(pk__in=ids).values_list(*PERSON)
    seats = held_seats(ids)
    blocked = blocks_of(ids)
    enrolled: Enrollments = dict(pair for source in _enrollment_sources for pair in source(ids).items())
    talks: Talks = dict(pair for source in _talk_sources for pair in source(ids).items())
    pending = set().union(*(source(ids) for source in _agreement_sources))
    found = {}
    for pk, role, standing, until, due, organization_id, term_ends, asked_at, roster_due in people:
        confirmed_at, manages = seats.get(pk, (None, False))
        confirmed = asked_at is None or (confirmed_at is not None and confirmed_at > asked_at)
        cohorts, facilitated, sealed = enrolled.get(pk, ({}, set(), set()))
        found[pk] = Grants(
            member_id=pk,
            role=Role(role),
            standing=Standing(standing),
            suspended_until=until,
            seated=pk in seats,
            organization_id=organization_id,
            manages_seats=manages,
            limits=limits(term_ends, None if confirmed else roster_due),
            agreed=pk not in pending,
            second_step_due=due,
            cohort_ids=frozenset(cohorts),
            facilitated_ids=frozenset(facilitated),
            joined=cohorts,
            sealed_ids=frozenset(sealed),
            talks=talks.get(pk, {}),
            blocked_ids=frozenset(blocked.get(pk, ())),
            epoch=version,
        )
    return found


def held_seats(ids: list[int]) -> dict[int, tuple[datetime | None, bool]]:
    """When each was confirmed last, and whether its holder manages those of their own organization."""
    theirs = SeatManager.objects.filter(
        member_id=OuterRef("member_id"), organization_id=OuterRef("member__organization_id")
    )
    rows = Seat.objects.filter(member_id__in=ids, freed_at=None)
    return {pk: (at, manages) for pk, at, manages in rows.values_list("member_id", "confirmed_at", Exists(theirs))}


def blocks_of(ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pk, other in Block.objects.filter(member_id__in=ids).values_list("member_id", "blocked_id"):
        found.setdefault(pk, set()).add(other)
    return found


PERSON = (
    "pk", "role", "standing", "suspended_until", "second_step_due", "organization_id",
    "organization__term_ends", "organization__roster_asked_at", "organization__roster_due",
)  # fmt: skip


def limits(term_ends: date | None, roster_due: date | None) -> tuple[Limit, ...]:
    """From the day after the last one, where the community is."""
    dates = ((Ending.TERM, term_ends), (Ending.ROSTER, roster_due))
    return tuple(Limit(ending, after(last), after(last) + GRACE) for ending, last in dates if last is not None)


def after(day: date) -> datetime:
    """The moment a day ends in the community's own zone."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(settings.COMMUNITY_TIME_ZONE))


def grants_at(version: int, member_ids: Iterable[int]) -> dict[int, Grants]:
    """The same, remembered by this process while the epoch stands at `version`.

    Only for callers that hold the epoch (`epoch.hold`): then what is remembered cannot be out of date.
    """
    wanted = set(member_ids)
    with _remembering:
        if _remembered_at[0] != version or len(_remembered) > REMEMBERED:
            _remembered.clear()
            _remembered_at[0] = version
        found = {pk: _remembered[pk] for pk in wanted if pk in _remembered}
    missing = wanted - found.keys()
    if missing:
        fresh = grants_of(missing)
        found.update(fresh)
        with _remembering:
            if _remembered_at[0] == version:
                _remembered.update({pk: held for pk, held in fresh.items() if held.epoch == version})
    return found


def those_who(version: int, member_ids: Iterable[int], may: Callable[[Grants], object]) -> set[int]:
    """Of these people, whoever is inside and may. Like `grants_at` only for callers that hold the epoch."""
    now = timezone.now()
    return {pk for pk, held in grants_at(version, member_ids).items() if may_enter(held, now) and may(held)}


def grants_for(member_id: int) -> Grants | None:
    return grants_of([member_id]).get(member_id)


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    with _remembering:
        _remembered.clear()
        _remembered_at[0] = 0
