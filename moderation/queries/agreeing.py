"""The agreement: which version is current, who accepted which."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from moderation.access import desk
from moderation.access.grants import Grants
from moderation.models import Acceptance, Agreement


def current_agreement() -> Agreement | None:
    """The highest number; None while no owner has published one."""
    return Agreement.objects.order_by("-number").first()


def pending(member_ids: list[int]) -> set[int]:
    """Of these people, those who have not accepted the current version. For members.grants."""
    number = Agreement.objects.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        return set()
    accepted = Acceptance.objects.filter(agreement__number=number, member_id__in=member_ids)
    return set(member_ids) - set(accepted.values_list("member_id", flat=True))


def last_accepted(member_id: int) -> Agreement | None:
    """The newest version this person accepted."""
    return Agreement.objects.filter(acceptances__member_id=member_id).order_by("-number").first()


def agreements_for(who: Grants) -> QuerySet[Agreement]:
    """Every version, newest first, with how many accepted it."""
    desk.may_see_desk(who).require_sight()
    return Agreement.objects.select_related("published_by").annotate(accepted=Count("acceptances"))[:50]


def acceptances_of(who: Grants, member_id: int) -> QuerySet[Acceptance]:
    """What one person accepted, and when."""
    desk.may_see_desk(who).require_sight()
    return Acceptance.objects.filter(member_id=member_id).select_related("agreement").order_by("-at")[:20]
