"""Seats and their organizations: freeing, confirming, naming seat managers, setting terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from community.db import writing
from community.live import news
from community.members import epoch, second_step
from community.members.actions import end_sessions
from community.members.models import Member, Organization, OrganizationDomain, Seat, SeatManager
from moderation import audit
from moderation.access import seats as rules
from moderation.access.grants import Grants
from moderation.actions.refused import Refused
from moderation.actions.reminding import ask_and_tell
from moderation.actions.sanctions import withdraw_open
from moderation.queries.seating import held, promised

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


def hold(organization: Organization) -> Organization:
    """Until the transaction ends nobody else gives a seat of it. Before anything else is held: two who invite the same
    address would wait for each other crosswise."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def require_room(held_now: Organization, *, promised_too: bool = True) -> None:
    """Refuse when no seat is left. Seats that open invitations promise are taken, too; but not for whoever comes with
    such a promise."""
    if held_now.seats_allowed is None:
        return
    taken = held(held_now) + (promised(held_now) if promised_too else 0)
    if taken >= held_now.seats_allowed:
        raise Refused("organization", all_taken(held_now))


def all_taken(organization: Organization) -> str:
    allowed = organization.seats_allowed
    return f"All {allowed} seats of {organization.name} are used or promised. Free one, or ask the Center for more."


def free_seat(actor: Grants, seat: Seat) -> None:
    """Its holder is signed out everywhere with the commit; what they wrote stays under their name."""
    now = timezone.now()
    with writing():
        seat = Seat.objects.select_for_update(of=("self",)).select_related("member", "organization").get(pk=seat.pk)
        rules.may_free_seat(actor, seat, now).require()
        seat.freed_at = now
        seat.save(update_fields=["freed_at"])
        SeatManager.objects.filter(member=seat.member).delete()
        second_step.settle([seat.member_id])
        end_sessions(seat.member)
        withdraw_open(Q(invited_by=seat.member), by=actor.member_id)
        audit.record(
            actor.member_id, "free_seat", kind="member", subject=seat.member_id, label=seat.member.name,
            reason=seat.organization.name,
        )  # fmt: skip
        news.tell_access_moved(epoch.move())


def give_seat(actor: Grants, member: Member) -> Seat:
    """Back to somebody whose seat of this organization was freed. Raises Denied, Refused when none is left."""
    organization = member.organization
    if organization is None:
        raise Refused("organization", "This person belongs to no organization yet. Invite them instead.")
    rules.may_manage_seats(actor, organization, timezone.now()).require()
    try:
        with writing():
            require_room(hold(organization))
            seat = Seat.objects.create(organization=organization, member=member)
            audit.record(
                actor.member_id, "give_seat", kind="member", subject=member.pk, label=member.name,
                reason=organization.name,
            )  # fmt: skip
            news.tell_access_moved(epoch.move())
    except IntegrityError:
        raise Refused("organization", f"{member.name} holds a seat already.") from None
    return seat


def confirm_seats(actor: Grants, organization: Organization, seats: Sequence[Seat]) -> int:
    """ "These are still with us." Returns how many that were."""
    now = timezone.now()
    rules.may_confirm_seats(actor, organization, now).require()
    with writing():
        theirs = Seat.objects.filter(pk__in=[s.pk for s in seats], organization=organization, freed_at=None)
        confirmed = theirs.update(confirmed_at=now)
        audit.record(
            actor.member_id, "confirm_seats", kind="organization", subject=organization.pk, label=organization.name,
            reason=f"{confirmed} confirmed",
        )  # fmt: skip
        news.tell_access_moved(epoch.move())
    return confirmed


def ask_for_roster(actor: Grants, organization: Organization) -> Organization:
    """Who is still with them? What is not confirmed in time goes to reading, and two weeks later to nothing."""
    rules.may_set_membership(actor, timezone.now()).require()
    with writing():
        ask_and_tell(organization, timezone.localdate())
        audit.record(
            actor.member_id, "ask_for_roster", kind="organization", subject=organization.pk, label=organization.name,
            reason=f"until {organization.roster_due:%Y-%m-%d}",
        )  # fmt: skip
        epoch.move()
    return organization


def name_seat_manager(actor: Grants, member: Member) -> None:
    rules.may_name_seat_manager(actor, member, timezone.now()).require()
    organization = member.organization
    if (
        organization is None
        or not Seat.objects.filter(member=member, organization=organization, freed_at=None).exists()
    ):
        raise Refused("member", f"{member.name} holds no seat at the moment.")
    with writing():
        SeatManager.objects.update_or_create(member=member, defaults={"organization": organization})
        second_step.settle([member.pk])
        audit.record(
            actor.member_id, "name_seat_manager", kind="member", subject=member.pk, label=member.name,
            reason=str(member.organization),
        )  # fmt: skip
        news.tell_access_moved(epoch.move())


def dismiss_seat_manager(actor: Grants, member: Member) -> None:
    rules.may_name_seat_manager(actor, member, timezone.now()).require()
    with writing():
        if SeatManager.objects.filter(member=member).delete()[0]:
            second_step.settle([member.pk])
            audit.record(
                actor.member_id, "dismiss_seat_manager", kind="member", subject=member.pk, label=member.name,
                reason=str(member.organization),
            )  # fmt: skip
            news.tell_access_moved(epoch.move())


def set_membership(
    actor: Grants, organization: Organization, *, term_starts: date | None, term_ends: date | None,
    seats_allowed: int | None, domains: Sequence[str],
) -> Organization:  # fmt: skip
    """Term, seats and mail domains. Renewing opens everything again with the commit; nobody loses a seat by a smaller
    number, it only gives none. Raises Denied, Refused."""
    rules.may_set_membership(actor, timezone.now()).require()
    if term_starts and term_ends and term_ends < term_starts:
        raise Refused("term_ends", "A membership cannot end before it begins.")
    wanted = [usable_domain(domain) for domain in domains]
    with writing():
        organization = Organization.objects.select_for_update().get(pk=organization.pk)
        organization.term_starts, organization.term_ends = term_starts, term_ends
        organization.seats_allowed = seats_allowed
        organization.save(update_fields=["term_starts", "term_ends", "seats_allowed"])
        organization.domains.exclude(domain__in=wanted).delete()
        OrganizationDomain.objects.bulk_create(
            [OrganizationDomain(organization=organization, domain=domain) for domain in wanted], ignore_conflicts=True
        )
        audit.record(
            actor.member_id, "set_membership", kind="organization", subject=organization.pk, label=organization.name,
            reason=f"until {term_ends or 'further notice'}, {seats_allowed or 'any number of'} seats",
        )  # fmt: skip
        news.tell_access_moved(epoch.move())
    return organization


def usable_domain(given: str) -> str:
    domain = given.strip().lower().removeprefix("@").removeprefix("www.")
    if not _DOMAIN.fullmatch(domain):
        raise Refused("domains", f"“{given.strip()[:60]}” is not a mail domain. Write it like example.org.")
    return domain
