"""Letting in: an invitation, and what happens when somebody accepts it."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from community import mail, ratelimits
from community.db import writing
from community.live import news
from community.members import epoch
from community.members.models import HUES, Member, Organization, Seat
from moderation import audit, joining
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.standing import Role, Standing
from moderation.actions.refused import Refused
from moderation.actions.sanctions import lift_sanctions, withdraw_open
from moderation.models import Invitation
from moderation.queries import hash_of

if TYPE_CHECKING:
    from cohorts.models import Cohort

INVITATION_DAYS = 7
TRIES = 5


def invite(
    actor: Grants,
    *,
    email: str,
    name: str = "",
    organization: Organization,
    cohort: Cohort | None = None,
    role: str = Role.MEMBER,
    inviter_name: str,
) -> Invitation:
    """Send one address one link: it works once, for a week, and only for that address. Raises Denied, Refused."""
    now = timezone.now()
    desk.may_invite(actor, role, now).require()
    email = email.strip().lower()
    require_a_stranger(email)
    if ratelimits.take("invite", actor.member_id):
        raise Refused("email", ratelimits.sentence("invite"))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email, name=name, organization=organization, cohort=cohort, role=role,
        token_hash=hash_of(token), invited_by_id=actor.member_id, sent_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    try:
        with writing():
            # A second invitation replaces the first: of two links in a mailbox only the newer works.
            withdraw_open(Q(email=email), by=actor.member_id)
            invitation.save()
            audit.record(
                actor.member_id,
                "invite",
                kind="invitation",
                subject=invitation.pk,
                label=email,
                reason=organization.name,
            )
            transaction.on_commit(lambda: send_invitation(invitation, token, inviter_name))
    except IntegrityError:
        raise Refused("email", "Somebody else invited this address in the same moment.") from None
    return invitation


def require_a_stranger(email: str) -> None:
    """Or somebody who is out. Raises Refused."""
    known = Member.objects.filter(email=email).first()
    if known is not None and known.standing == Standing.SUSPENDED:
        raise Refused("email", "This person's access is paused. Restore it instead.")
    if known is not None and known.standing in {Standing.ACTIVE, Standing.READ_ONLY}:
        raise Refused("email", "This person is already a member.")


def send_invitation(invitation: Invitation, token: str, inviter_name: str) -> None:
    mail.send(
        "invitation",
        invitation.email,
        name=invitation.name,
        inviter=inviter_name,
        organization=invitation.organization.name,
        link=f"{settings.COMMUNITY_URL}/invitation/{token}/",
        days=INVITATION_DAYS,
    )


def revoke_invitation(actor: Grants, invitation: Invitation) -> None:
    desk.may_run_desk(actor, timezone.now()).require()
    with writing():
        changed = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(
            revoked_at=timezone.now(), revoked_by_id=actor.member_id
        )
        if changed:
            audit.record(
                actor.member_id,
                "revoke_invitation",
                kind="invitation",
                subject=invitation.pk,
                label=invitation.email,
            )


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


def accept_invitation(token: str, *, email: str, name: str, title: str = "", password: str = "") -> Member:
    """Become a member. Of any number of tries at the same moment one succeeds. Raises Refused."""
    for _ in range(TRIES):
        try:
            return accept(token, email=email, name=name, title=title, password=password)
        except IntegrityError:
            continue  # a namesake joined in the same moment and took the handle; now it is seen as taken
    raise Refused("name", "Many people are joining at this moment. Please try again.")


def accept(token: str, *, email: str, name: str, title: str, password: str) -> Member:
    now = timezone.now()
    with writing():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("organization", "cohort")
            .filter(token_hash=hash_of(token))
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
        joining.complete(invitation, member)
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
    Seat.objects.get_or_create(member=member, freed_at=None, defaults={"organization": invitation.organization})
    EmailAddress.objects.update_or_create(user=member, email=member.email, defaults={"verified": True, "primary": True})
    lift_sanctions(member, member.pk, now)
    return member


def free_handle(name: str, email: str) -> str:
    """A handle of the name's plain letters, made unique by a number."""
    base = slugify(name)[:28].strip("-") or re.sub(r"[^a-z0-9]+", "-", email.split("@")[0].lower()).strip("-")[:28]
    base = base or "member"
    taken = set(Member.objects.filter(handle__startswith=base).values_list("handle", flat=True))
    return next(h for h in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if h not in taken)
