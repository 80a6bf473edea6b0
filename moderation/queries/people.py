"""People and the log, as the access desk shows them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from community.members.models import Member
from moderation.access import desk
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.models import AuditEntry, Sanction

PAGE = 50


def people_for(
    who: Grants,
    *,
    search: str = "",
    standing: str = "",
    organization: str = "",
    after: tuple[str, int] | None = None,
) -> list[Member]:
    """Everybody, for moderators: by name; one more than PAGE when the list goes on."""
    desk.may_see_desk(who).require_sight()
    found = Member.objects.select_related("organization")
    for word in search.split()[:6]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(handle__icontains=word)
            | Q(organization__name__icontains=word)
        )
    if standing in {"moderator", "owner"}:
        found = found.filter(role=standing)
    elif standing:
        found = found.filter(standing=standing)
    if organization:
        found = found.filter(organization__slug=organization)
    if after is not None:
        name, pk = after
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))
    return list(found.order_by("name", "pk")[: PAGE + 1])


def counts_by_standing(who: Grants) -> dict[str, int]:
    desk.may_see_desk(who).require_sight()
    rows = Member.objects.order_by().values("standing").annotate(n=Count("pk"))
    return {row["standing"]: row["n"] for row in rows}


def person_for(who: Grants, handle: str) -> Member:
    desk.may_see_desk(who).require_sight()
    member = Member.objects.select_related("organization").filter(handle=handle).first()
    if member is None:
        raise Absent
    return member


def sanctions_of(member: Member) -> QuerySet[Sanction]:
    return Sanction.objects.filter(member=member).select_related("imposed_by", "lifted_by").order_by("-imposed_at")[:20]


def log_of(member: Member) -> QuerySet[AuditEntry]:
    """What was done to this person, newest first."""
    entries = AuditEntry.objects.filter(subject_kind="member", subject_id=str(member.pk))
    return entries.select_related("actor")[:30]


def log_for(who: Grants, *, before: int | None = None) -> list[AuditEntry]:
    """The whole log; one more than PAGE when it goes on."""
    desk.may_see_desk(who).require_sight()
    entries = AuditEntry.objects.select_related("actor").order_by("-id")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return list(entries[: PAGE + 1])
