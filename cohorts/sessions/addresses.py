"""A member's calendar: the page where its secret address is made, and the address itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.sessions import actions, calendar, queries
from community import ratelimits
from community.members.grants import grants_for
from community.members.request import MemberRequest
from community.places import place
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.access.standing import may_enter


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: MemberRequest) -> HttpResponse:
    """A new address is shown once, on the page that made it."""
    made = ""
    if request.method == "POST":
        ratelimits.require("calendar_address", request.grants.member_id)
        made = settings.COMMUNITY_URL + place("calendar_feed", actions.make_address(request.grants))
    context = {"made": made, "address": queries.address_of(request.grants.member_id)}
    return render(request, "cohorts/calendar.html", context)


@open_to(Surface.MEMBERS)
@require_POST
def revoke_calendar(request: MemberRequest) -> HttpResponse:
    actions.revoke_address(request.grants)
    return redirect("calendar_address")


@open_to(Surface.VISITORS)
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever knows the token reads, as long as its member may come in: asked anew each time, nothing remembered.

    A token that never was, one that was taken back, and one whose member is out look the same.
    """
    member_id = queries.member_of_address(token)
    if member_id is None:
        ratelimits.require("calendar_guess", ratelimits.network_of(request))
        raise Absent
    ratelimits.require("calendar", member_id)
    who, now = grants_for(member_id), timezone.now()
    if who is None or not may_enter(who, now):
        raise Absent
    return HttpResponse(calendar.feed(queries.for_calendar(who, now)), content_type=calendar.CONTENT_TYPE)
