"""Leaving by one's own decision: the seat is free, the name is gone, the words stay or go along."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone

from community.db import writing
from community.drafts.models import Draft
from community.files.actions import discard
from community.live import news
from community.members import epoch
from community.members.actions import end_sessions
from community.members.models import Block, KnownDevice, Member, Seat, SeatManager
from community.members.profile import PHOTO
from community.notifications.actions import forget_mail
from community.takeout.actions import drop_all, forget_words
from moderation import audit
from moderation.access import members as rules
from moderation.access.grants import Grants
from moderation.access.standing import Role, Standing
from moderation.actions.refused import Refused
from moderation.actions.sanctions import withdraw_open
from moderation.models import Policy
from moderation.queries.applying import policy

FORMER = "A former member"
WORDS = {"stay", "go"}


def leave(who: Grants, *, words: str) -> None:
    """Out with the commit; everything that says who it was is deleted. `words`: stay, under "a former member", or go.

    What others wrote stays, mentions of the name among it. The last owner cannot leave. Raises Denied, Refused.
    """
    now = timezone.now()
    rules.may_leave(who, now).require()
    if words not in WORDS or (words == "go" and policy().leaving == Policy.Leaving.STAY):
        raise Refused("words", "Choose what becomes of your words.")
    with writing():
        member = Member.objects.select_for_update().get(pk=who.member_id)
        if rules.is_last_owner(member, Member.objects.all()):
            raise Refused("words", "You are the only owner. Make somebody else an owner first.")
        audit.record(member.pk, "leave", kind="member", subject=member.pk, label=FORMER, reason=f"words {words}")
        Seat.objects.filter(member=member, freed_at=None).update(freed_at=now)
        SeatManager.objects.filter(member=member).delete()
        withdraw_open(Q(invited_by=member) | Q(email=member.email), by=member.pk)
        end_sessions(member)
        forget_person(member)
        if words == "go":
            forget_words(member.pk)
        news.tell_access_moved(epoch.move())


def forget_person(member: Member) -> None:
    """In a transaction: what is left is a number, under a name that is nobody's."""
    nobody = secrets.token_hex(6)
    member.name, member.handle, member.email = FORMER, f"former-{nobody}", f"former-{nobody}@invalid"
    member.title = member.about = member.looking_for = member.state = member.timezone = ""
    discard(PHOTO, [str(member.pk)])
    member.hue, member.photo, member.listed, member.audiences = "slate", None, False, {}
    member.shows_reading = True
    member.standing, member.role, member.left_at = Standing.LEFT, Role.MEMBER, timezone.now()
    member.suspended_until = member.last_seen_on = member.second_step_due = None
    member.organization = None
    member.set_unusable_password()
    member.save()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    KnownDevice.objects.filter(member=member).delete()
    Draft.objects.filter(member=member).delete()
    Block.objects.filter(Q(member=member) | Q(blocked=member)).delete()
    forget_mail(member.pk)
    drop_all(member.pk)
