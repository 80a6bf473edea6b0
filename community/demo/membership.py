"""The demo's door: terms and seats as they are in life, and an agreement everybody has accepted."""

from __future__ import annotations

from datetime import datetime, timedelta

from community.founding import publish_first_agreement
from community.members.models import Member, Organization, Seat, SeatManager
from moderation.models import Acceptance

SEAT_MANAGERS = ("elena", "renee", "jo", "grant")


def memberships(schools: dict[str, Organization], people: dict[str, Member], now: datetime) -> None:
    """One membership is about to end, one in four is full, one is being asked who is still there."""
    today = now.date()
    for index, school in enumerate(schools.values()):
        held = school.seats.count()
        school.seats_allowed = held + (0 if index % 4 == 2 else 2 + index % 3)
        school.term_starts, school.term_ends = today - timedelta(days=300), today + timedelta(days=65 + 20 * index)
    alder = schools["alder-creek"]
    alder.term_ends = today + timedelta(days=29)
    alder.roster_asked_at, alder.roster_due = now - timedelta(days=3), today + timedelta(days=11)
    fields = ["seats_allowed", "term_starts", "term_ends", "roster_asked_at", "roster_due"]
    Organization.objects.bulk_update(schools.values(), fields)
    for seat in Seat.objects.select_related("member"):
        seat.since = seat.member.joined_at or now
        seat.save(update_fields=["since"])
    for seat in Seat.objects.filter(member__handle__in=SEAT_MANAGERS):
        SeatManager.objects.create(member=seat.member, organization=seat.organization)


def agreement(people: dict[str, Member], now: datetime) -> None:
    """Everybody here has accepted it, or they would stand at the door."""
    owner = people["josephine"]
    made = publish_first_agreement(owner.pk)
    others = [person for person in people.values() if person != owner]
    Acceptance.objects.bulk_create(Acceptance(agreement=made, member=p, at=p.joined_at or now) for p in others)
