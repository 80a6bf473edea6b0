"""Passkeys and authenticator apps: what allauth asks, and the two gaps it leaves."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Mapping
from typing import Any

import qrcode
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.conf import settings
from django.http import HttpRequest

from community.db import writing
from community.members import devices
from community.members.models import Member
from community.sealing import seal, unseal

PURPOSE = "second step"
WRONG_CODE = "This code is not right. Codes from an app change every half minute: try the one it shows now."


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed in the database; names are the community's and the device's own."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, PURPOSE)

    def get_totp_issuer(self) -> str:
        return str(settings.COMMUNITY_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host_of(context.request), "name": str(settings.COMMUNITY_NAME)}

    def generate_authenticator_name(self, user: Member, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        return devices.in_words(context.request.headers.get("User-Agent", ""))


def host_of(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def passkeys_work(request: HttpRequest) -> bool:
    """A passkey belongs to a name; browsers refuse them for a bare number, such as 127.0.0.1."""
    try:
        ipaddress.ip_address(host_of(request))
    except ValueError:
        return True
    return False


class OnceOnly:
    """A code of an app counts once: allauth forgets a used one after half a minute, while it is good for longer."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not use_up(self.authenticator, code):
            raise FactorAdapter().validation_error("incorrect_code")
        return code


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Mark this code and all before it as used. Of two who come with one code at once, one succeeds."""
    secret = unseal(authenticator.data["secret"], PURPOSE)
    fitting = [
        n for n in totp.yield_hotp_counters_from_time() if compare_user_code(actual=code, expected=value(secret, n))
    ]
    with writing():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        if not fitting or row.data.get("used_up_to", 0) >= max(fitting):
            return False
        row.data["used_up_to"] = max(fitting)
        row.save(update_fields=["data"])
    return True


def value(secret: str, counter: int) -> str:
    """What an app with this secret shows in that half minute."""
    shown: str = totp.format_hotp_value(totp.hotp_value(secret, counter))
    return shown


class SecondStepForm(OnceOnly, AuthenticateForm):  # type: ignore[misc]
    """At the sign-in."""


class OnceMoreForm(OnceOnly, ReauthenticateForm):  # type: ignore[misc]
    """Before the sign-in is changed."""


class Careful:
    """What a browser posts as a passkey may be anything; allauth foresees some of it."""

    def clean_credential(self) -> Any:
        checked = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])  # type: ignore[attr-defined]
        return self.or_refused(checked)

    def clean(self) -> Any:
        return self.or_refused(super().clean)  # type: ignore[misc]

    def or_refused(self, check: Callable[[], Any]) -> Any:
        try:
            return check()
        except (KeyError, IndexError, AttributeError, TypeError, ValueError) as error:
            raise FactorAdapter().validation_error("incorrect_code") from error


class AddPasskeyForm(Careful, AddWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyForm(Careful, LoginWebAuthnForm):  # type: ignore[misc]
    """In place of everything else."""


class SecondPasskeyForm(Careful, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After another first step."""


class OnceMorePasskeyForm(Careful, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before the sign-in is changed."""


def as_json(options: Mapping[str, Any]) -> str:
    """What a browser is to ask its device with, for an attribute of the form."""
    return json.dumps(options, default=dict)


def qr_path(text: str) -> tuple[int, str]:
    """A QR code as its size in modules and one SVG path: drawn inline, no picture is fetched from anywhere."""
    drawn = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    drawn.add_data(text)
    matrix: list[list[Any]] = drawn.get_matrix()
    cells = ((x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return len(matrix), "".join(f"M{x} {y}h1v1h-1z" for x, y in cells)


def spaced(secret: str) -> str:
    """In groups of four, as one types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
