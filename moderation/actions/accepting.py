"""What happens when somebody accepts an invitation."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.utils import timezone
from django.utils.text import slugify

from community.db import writing
from community.live import news
from community.members import epoch, second_step
from community.members.models import HUES, Member, Organization, Seat
from moderation import audit, joining, queries
from moderation.access.standing import Standing
from moderation.actions.agreeing import note_acceptance
from moderation.actions.links import count_use
from moderation.actions.refused import Refused
from moderation.actions.sanctions import lift_sanctions
from moderation.actions.seating import hold, require_room
from moderation.models import Invitation

if TYPE_CHECKING:
    pass

TRIES = 5


def invitation_trouble(invitation: Invitation | None, now: datetime) -> str:
    """Why an invitation cannot be used, in a word for the page; empty when it can."""
    if invitation is None:
        return "unknown"
    if invitation.used_at is not None:
        return "used"
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.expires_at <= now:
        return "expired"
    return ""


def accept_invitation(
    token: str, *, email: str, name: str, title: str = "", password: str = "", agreement: int | None = None
) -> Member:
    """Become a member, agreeing to that version. Of any number of tries at the same moment one succeeds.

    Raises Refused.
    """
    for _ in range(TRIES):
        try:
            return accept(token, email=email, name=name, title=title, password=password, agreement=agreement)
        except IntegrityError:
            continue  # a namesake joined in the same moment and took the handle; now it is seen as taken
    raise Refused("name", "Many people are joining at this moment. Please try again.")


def accept(token: str, *, email: str, name: str, title: str, password: str, agreement: int | None) -> Member:
    now = timezone.now()
    with writing():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("organization", "cohort")
            .filter(token_hash=queries.hash_of(token))
            .first()
        )
        trouble = invitation_trouble(invitation, now)
        if invitation is None or trouble:
            raise Refused("token", trouble)
        if email.strip().lower() != invitation.email:
            raise Refused("email", "This invitation was sent to another address. Ask for one to yours.")
        # The condition is in the statement: two transactions that both saw it unused cannot both use it.
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(used_at=now):
            raise Refused("token", "used")
        member = admit(invitation, name=name, title=title, password=password, now=now)
        Invitation.objects.filter(pk=invitation.pk).update(used_by=member)
        if invitation.link_id is not None:
            count_use(invitation.link_id)
        agree(member, agreement, now)
        joining.complete(invitation, member)
        second_step.settle([member.pk])
        audit.record(
            member.pk,
            "join",
            kind="member",
            subject=member.pk,
            label=member.name,
            reason=invitation.organization.name,
        )
        news.tell_access_moved(epoch.move())
    return member


def agree(member: Member, number: int | None, now: datetime) -> None:
    """To the version that was on the page, if it is still the current one."""
    current = queries.current_agreement()
    if current is None:
        return
    if current.number != number:
        raise Refused("rules", "The agreement has changed in the meantime. Please read the new version.")
    note_acceptance(member.pk, current, now)


def admit(invitation: Invitation, *, name: str, title: str, password: str, now: datetime) -> Member:
    """The person, their seat, their proven address. Somebody who was here before comes back as themselves."""
    member = Member.objects.filter(email=invitation.email).first() or Member(email=invitation.email)
    member.name, member.title = name, title
    member.handle = member.handle or free_handle(member.name, invitation.email)
    member.hue = member.hue if member.pk else HUES[sum(member.handle.encode()) % len(HUES)]
    member.organization = invitation.organization
    member.role = invitation.role
    member.standing, member.suspended_until = Standing.ACTIVE, None
    member.joined_at = member.joined_at or now
    if password:
        member.set_password(password)
    elif not member.pk:
        member.set_unusable_password()
    member.save()
    take_seat(member, invitation.organization)
    EmailAddress.objects.update_or_create(user=member, email=member.email, defaults={"verified": True, "primary": True})
    lift_sanctions(member, member.pk, now)
    return member


def take_seat(member: Member, organization: Organization) -> None:
    """The seat that was promised; whoever comes from another organization leaves the seat there free."""
    Seat.objects.filter(member=member, freed_at=None).exclude(organization=organization).update(freed_at=timezone.now())
    if not Seat.objects.filter(member=member, freed_at=None).exists():
        require_room(hold(organization), promised_too=False)
        Seat.objects.create(member=member, organization=organization)


def free_handle(name: str, email: str) -> str:
    """A handle of the name's plain letters, made unique by a number."""
    base = slugify(name)[:28].strip("-") or re.sub(r"[^a-z0-9]+", "-", email.split("@")[0].lower()).strip("-")[:28]
    base = base or "member"
    taken = set(Member.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    return next(h for h in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if h not in taken)
