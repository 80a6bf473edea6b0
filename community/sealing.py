"""Secrets that must be read again (a one-time-code key, a district's client secret), sealed before they are stored.

The key is made of the secret key: a copy of the database alone opens nothing. Old secret keys still open what they
sealed, so a new one goes in front of them (COMMUNITY_OLD_SECRET_KEYS) instead of replacing them.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(text: str, purpose: str) -> str:
    """`purpose` is part of the key: what was sealed for one thing cannot be slipped in for another."""
    return box(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, purpose: str, *, within_s: int | None = None) -> str:
    """Raises ValueError when it was sealed for something else, with other keys, or too long ago."""
    try:
        return box(purpose).decrypt(sealed.encode(), ttl=within_s).decode()
    except (InvalidToken, UnicodeError) as error:
        raise ValueError("This was not sealed here, or not for this.") from error


def seal_facts(facts: dict[str, Any], purpose: str) -> str:
    return seal(json.dumps(facts), purpose)


def unseal_facts(sealed: str, purpose: str, *, within_s: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unseal(sealed, purpose, within_s=within_s))
    return found


def box(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(key_of(secret, purpose)) for secret in secrets])


def key_of(secret: str, purpose: str) -> bytes:
    digest = salted_hmac(f"community.sealing.{purpose}", "key", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
