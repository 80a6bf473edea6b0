"""What every request passes: headers, session, identity, gate. Plain synchronous functions, one hop."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from community import admission, errors
from community.members import devices
from community.members.sessions import SessionStore
from community.ratelimits import TooOften
from moderation.access.audience import Surface
from moderation.access.decision import Absent, Decision, Denied
from moderation.access.standing import (
    AT_THE_DOOR,
    is_moderator,
    is_owner,
    may_enter,
    may_finish,
    may_sign_in,
    may_write,
)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# No inline script or style, nothing from another host. The editor needs no exception (static/js/editor.js).
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow",
}
ZONES = available_timezones()
LOOKING = {"GET", "HEAD", "OPTIONS"}


def headers(get_response: GetResponse) -> GetResponse:
    """Security headers on everything; and nothing but static files may be kept by anybody."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")  # static files bring their own
        return response

    return middleware


def host(get_response: GetResponse) -> GetResponse:
    """Under our own name only: by DNS rebinding, pages of others would reach a community on this machine as theirs."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # raises DisallowedHost, which is answered 400
        return get_response(request)

    return middleware


class Sessions(SessionMiddleware):
    """Django's sessions, but read by `admission` in the one query that also says who it is."""

    def process_request(self, request: HttpRequest) -> None:
        identity = admission.identify(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME) if identity else None)
        if identity is not None:
            session._session_cache = dict(identity.session)  # type: ignore[attr-defined]
        request.session = session
        request.identity = identity  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Whoever just signed in is known again by this browser for a year: by a token that tells nothing else."""
        token = getattr(request, "known_token", None)
        if token is not None:
            response.set_cookie(
                devices.COOKIE, token, max_age=devices.COOKIE_AGE_S, secure=settings.SECURE, httponly=True,
                samesite="Lax",
            )  # fmt: skip
        return super().process_response(request, response)


def sessions(get_response: GetResponse) -> Sessions:
    return Sessions(get_response)


def identity(get_response: GetResponse) -> GetResponse:
    """`request.user`, `request.grants` and the zone in which times are shown."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found = request.identity  # type: ignore[attr-defined]
        request.user = found.member if found and found.member else AnonymousUser()
        request.grants = found.grants if found else None  # type: ignore[attr-defined]
        request.zone = zone_of(request)  # type: ignore[attr-defined]
        with timezone.override(request.zone):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def zone_of(request: HttpRequest) -> str:
    """The member's own choice, else what their browser told, else the community's."""
    chosen = getattr(request.user, "timezone", "")
    for zone in (chosen, request.COOKIES.get("zone", "")):
        if zone in ZONES:
            return zone
    return settings.COMMUNITY_TIME_ZONE


class Gate:
    """Every URL needs a member in good standing unless its view says it is open to visitors.

    A view that declares nothing is for nobody. What may not be seen answers like what does not exist.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        surface = getattr(view, "surface", None)
        if surface is Surface.VISITORS:
            return None
        if surface is None:
            return errors.not_found(request)
        grants = request.grants  # type: ignore[attr-defined]
        if grants is None:
            return self.ask_to_sign_in(request)
        now = timezone.now()
        if surface is Surface.THRESHOLD:
            standing = may_sign_in(grants, now)
            return None if standing else errors.door(request, standing)
        entering = may_enter(grants, now) if request.method in LOOKING else may_finish(grants, now)
        if not entering:
            return self.at_the_door(request, entering)
        if surface is Surface.MODERATORS and not is_moderator(grants):
            return errors.not_found(request)
        if surface is Surface.OWNERS and not is_owner(grants):
            return errors.not_found(request)
        if surface is Surface.WRITERS:
            writing = may_write(grants, now)
            if not writing:
                return errors.denied(request, writing)
        return None

    def at_the_door(self, request: HttpRequest, entering: Decision) -> HttpResponseBase:
        """What a person can put right themselves they are led to; what they were sending is not lost by it."""
        if entering.code not in AT_THE_DOOR:
            return errors.door(request, entering)
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(entering.sentence, status=403, content_type="text/plain; charset=utf-8")
        place = reverse(entering.code)
        if request.method in LOOKING:
            return redirect(f"{place}?{urlencode({'next': request.get_full_path()})}")
        return errors.waiting(request, entering, place)

    def ask_to_sign_in(self, request: HttpRequest) -> HttpResponseBase:
        """Pages lead to the sign-in; fragments and files say so with a status, for the script that asked."""
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse("Please sign in again.", status=401, content_type="text/plain; charset=utf-8")
        place = reverse("account_request_login_code")
        if request.method == "GET" and request.path != "/":
            place += "?" + urlencode({"next": request.get_full_path()})
        elif "ended" in request.GET:
            place += "?ended=1"  # an open page heard that its access ended; its session may be gone with it
        return redirect(place)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, Absent):
            return errors.not_found(request)
        if isinstance(exception, Denied):
            return errors.denied(request, exception.decision)
        if isinstance(exception, TooOften):
            return errors.too_many(request, str(exception), heading="A moment, please")
        return None


def gate(get_response: GetResponse) -> Gate:
    return Gate(get_response)
