"""Gathers what people hold, for the rules. Cohorts register themselves as a source; this module knows no cohort."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from community.members import epoch
from community.members.models import Member, Seat
from moderation.access.grants import Grants
from moderation.access.standing import Role, Standing, may_enter

if TYPE_CHECKING:
    from datetime import datetime

# member ids → {member id: (cohort ids, facilitated cohort ids)}
Enrollments = dict[int, tuple[set[int], set[int]]]
_enrollment_sources: list[Callable[[list[int]], Enrollments]] = []
REMEMBERED = 10_000
_remembered: dict[int, Grants] = {}
_remembered_at = [0]
_remembering = threading.Lock()


def register_enrollments(source: Callable[[list[int]], Enrollments]) -> None:
    """Called once by the app that knows who is enrolled where."""
    if source not in _enrollment_sources:
        _enrollment_sources.append(source)


def grants_of(member_ids: Iterable[int]) -> dict[int, Grants]:
    """What each of these people holds now; missing ids are people who do not exist. Four queries, however many.

    The epoch is read first: what is read after it is at least as new, so grants are never older than they claim.
    """
    ids = sorted(set(member_ids))
    if not ids:
        return {}
    version = epoch.current()
    people = Member.objects.filter(pk__in=ids).values_list(
        "pk", "role", "standing", "suspended_until", "organization_id"
    )
    seated = set(Seat.objects.filter(member_id__in=ids, freed_at=None).values_list("member_id", flat=True))
    enrolled: Enrollments = {}
    for source in _enrollment_sources:
        enrolled.update(source(ids))
    return {
        pk: one(pk, role, standing, until, organization_id, pk in seated, enrolled.get(pk), version)
        for pk, role, standing, until, organization_id in people
    }


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


def one(
    member_id: int,
    role: str,
    standing: str,
    until: datetime | None,
    organization_id: int | None,
    seated: bool,
    cohorts: tuple[set[int], set[int]] | None,
    version: int,
) -> Grants:
    enrolled, facilitated = cohorts or (set(), set())
    return Grants(
        member_id=member_id,
        role=Role(role),
        standing=Standing(standing),
        suspended_until=until,
        seated=seated,
        organization_id=organization_id,
        cohort_ids=frozenset(enrolled),
        facilitated_ids=frozenset(facilitated),
        epoch=version,
    )


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    with _remembering:
        _remembered.clear()
        _remembered_at[0] = 0
