"""A link for several people: everybody at a workshop, a whole school. Each use proves an address and makes an
invitation of its own; the link alone opens nothing."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError
from django.db.models import F, Q
from django.utils import timezone

from community import mail
from community.db import writing
from community.jobs.queue import job, later
from community.members.models import Member, Organization
from community.text import plain
from moderation import audit, queries
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.standing import Role, Standing
from moderation.actions.invitations import offer
from moderation.actions.refused import Refused
from moderation.actions.sanctions import withdraw_open
from moderation.models import InvitationLink
from moderation.queries.seating import capacity

if TYPE_CHECKING:
    from cohorts.models import Cohort

MOST_USES = 500
MOST_DAYS = 90


def make_link(
    actor: Grants,
    *,
    label: str,
    organization: Organization,
    cohort: Cohort | None,
    cap: int,
    days: int,
    facilitates: bool = False,
) -> tuple[InvitationLink, str]:
    """The link and its token, which is shown now and never again. It makes nobody a moderator; `facilitates`: those who
    come by it lead the cohort. Raises Denied, Refused."""
    now = timezone.now()
    desk.may_invite(actor, Role.MEMBER, now).require()
    if not 1 <= cap <= MOST_USES:
        raise Refused("cap", f"Between 1 and {MOST_USES} people can use one link.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused("days", f"A link works for up to {MOST_DAYS} days.")
    if facilitates and cohort is None:
        raise Refused("cohort", "Choose the cohort that they facilitate.")
    token = secrets.token_urlsafe(24)
    with writing():
        link = InvitationLink.objects.create(
            label=plain.clean_line(label)[:80], organization=organization, cohort=cohort,
            facilitates=facilitates, cap=cap,
            token_hash=queries.hash_of(token), made_by_id=actor.member_id, made_at=now,
            expires_at=now + timedelta(days=days),
        )  # fmt: skip
        audit.record(
            actor.member_id, "make_link", kind="link", subject=link.pk, label=link.label,
            reason=f"{organization.name}, {cap} {'facilitators' if facilitates else 'people'}, {days} days",
        )  # fmt: skip
    return link, token


def revoke_link(actor: Grants, link: InvitationLink) -> None:
    """It stops working, and so do the invitations it led to that nobody has used yet."""
    now = timezone.now()
    desk.may_run_desk(actor, now).require()
    with writing():
        if InvitationLink.objects.filter(pk=link.pk, revoked_at=None).update(
            revoked_at=now, revoked_by_id=actor.member_id
        ):
            withdraw_open(Q(link=link), by=actor.member_id)
            audit.record(actor.member_id, "revoke_link", kind="link", subject=link.pk, label=link.label)


def use_link(token: str, *, email: str, name: str) -> None:
    """Send the invitation to that address. Says nothing about whose address it is: a member gets another mail. Raises
    Refused when the link is no longer good."""
    email = email.strip().lower()
    link = queries.link_by_token(token)
    trouble = queries.link_trouble(link, timezone.now())
    if link is None or trouble:
        raise Refused("token", trouble)
    if capacity(link.organization).left == 0:  # the same sentence whoever asks
        raise Refused("email", "No seat is free at the moment. Tell whoever gave you this link.")
    known = Member.objects.filter(email=email).exclude(standing=Standing.LEFT).first()
    if known is not None:
        with writing():
            later(mail_known, known.pk)
        return
    try:
        with writing():
            offer(
                link.made_by_id, email=email, name=name, organization=link.organization, cohort=link.cohort, link=link
            )
    except IntegrityError:
        return  # the same form sent twice in the same moment: one mail is on its way


@job()
def mail_known(member_id: int) -> None:
    """Whoever is inside is told so; whoever was shut out is told nothing that a stranger at their mailbox could use."""
    member = Member.objects.filter(pk=member_id).first()
    if member is not None and member.standing in {Standing.ACTIVE, Standing.READ_ONLY}:
        mail.send("already_member", member.email, name=member.name, link=f"{settings.COMMUNITY_URL}/sign-in/")


def count_use(link_id: int) -> None:
    """In the transaction that accepts. The condition is in the statement: the last place is taken once."""
    if not InvitationLink.objects.filter(pk=link_id, uses__lt=F("cap")).update(uses=F("uses") + 1):
        raise Refused("token", "full")
