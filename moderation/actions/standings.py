"""Closing the door and opening it again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from community.db import writing
from community.live import news
from community.members import epoch, second_step
from community.members.actions import end_sessions
from community.members.models import Member, Seat
from community.text import plain
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.standing import Role, Standing
from moderation.actions.refused import Refused
from moderation.actions.sanctions import lift_sanctions, withdraw_open
from moderation.models import Sanction


def suspend(actor: Grants, member: Member, *, until: datetime, reason: str) -> Sanction:
    """Out until that moment, then in again by itself."""
    now = timezone.now()
    desk.may_suspend(actor, member, now).require()
    if until <= now:
        raise Refused("until", "Choose a day in the future.")
    with writing():
        return close_door(
            actor,
            member,
            Standing.SUSPENDED,
            kind=Sanction.Kind.SUSPENSION,
            verb="suspend",
            reason=reason,
            until=until,
        )


def remove(actor: Grants, member: Member, *, reason: str) -> Sanction:
    """Out for good. What they wrote stays; what they could open closes; invitations they sent die."""
    desk.may_remove(actor, member, timezone.now()).require()
    with writing():
        sanction = close_door(
            actor,
            member,
            Standing.REMOVED,
            kind=Sanction.Kind.REMOVAL,
            verb="remove",
            reason=reason,
            until=None,
        )
        Seat.objects.filter(member=member, freed_at=None).update(freed_at=timezone.now())
        withdraw_open(Q(invited_by=member), by=actor.member_id)
        return sanction


def close_door(
    actor: Grants,
    member: Member,
    standing: Standing,
    *,
    kind: str,
    verb: str,
    reason: str,
    until: datetime | None,
) -> Sanction:
    """In a transaction: standing, record, log, sessions, sockets. Live access ends with the commit."""
    reason = plain.clean(reason).strip()
    if plain.is_blank(reason):
        raise Refused(
            "reason", "Please write the reason: the person will want to know, and so will the next moderator."
        )
    now = timezone.now()
    Member.objects.filter(pk=member.pk).update(standing=standing, suspended_until=until)
    member.standing, member.suspended_until = standing, until
    sanction = Sanction.objects.create(
        member=member,
        kind=kind,
        reason=reason[:500],
        until=until,
        imposed_by_id=actor.member_id,
        imposed_at=now,
    )
    end_sessions(member)
    withdraw_open(Q(email=member.email), by=actor.member_id)  # an older link must not open what is closed now
    audit.record(actor.member_id, verb, kind="member", subject=member.pk, label=member.name, reason=reason)
    news.tell_access_moved(epoch.move())
    return sanction


def restore(actor: Grants, member: Member, *, reason: str = "") -> None:
    """Open the door again. Somebody removed gets a seat of their organization back."""
    now = timezone.now()
    desk.may_restore(actor, member, now).require()
    with writing():
        Member.objects.filter(pk=member.pk).update(standing=Standing.ACTIVE, suspended_until=None)
        member.standing, member.suspended_until = Standing.ACTIVE, None
        if member.organization_id is not None:
            Seat.objects.get_or_create(
                member=member, freed_at=None, defaults={"organization_id": member.organization_id}
            )
        lift_sanctions(member, actor.member_id, now)
        # The door is open: an older link, which could open it again after the next pause, is not needed.
        withdraw_open(Q(email=member.email), by=actor.member_id)
        why = plain.clean(reason).strip()
        audit.record(actor.member_id, "restore", kind="member", subject=member.pk, label=member.name, reason=why)
        news.tell_access_moved(epoch.move())


def set_role(actor: Grants, member: Member, *, role: str) -> None:
    """Make a moderator, or no longer one. Sockets are re-checked: a role is never read from an old connection."""
    desk.may_set_role(actor, member, timezone.now()).require()
    with writing():
        Member.objects.filter(pk=member.pk).update(role=Role(role))
        member.role = role
        second_step.settle([member.pk])
        audit.record(actor.member_id, "set_role", kind="member", subject=member.pk, label=member.name, reason=role)
        news.tell_access_moved(epoch.move())
