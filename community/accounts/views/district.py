"""Signing in with one's district: choose it, go there, come back."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from community import errors, ratelimits
from community.accounts import saml
from community.accounts.district import JOINING_COOKIE, JOINING_S, refused
from community.accounts.oidc import Back, DistrictOIDC
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.models import DistrictSignIn
from moderation.queries import district as queries

UNKNOWN = (
    "No district’s sign-in is set up for addresses like this one. Sign in with a code by email: it works for everybody."
)


@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def district(request: HttpRequest) -> HttpResponse:
    """By the address one has there; districts that like to be seen have a button."""
    address, problem, found = request.POST.get("email", "").strip()[:254], "", None
    if request.method == "POST":
        found = queries.by_address(address)
        if ratelimits.take("district", ratelimits.network_of(request)):
            problem = ratelimits.sentence("district")
        elif found is None:
            problem = UNKNOWN if "@" in address else "Write the email address you have at your district."
        else:
            return begin(request, found)
    context = {
        "districts": queries.listed(), "address": address, "problem": problem,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }  # fmt: skip
    return render(request, "account/district.html", context, status=422 if problem else 200)


@open_to(Surface.VISITORS)
@require_POST
def district_start(request: HttpRequest, key: str) -> HttpResponse:
    """Only from a form of ours: nobody is sent through a sign-in by a link somebody else made."""
    if ratelimits.take("district", ratelimits.network_of(request)):
        context = {"districts": (), "address": "", "problem": ratelimits.sentence("district"), "next": ""}
        return render(request, "account/district.html", context, status=422)
    response = begin(request, the_one(key))
    token = request.POST.get("invitation", "")
    if token:
        response.set_cookie(
            JOINING_COOKIE, token[:100], max_age=JOINING_S, path=reverse("district"), secure=settings.SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def begin(request: HttpRequest, sign_in: DistrictSignIn) -> HttpResponse:
    """By a page that goes on by itself: our policy lets no form lead to another site, not even by a redirect."""
    if request.user.is_authenticated:
        return redirect("home")
    if sign_in.kind == DistrictSignIn.Kind.SAML:
        sent = saml.start(request, sign_in)
    else:
        sent = oidc_view(OAuth2LoginView, request, sign_in)
    if not isinstance(sent, HttpResponseRedirect):
        return sent
    context = {"place": sent.url, "host": urlsplit(sent.url).netloc, "sign_in": sign_in}
    return render(request, "account/district_go.html", context)


@open_to(Surface.VISITORS)
@require_safe
def district_back(request: HttpRequest, key: str) -> HttpResponse:
    """OpenID Connect's way back."""
    answer: HttpResponse = oidc_view(Back, request, the_one(key, DistrictSignIn.Kind.OIDC))
    return answer


def oidc_view(view: type, request: HttpRequest, sign_in: DistrictSignIn) -> HttpResponse:
    """One of allauth's, with our adapter in it. A provider that is away is an answer, not an error of ours."""
    try:
        answer: HttpResponse = view.adapter_view(DistrictOIDC(request, sign_in.key))(request)  # type: ignore[attr-defined]
        return answer
    except (RequestException, ValueError, KeyError, TypeError):
        return refused(request, "failed")


@csrf_exempt
@open_to(Surface.VISITORS)
@require_POST
def district_answer(request: HttpRequest, key: str) -> HttpResponse:
    """SAML's way back. Posted by another site, so without our token; what is posted must be signed instead."""
    if ratelimits.take("district", ratelimits.network_of(request)):
        return errors.too_many(request)
    return saml.answered(request, the_one(key, DistrictSignIn.Kind.SAML))


@open_to(Surface.VISITORS)
@require_safe
def district_finish(request: HttpRequest, key: str) -> HttpResponse:
    return saml.finish(request, the_one(key, DistrictSignIn.Kind.SAML))


@open_to(Surface.VISITORS)
@require_safe
def district_metadata(request: HttpRequest, key: str) -> HttpResponse:
    """For the district's administrator, who has no account: it says nothing but our own addresses."""
    written = saml.metadata(the_one(key, DistrictSignIn.Kind.SAML))
    return HttpResponse(written, content_type="application/samlmetadata+xml")


def the_one(key: str, kind: str = "") -> DistrictSignIn:
    found = queries.by_key(key)
    if found is None or (kind and found.kind != kind):
        raise Absent
    return found
