"""Authors as the wire and the pages show them, remembered while the access epoch stands still."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from cohorts.models import Enrollment
from community.members.models import Member, initials
from community.members.profile import school_beside
from moderation.access.standing import moderates

REMEMBERED = 10_000


class Author(TypedDict):
    """`author` of a message. `avatar` is drawn by the client from initials and one of eight hues."""

    id: int
    handle: str
    name: str
    avatar: dict[str, str]
    role: str
    school: str


_remembered: dict[tuple[int | None, int], Author] = {}
_at = [0]
_lock = threading.Lock()


def authors(epoch: int, cohort_id: int | None, member_ids: Iterable[int]) -> dict[int, Author]:
    """Everyone of these people, whether they are still here or not: names stay beside words."""
    wanted = set(member_ids)
    with _lock:
        if _at[0] != epoch or len(_remembered) > REMEMBERED:
            _remembered.clear()
            _at[0] = epoch
        found = {pk: _remembered[cohort_id, pk] for pk in wanted if (cohort_id, pk) in _remembered}
    missing = wanted - found.keys()
    if missing:
        fresh = load(cohort_id, missing)
        found.update(fresh)
        with _lock:
            if _at[0] == epoch:
                _remembered.update({(cohort_id, pk): author for pk, author in fresh.items()})
    return found


def load(cohort_id: int | None, member_ids: set[int]) -> dict[int, Author]:
    """Nobody facilitates a talk: it has no cohort."""
    leading = Enrollment.objects.filter(member_id__in=member_ids, role=Enrollment.Role.FACILITATOR)
    here = leading.filter(cohort_id=cohort_id) if cohort_id is not None else leading.none()
    facilitating = set(here.values_list("member_id", flat=True))
    people = Member.objects.filter(pk__in=member_ids).values(
        "pk", "handle", "name", "hue", "role", "organization__name", "organization__state", "audiences"
    )
    return {row["pk"]: author(row, row["pk"] in facilitating) for row in people}


def author(row: Mapping[str, Any], facilitates: bool) -> Author:
    role = "moderator" if moderates(row["role"]) else "facilitator" if facilitates else "member"
    return {
        "id": row["pk"],
        "handle": row["handle"],
        "name": row["name"],
        "avatar": {"initials": initials(row["name"]), "hue": row["hue"]},
        "role": role,
        "school": school_beside(row, prefix=""),
    }


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    with _lock:
        _remembered.clear()
        _at[0] = 0
