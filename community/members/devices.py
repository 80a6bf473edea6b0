"""Devices in words, and which browsers somebody signed in with before. Never where they are."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from community.db import writing
from community.jobs.queue import job, later
from community.members import letters
from community.members.models import KnownDevice, Member

COOKIE = "__Host-known" if settings.SECURE else "known"
COOKIE_AGE_S = 365 * 24 * 3600
FORGOTTEN_AFTER = timedelta(days=400)  # when the cookie is surely gone
UNKNOWN = "An unknown browser"
# The first that fits counts: every browser also claims to be those below it.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip
SYSTEMS = (
    ("an iPhone", r"iPhone"), ("an iPad", r"iPad"), ("Android", r"Android"), ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"), ("a Mac", r"Macintosh|Mac OS X"), ("Linux", r"Linux|X11"),
)  # fmt: skip


def in_words(user_agent: str) -> str:
    """Chrome on Windows. Guessed of what the browser says of itself, which is all it is good for."""
    browser = next((name for name, pattern in BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, user_agent)), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else UNKNOWN)


def recognize(member: Member, token: str, device: str) -> str:
    """Note that this browser signs in; returns the token its cookie is to hold. A mail goes out when it is a new one,
    but not for the first sign-in ever."""
    now = timezone.now()
    token = token if re.fullmatch(r"[\w-]{43}", token) else secrets.token_urlsafe(32)
    with writing():
        others = KnownDevice.objects.filter(member=member).exists()
        found, is_new = KnownDevice.objects.update_or_create(
            member=member, token_hash=hash_for(member, token), defaults={"used_at": now, "device": device}
        )
        if is_new and others:
            later(letters.mail_new_device, found.pk)
    return token


def hash_for(member: Member, token: str) -> str:
    """Different for each member: two people who share a browser cannot be told by their rows."""
    return hashlib.sha256(f"{member.pk}:{token}".encode()).hexdigest()


@job(every=timedelta(days=1))
def forget_old_devices() -> None:
    KnownDevice.objects.filter(used_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
