"""A member's calendar address: made, made anew, taken back. It is shown once; only its hash is kept."""

from __future__ import annotations

import secrets

from django.utils import timezone

from cohorts.sessions.models import CalendarAddress
from cohorts.sessions.queries import hash_of
from community.db import writing
from moderation.access.grants import Grants


def make_address(actor: Grants) -> str:
    """The new token; an older one opens nothing from now on."""
    token = secrets.token_urlsafe(32)
    with writing():
        CalendarAddress.objects.update_or_create(
            member_id=actor.member_id, defaults={"token_hash": hash_of(token), "made_at": timezone.now()}
        )
    return token


def revoke_address(actor: Grants) -> None:
    CalendarAddress.objects.filter(member_id=actor.member_id).delete()
