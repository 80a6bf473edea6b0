"""What one person holds, gathered once per request or socket and dropped when the access epoch moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from moderation.access.standing import Limit, Role, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grants:
    """Everything the rules need to know of a person. `epoch` is the access epoch it was read at."""

    member_id: int
    role: Role = Role.MEMBER
    standing: Standing = Standing.ACTIVE
    suspended_until: datetime | None = None
    seated: bool = True
    organization_id: int | None = None
    manages_seats: bool = False  # of their own organization
    limits: tuple[Limit, ...] = ()
    agreed: bool = True  # to the current agreement
    second_step_due: datetime | None = None  # empty: nothing is demanded that is not set up
    cohort_ids: frozenset[int] = field(default_factory=frozenset)
    facilitated_ids: frozenset[int] = field(default_factory=frozenset)
    joined: Mapping[int, datetime] = field(default_factory=dict, hash=False)  # cohort → since when one is in it
    sealed_ids: frozenset[int] = field(default_factory=frozenset)  # of those, the archived: read only
    # Talks one is in: room → the seq after which one may read
    talks: Mapping[UUID, int] = field(default_factory=dict, hash=False)
    blocked_ids: frozenset[int] = field(default_factory=frozenset)  # of whom they want to read nothing at first sight
    epoch: int = 0
