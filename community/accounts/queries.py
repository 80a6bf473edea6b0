"""A member's own ways to sign in, as rows of allauth. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import Member

PASSKEY, APP, CODES = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def factors_of(member: Member) -> QuerySet[Authenticator]:
    """Passkeys, the app and the recovery codes, the oldest first."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=member.pk).order_by("created_at")
    return found
