"""Rules about people: whose page one may open. There is no directory: one sees one's team and one's cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Now

from moderation.access.decision import YES, Decision
from moderation.access.standing import Role, Standing, is_moderator, may_sign_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.members.models import Member
    from moderation.access.grants import Grants


def present(prefix: str = "") -> Q:
    """In the community now. A suspension ends by itself at its date, here as in `standing.may_enter`."""
    here = Q(**{f"{prefix}standing__in": (Standing.ACTIVE, Standing.READ_ONLY)})
    back = Q(**{f"{prefix}standing": Standing.SUSPENDED, f"{prefix}suspended_until__lte": Now()})
    return here | back


def moderating(prefix: str = "") -> Q:
    return Q(**{f"{prefix}role__in": (Role.MODERATOR, Role.OWNER)})


def nameable(members: QuerySet[Member]) -> QuerySet[Member]:
    """People who can be mentioned or opened at all, whoever looks.

    A former member's name stays beside the words they left, but there is no page behind it.
    """
    return members.filter(present())


def findable_people(who: Grants, members: QuerySet[Member]) -> QuerySet[Member]:
    """The People page: my own organization, the cohorts I am in, and the moderators. Never everybody."""
    here = nameable(members)
    if is_moderator(who):
        return here
    mine = Q(organization_id=who.organization_id) if who.organization_id else Q(pk=who.member_id)
    together = Q(enrollments__cohort_id__in=sorted(who.cohort_ids))
    return here.filter(mine | together | moderating()).distinct()


def may_edit_profile(who: Grants, member: Member) -> Decision:
    return YES if member.pk == who.member_id else Decision(False, "not_yours", "This is somebody else's profile.")


def may_leave(who: Grants, now: datetime) -> Decision:
    """Anybody who is not shut out, at any time, without a reason."""
    return may_sign_in(who, now)


def is_last_owner(member: Member, everybody: QuerySet[Member]) -> bool:
    others = everybody.filter(role=Role.OWNER, standing=Standing.ACTIVE).exclude(pk=member.pk)
    return member.role == Role.OWNER and not others.exists()


def not_moderating(members: QuerySet[Member]) -> QuerySet[Member]:
    return members.filter(role=Role.MEMBER)


def audience_members(members: QuerySet[Member], audience: str, cohort_id: int | None) -> QuerySet[Member]:
    """Everyone who can read what is written for that audience: the number every composer shows."""
    seated = Q(seats__freed_at=None, seats__isnull=False) | moderating()
    here = nameable(members).filter(seated)
    if audience == "members":
        return here.distinct()
    if audience == "cohort":
        return here.filter(Q(enrollments__cohort_id=cohort_id) | moderating()).distinct()
    return here.filter(moderating()).distinct()
