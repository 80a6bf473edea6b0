"""Letting in: one address, one link, once. Resent, taken back, handed over with a seat."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from community import mail, ratelimits
from community.db import writing
from community.jobs.queue import job, later
from community.members.models import Member, Organization, Seat
from community.text import plain
from moderation import audit, queries
from moderation.access import desk, seats
from moderation.access.grants import Grants
from moderation.access.standing import Role, Standing
from moderation.actions.refused import Refused
from moderation.actions.sanctions import withdraw_open
from moderation.actions.seating import free_seat, hold, require_room
from moderation.models import Application, Batch, Invitation, InvitationLink

if TYPE_CHECKING:
    from cohorts.models import Cohort

INVITATION_DAYS = 7
MAX_LETTER = 4000


def invite(
    actor: Grants,
    *,
    email: str,
    name: str = "",
    organization: Organization,
    cohort: Cohort | None = None,
    role: str = Role.MEMBER,
    letter: str = "",
) -> Invitation:
    """Send one address one link: it works once, for a week, and only for that address. Raises Denied, Refused."""
    desk.may_invite(actor, role, timezone.now()).require()
    email = usable_address(email)
    pace(actor)
    try:
        with writing():
            return offer(
                actor.member_id, email=email, name=name, organization=organization, cohort=cohort, role=role,
                letter=letter,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("email", "Somebody else invited this address in the same moment.") from None


def invite_to_seat(actor: Grants, organization: Organization, *, email: str, name: str = "") -> Invitation:
    """By a seat manager, onto a seat of the own team. Raises Denied, Refused."""
    seats.may_manage_seats(actor, organization, timezone.now()).require()
    email = usable_address(email)
    pace(actor)
    try:
        with writing():
            return offer(actor.member_id, email=email, name=name, organization=organization)
    except IntegrityError:
        raise Refused("email", "Somebody else invited this address in the same moment.") from None


def hand_over_seat(actor: Grants, seat: Seat, *, email: str, name: str = "") -> Invitation:
    """Free a seat and promise it to somebody else, both or neither. Raises Denied, Refused."""
    email = usable_address(email)
    pace(actor)
    try:
        with writing():
            free_seat(actor, seat)
            return offer(actor.member_id, email=email, name=name, organization=seat.organization)
    except IntegrityError:
        raise Refused("email", "Somebody else invited this address in the same moment.") from None


def usable_address(email: str) -> str:
    """In lower case, and nobody's who is inside or shut out for a while."""
    email = email.strip().lower()
    require_a_stranger(email)
    return email


def pace(actor: Grants) -> None:
    if ratelimits.take("invite", actor.member_id):
        raise Refused("email", ratelimits.sentence("invite"))


def offer(
    by: int,
    *,
    email: str,
    organization: Organization,
    name: str = "",
    cohort: Cohort | None = None,
    role: str = Role.MEMBER,
    letter: str = "",
    application: Application | None = None,
    link: InvitationLink | None = None,
    batch: Batch | None = None,
) -> Invitation:
    """In a transaction: the invitation, its seat, its line in the log, its mail. Raises Refused.

    A second invitation replaces the first: of two links in a mailbox only the newer works.
    """
    now = timezone.now()
    held_now = hold(organization)
    withdraw_open(Q(email=email), by=by)
    require_room(held_now)
    made = Invitation.objects.create(
        email=email, name=plain.clean_line(name)[:80], organization=organization, cohort=cohort, role=role,
        letter=plain.clean(letter).strip()[:MAX_LETTER], application=application, link=link, batch=batch,
        token_hash=unknown(), invited_by_id=by, sent_at=now, expires_at=now + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    audit.record(by, "invite", kind="invitation", subject=made.pk, label=email, reason=organization.name)
    later(mail_invitation, made.pk)
    return made


def require_a_stranger(email: str) -> None:
    """Or somebody who is out. Raises Refused."""
    known = Member.objects.filter(email=email).first()
    if known is not None and known.standing == Standing.SUSPENDED:
        raise Refused("email", "This person's access is paused. Restore it instead.")
    if known is not None and known.standing in {Standing.ACTIVE, Standing.READ_ONLY} and known.holds_seat():
        raise Refused("email", "This person is already a member.")


def unknown() -> str:
    """The hash of a token that nobody ever had, until the mail makes one."""
    return queries.hash_of(secrets.token_urlsafe(32))


@job()
def mail_invitation(pk: int) -> None:
    """The token is made here and is in the mail alone; tried again, it is another one. Not when it was taken back."""
    token = secrets.token_urlsafe(32)
    with writing():
        found = queries.invitation_to_mail(pk)
        if found is None:
            return
        Invitation.objects.filter(pk=pk).update(token_hash=queries.hash_of(token))
    mail.send(
        "invitation",
        found.email,
        name=found.name,
        inviter=found.invited_by.name,
        organization=found.organization.name,
        letter=found.letter,
        link=f"{settings.COMMUNITY_URL}/invitation/{token}/",
        days=INVITATION_DAYS,
    )
    Invitation.objects.filter(pk=pk).update(mailed_at=timezone.now())


def send_again(actor: Grants, invitation: Invitation) -> None:
    """A new link for another week; the one before stops working. Raises Denied, Refused."""
    now = timezone.now()
    seats.may_manage_seats(actor, invitation.organization, now).require()
    pace(actor)
    with writing():
        held_now = hold(invitation.organization)
        if invitation.expires_at <= now:
            require_room(held_now)  # an expired one had given its seat back
        again = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(
            token_hash=unknown(), sent_at=now, expires_at=now + timedelta(days=INVITATION_DAYS)
        )
        if not again:
            raise Refused("email", "This invitation was used or taken back in the meantime.")
        audit.record(actor.member_id, "invite_again", kind="invitation", subject=invitation.pk, label=invitation.email)
        later(mail_invitation, invitation.pk)


def revoke_invitation(actor: Grants, invitation: Invitation) -> None:
    """By a moderator, or by the seat manager of its organization."""
    seats.may_manage_seats(actor, invitation.organization, timezone.now()).require()
    with writing():
        changed = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(
            revoked_at=timezone.now(), revoked_by_id=actor.member_id
        )
        if changed:
            audit.record(
                actor.member_id, "revoke_invitation", kind="invitation", subject=invitation.pk, label=invitation.email
            )
