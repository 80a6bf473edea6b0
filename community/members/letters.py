"""Mails about one's own sign-in: a device nobody knows, a change of how one signs in."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from community import mail
from community.jobs.queue import job
from community.members.models import MAY_SIGN_IN, KnownDevice, Member
from community.timetext import full

CHANGES = {
    "password_changed": "Your password was changed.",
    "password_reset": "Your password was chosen anew, with a code by email.",
    "password_set": "A password was added to your sign-in.",
    "totp_activated": "An authenticator app was added to your sign-in.",
    "totp_deactivated": "The authenticator app was taken away from your sign-in.",
    "webauthn_added": "A passkey was added to your sign-in.",
    "webauthn_removed": "A passkey was taken away from your sign-in.",
    "second_step_reset": (
        "A moderator took away your passkeys and your authenticator app, because somebody said that they were lost."
    ),
    "recovery_codes_generated": "New recovery codes were made for your sign-in; the old ones no longer work.",
}


@job()
def mail_new_device(device_id: int) -> None:
    found = KnownDevice.objects.select_related("member").filter(pk=device_id).first()
    if found is None or found.member.standing not in MAY_SIGN_IN:
        return
    with timezone.override(zone_of(found.member)):
        when = full(found.since)
    mail.send(
        "new_device", found.member.email, name=found.member.name, device=found.device, when=when, link=sessions_place()
    )


@job()
def mail_change(member_id: int, change: str) -> None:
    """`change` is one of CHANGES."""
    member = Member.objects.filter(pk=member_id, standing__in=MAY_SIGN_IN).first()
    if member is not None:
        mail.send("sign_in_changed", member.email, name=member.name, change=CHANGES[change], link=sessions_place())


def zone_of(member: Member) -> str:
    return member.timezone or str(settings.COMMUNITY_TIME_ZONE)


def sessions_place() -> str:
    return f"{settings.COMMUNITY_URL}/you/sessions/"
