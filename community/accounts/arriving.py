"""What happens whenever somebody has signed in, by whatever way: the session learns since when and on what."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from community.db import writing
from community.live import news
from community.members import actions, devices, epoch, second_step
from community.members.models import Member
from community.members.sessions import BEGAN, DEVICE


def connect() -> None:
    """Called once when everything is loaded. Django and allauth tell by signals; nothing of ours does."""
    user_logged_in.connect(arrived, dispatch_uid="arrived")
    for signal in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
        signal.connect(factors_changed, dispatch_uid="factors_changed")


def arrived(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    """The cookie by which the browser is known again is set with the answer (middleware.Sessions)."""
    device = devices.in_words(request.headers.get("User-Agent", ""))
    request.session[BEGAN], request.session[DEVICE] = timezone.now().isoformat(), device
    actions.note_sign_in(user)
    request.known_token = devices.recognize(user, request.COOKIES.get(devices.COOKIE, ""), device)  # type: ignore[attr-defined]


def factors_changed(sender: Any, user: Member, **kwargs: Any) -> None:
    """A passkey or an app came or went: what the role demands may be met now, or no longer."""
    with writing():
        if second_step.settle([user.pk]):
            news.tell_access_moved(epoch.move())
