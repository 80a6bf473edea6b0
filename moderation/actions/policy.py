"""Whose role demands a second step when signing in, and what is done when somebody has lost theirs."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.utils import timezone

from community.db import writing
from community.jobs.queue import later
from community.live import news
from community.members import epoch, letters, second_step
from community.members.actions import end_sessions
from community.members.models import Member
from community.text import plain
from moderation import audit
from moderation.access import applications as rules
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.standing import SEAT_MANAGER, Role
from moderation.actions.refused import Refused
from moderation.models import Policy

ROLES = (Role.OWNER, Role.MODERATOR, SEAT_MANAGER)
MOST_DAYS = 90


def reset_second_step(actor: Grants, member: Member, *, reason: str) -> None:
    """For a lost device: passkeys, app and recovery codes go, and every session. The person is told. Raises Denied,
    Refused."""
    desk.may_reset_second_step(actor, member, timezone.now()).require()
    reason = plain.clean(reason).strip()
    if plain.is_blank(reason):
        raise Refused("reason", "Please write how you know that it is really them who asks.")
    with writing():
        Authenticator.objects.filter(user=member).delete()
        second_step.settle([member.pk])
        end_sessions(member)
        later(letters.mail_change, member.pk, "second_step_reset")
        audit.record(
            actor.member_id, "reset_second_step", kind="member", subject=member.pk, label=member.name, reason=reason
        )
        news.tell_access_moved(epoch.move())


def set_second_step(actor: Grants, *, of: Sequence[str], days: int) -> Policy:
    """Whoever it is newly demanded of has `days` from now; days that are running go on. Raises Denied, Refused."""
    rules.may_set_policy(actor, timezone.now()).require()
    if not 0 <= days <= MOST_DAYS:
        raise Refused("days", f"From 0 to {MOST_DAYS} days.")
    wanted = [str(role) for role in ROLES if role in of]
    with writing():
        policy, _ = Policy.objects.update_or_create(
            id=1, defaults={"second_step_for": wanted, "second_step_days": days}
        )
        second_step.settle(second_step.everybody_concerned())
        audit.record(
            actor.member_id, "set_second_step", kind="policy", subject=1, label="the sign-in",
            reason=f"{', '.join(wanted) or 'nobody'}; {days} days",
        )  # fmt: skip
        news.tell_access_moved(epoch.move())
    return policy
