"""What a district's word is worth: it says whose address somebody has. Whether that opens anything is decided here.

Nobody becomes a member by it. Standing, seats, the agreement and the second step are asked as after any other sign-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from community.members.models import Member
from moderation import actions, queries
from moderation.door import PROVED
from moderation.models import DistrictSignIn

JOINING_COOKIE = "joining"  # the token of the invitation that somebody is about to use; never stored on our side
JOINING_S = 15 * 60
FAILED = (
    "Its answer could not be used, perhaps because it took too long or came twice. Please try again; a code by email "
    "always works, too."
)
NO_ADDRESS = (
    "Your district’s sign-in gave no address that it may vouch for, or did not say that the address is really yours. "
    "Please sign in with a code by email."
)
NO_MEMBER = (
    "Your district knows you, but this community is by invitation. Ask your organization’s contact for one, or request "
    "access."
)
REFUSALS = {
    "failed": ("Your district’s sign-in did not work", FAILED),
    "address": ("This address is not enough", NO_ADDRESS),
    "stranger": ("You are not a member yet", NO_MEMBER),
}


def refused(request: HttpRequest, why: str) -> HttpResponse:
    heading, sentence = REFUSALS[why]
    context = {"heading": heading, "sentence": sentence, "stranger": why == "stranger"}
    return render(request, "account/district_refused.html", context, status=403)


def arrive(
    request: HttpRequest, sign_in: DistrictSignIn, *, address: str, verified: bool, next_place: str = ""
) -> HttpResponse:  # fmt: skip
    """After its provider's answer was found genuine, fresh and meant for this browser."""
    address = address.strip().lower()
    if not verified or not vouches(address, sign_in.domains):
        return refused(request, "address")
    invited = with_invitation(request, sign_in, address)
    if invited is not None:
        return invited
    member = Member.objects.filter(email=address, organization=sign_in.organization).first()
    if member is None or not EmailAddress.objects.filter(user=member, email=address, verified=True).exists():
        return refused(request, "stranger")
    if request.user.is_authenticated:
        get_adapter().logout(request)
    record_authentication(request, member, method="socialaccount", provider=sign_in.key)
    login = Login(user=member, email=address, redirect_url=safe(next_place))
    response: HttpResponse = perform_login(request, login)
    return response


def vouches(address: str, domains: Iterable[str]) -> bool:
    """One plain address, whose domain is one of these exactly."""
    found = re.fullmatch(r"[^@\s\"<>(),:;\\]+@([a-z0-9.-]+)", address)
    return found is not None and found[1] in set(domains)


def with_invitation(request: HttpRequest, sign_in: DistrictSignIn, address: str) -> HttpResponse | None:
    """Back to the invitation this browser came from, if it is to this address and of this organization."""
    token = request.COOKIES.get(JOINING_COOKIE, "")
    found = queries.invitation_by_token(token) if token else None
    if found is None or actions.invitation_trouble(found, timezone.now()):
        return None
    if found.email != address or found.organization_id != sign_in.organization_id:
        return None
    request.session[PROVED] = address
    response = redirect("invitation", token)
    response.delete_cookie(JOINING_COOKIE, path=reverse("district"), samesite="Lax")
    return response


def safe(place: str) -> str | None:
    """A path of ours, or nothing."""
    good = place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if good else None
