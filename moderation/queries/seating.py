"""Organizations and their teams, as a seat manager and the desk see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from community.members.models import Member, Organization, Seat, SeatManager
from moderation.access import seats as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.standing import Role
from moderation.models import Invitation

MOST_SEATS = 500  # of one organization on one page
MOST_FORMER = 50


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many seats there are (None: any number), are held, and are promised by open invitations."""

    allowed: int | None
    held: int
    promised: int

    @property
    def taken(self) -> int:
        return self.held + self.promised

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(0, self.allowed - self.taken)


def organization_for(who: Grants, slug: str) -> Organization:
    """The page of one organization; for a seat manager the own one alone."""
    found = Organization.objects.prefetch_related("domains").filter(slug=slug).first()
    if found is None:
        raise Absent
    rules.may_see_seats(who, found).require_sight()
    return found


def own_organization(who: Grants) -> Organization:
    """Of a seat manager."""
    found = Organization.objects.filter(pk=who.organization_id).first() if who.organization_id else None
    if found is None or not who.manages_seats:
        raise Absent
    return found


def team_of(who: Grants, organization: Organization) -> list[Seat]:
    """Seats held, by name, each with `is_manager` and `is_confirmed`."""
    rules.may_see_seats(who, organization).require_sight()
    managing = SeatManager.objects.filter(member=OuterRef("member"), organization=organization)
    seats = Seat.objects.filter(organization=organization, freed_at=None)
    return list(
        seats.select_related("member__organization", "organization")
        .annotate(
            is_manager=Exists(managing),
            is_confirmed=Q(confirmed_at__gt=F("organization__roster_asked_at")),
        )
        .order_by("member__name", "pk")[:MOST_SEATS]
    )


def former_of(who: Grants, organization: Organization) -> list[Member]:
    """People of this organization who hold no seat and are not shut out: a seat can be given back to them."""
    rules.may_see_seats(who, organization).require_sight()
    seated = Seat.objects.filter(member=OuterRef("pk"), freed_at=None)
    found = Member.objects.filter(~Exists(seated), organization=organization, standing__in=("active", "read_only"))
    return list(found.order_by("name")[:MOST_FORMER])


def promised_seats(who: Grants, organization: Organization) -> QuerySet[Invitation]:
    rules.may_see_seats(who, organization).require_sight()
    return still_open(organization).select_related("invited_by", "cohort").order_by("-sent_at")[:MOST_SEATS]


def promise_for(who: Grants, organization: Organization, pk: int) -> Invitation:
    rules.may_see_seats(who, organization).require_sight()
    found = Invitation.objects.select_related("organization").filter(pk=pk, organization=organization).first()
    if found is None:
        raise Absent
    return found


def seat_for(who: Grants, organization: Organization, pk: int) -> Seat:
    seat = Seat.objects.select_related("member", "organization").filter(pk=pk, organization=organization).first()
    if seat is None:
        raise Absent
    return seat


def teammate_for(who: Grants, organization: Organization, handle: str) -> Member:
    rules.may_see_seats(who, organization).require_sight()
    found = Member.objects.select_related("organization").filter(handle=handle, organization=organization).first()
    if found is None:
        raise Absent
    return found


def capacity(organization: Organization) -> Capacity:
    return Capacity(organization.seats_allowed, held(organization), promised(organization))


def seats_left() -> dict[str, int]:
    """Of every organization that has a number of seats, by slug. Three queries."""
    limited = dict(Organization.objects.filter(seats_allowed__isnull=False).values_list("pk", "seats_allowed"))
    taken = Counter(
        Seat.objects.filter(organization_id__in=limited, freed_at=None).values_list("organization_id", flat=True)
    )
    now = timezone.now()
    open_now = Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now, organization_id__in=limited)
    taken.update(open_now.values_list("organization_id", flat=True))
    slugs = dict(Organization.objects.filter(pk__in=limited).values_list("pk", "slug"))
    return {slugs[pk]: max(0, (allowed or 0) - taken[pk]) for pk, allowed in limited.items()}


def held(organization: Organization) -> int:
    return Seat.objects.filter(organization=organization, freed_at=None).count()


def promised(organization: Organization) -> int:
    return still_open(organization).count()


def still_open(organization: Organization) -> QuerySet[Invitation]:
    now = timezone.now()
    return Invitation.objects.filter(organization=organization, used_at=None, revoked_at=None, expires_at__gt=now)


# ---- what comes to its end ----------------------------------------------------------------------


def with_term_between(first: date, last: date) -> QuerySet[Organization]:
    return Organization.objects.filter(term_ends__range=(first, last))


def with_unconfirmed_seats() -> QuerySet[Organization]:
    """That were asked for their roster and have not confirmed everybody."""
    waiting = Seat.objects.filter(waits_to_be_confirmed(), organization=OuterRef("pk"), member__role=Role.MEMBER)
    return Organization.objects.filter(Exists(waiting), roster_due__isnull=False)


def unconfirmed_seats(organization: Organization) -> list[Seat]:
    waiting = Seat.objects.filter(waits_to_be_confirmed(), organization=organization, member__role=Role.MEMBER)
    return list(waiting.select_related("member").order_by("member__name")[:MOST_SEATS])


def waits_to_be_confirmed() -> Q:
    asked = F("organization__roster_asked_at")
    return Q(freed_at=None) & (Q(confirmed_at=None) | Q(confirmed_at__lte=asked))


def due_for_roster(before: datetime) -> QuerySet[Organization]:
    """With seats, not asked since that moment, and here since before it."""
    seated = Seat.objects.filter(organization=OuterRef("pk"), freed_at=None)
    asked = Q(roster_asked_at=None) | Q(roster_asked_at__lt=before)
    return Organization.objects.filter(Exists(seated), asked, created_at__lt=before)


def managers_of(organization: Organization) -> set[int]:
    """Those who look after its seats and hold one."""
    held = Seat.objects.filter(member=OuterRef("member"), organization=organization, freed_at=None)
    found = SeatManager.objects.filter(Exists(held), organization=organization)
    return set(found.values_list("member_id", flat=True))


def team_ids(organization: Organization) -> set[int]:
    seats = Seat.objects.filter(organization=organization, freed_at=None)
    return set(seats.values_list("member_id", flat=True)[:MOST_SEATS])
