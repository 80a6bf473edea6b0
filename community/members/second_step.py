"""Who must have a second step when signing in, and since when. One function settles it, whatever changed.

What the owners demand is registered by the app that keeps their policy; this module knows only roles and dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.members.models import Member, SeatManager
from moderation.access.members import moderating
from moderation.access.standing import owes_second_step

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only stand in for one of these


@dataclass(frozen=True, slots=True)
class Demand:
    """Of whom it is demanded (roles, and seat managers), and how many days they have to set it up."""

    of: frozenset[str] = frozenset()
    days: int = 14


_sources: list[Callable[[], Demand]] = []


def register(source: Callable[[], Demand]) -> None:
    """Called once by the app that keeps the policy."""
    if source not in _sources:
        _sources.append(source)


def demand() -> Demand:
    return _sources[0]() if _sources else Demand()


def settle(member_ids: Iterable[int]) -> bool:
    """In the transaction of whatever changed a role, the policy or what somebody has set up. A day that is running
    goes on. True when somebody's day changed: then the access epoch has to move."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("settle belongs into the transaction of the act; open one with writing().")
    wanted, ids = demand(), sorted(set(member_ids))
    managers = set(SeatManager.objects.filter(member_id__in=ids).values_list("member_id", flat=True))
    equipped = set(Authenticator.objects.filter(user_id__in=ids, type__in=STEPS).values_list("user_id", flat=True))
    due_at, changed = timezone.now() + timedelta(days=wanted.days), False
    for pk, role, due in Member.objects.filter(pk__in=ids).values_list("pk", "role", "second_step_due"):
        asked = owes_second_step(role, manages_seats=pk in managers, asked_of=wanted.of)
        if asked and pk not in equipped and due is None:
            Member.objects.filter(pk=pk).update(second_step_due=due_at)
            changed = True
        if due is not None and (not asked or pk in equipped):
            Member.objects.filter(pk=pk).update(second_step_due=None)
            changed = True
    return changed


def is_asked_of(member: Member) -> bool:
    """Whether their role demands it, set up or not."""
    manages = SeatManager.objects.filter(member=member).exists()
    return owes_second_step(member.role, manages_seats=manages, asked_of=demand().of)


def everybody_concerned() -> list[int]:
    """Those of whom it is demanded now or was until now: everybody a new policy may touch."""
    special = moderating() | Q(second_step_due__isnull=False) | Q(seat_manager__isnull=False)
    return list(Member.objects.filter(special).order_by("pk").values_list("pk", flat=True))
