"""A member's word for somebody: for ever, few in a month, and tied to the person when they come in."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError
from django.utils import timezone

from community.db import writing
from community.members.models import Member
from community.text import plain
from moderation import audit
from moderation.access import applications as rules
from moderation.access.grants import Grants
from moderation.actions.refused import Refused
from moderation.models import Invitation, Vouch

A_MONTH = timedelta(days=30)
MOST = 3  # in a month: a word given to everybody is worth nothing


def vouch(actor: Grants, *, email: str, words: str) -> Vouch:
    """Whether the address is known to us is not said. Raises Denied, Refused."""
    now = timezone.now()
    rules.may_vouch(actor, now).require()
    email = email.strip().lower()
    words = plain.clean(words).strip()
    if plain.is_blank(words):
        raise Refused("words", "Please write how you know them: it is what moderators read.")
    if len(words) > 500:
        raise Refused("words", f"Please keep it to 500 characters; this has {len(words)}.")
    try:
        with writing():
            # Held, so that two vouches of one person at the same moment are counted one after the other.
            sponsor = Member.objects.select_for_update().get(pk=actor.member_id)
            if sponsor.email == email:
                raise Refused("email", "This is your own address.")
            if Vouch.objects.filter(sponsor=sponsor, at__gt=now - A_MONTH).count() >= MOST:
                raise Refused("email", f"You have vouched for {MOST} people this month. More in a few weeks.")
            made = Vouch.objects.create(sponsor=sponsor, email=email, words=words)
            audit.record(actor.member_id, "vouch", kind="vouch", subject=made.pk, label=email, reason=words)
    except IntegrityError:
        raise Refused("email", "You have vouched for this address already. Once is for ever.") from None
    return made


def tie(invitation: Invitation, member: Member) -> None:
    """In the transaction in which somebody joins: who vouched for the address vouched for this person."""
    Vouch.objects.filter(email=invitation.email, member=None).exclude(sponsor=member).update(member=member)
