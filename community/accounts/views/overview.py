"""How one signs in, what one's role demands, where one is signed in. These stand at the door: nothing of the inside."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from community.accounts.factors import passkeys_work
from community.accounts.queries import APP, CODES, PASSKEY, factors_of
from community.members import actions, queries, second_step
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to


@open_to(Surface.THRESHOLD)
@require_safe
def signing_in(request: MemberRequest) -> HttpResponse:
    return render(request, "account/signing_in.html", {**own_ways(request), **demanded(request)})


@open_to(Surface.THRESHOLD)
@require_safe
def second_step_page(request: MemberRequest) -> HttpResponse:
    """What the role demands, until when, and the ways to do it now."""
    place = next_place(request)
    request.session["after_second_step"] = place
    return render(request, "account/second_step.html", {**own_ways(request), **demanded(request), "next": place})


def own_ways(request: MemberRequest) -> dict[str, Any]:
    own = list(factors_of(request.user))
    codes = next((one for one in own if one.type == CODES), None)
    return {
        "own_passkeys": [one for one in own if one.type == PASSKEY],
        "app": next((one for one in own if one.type == APP), None),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "passkeys": passkeys_work(request),
        "signed_in": len(queries.sessions_of(request.user)),
    }


def demanded(request: MemberRequest) -> dict[str, Any]:
    return {"asked": second_step.is_asked_of(request.user), "due": request.grants.second_step_due}


def next_place(request: MemberRequest) -> str:
    """Where this person was going; nothing outside of here."""
    wanted = request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else "/"


@open_to(Surface.THRESHOLD)
@require_safe
def sessions(request: MemberRequest) -> HttpResponse:
    """On what devices, since when; this one first."""
    found = queries.sessions_of(request.user, here=request.session.session_key or "")
    return render(request, "account/sessions.html", {"sessions": found, "ended": request.GET.get("ended", "")})


@open_to(Surface.THRESHOLD)
@require_POST
def end_session(request: MemberRequest) -> HttpResponse:
    """One of one's own, by the mark it has in the list; its pages and sockets end with it."""
    mark = request.POST.get("session", "")
    found = queries.sessions_of(request.user, here=request.session.session_key or "")
    chosen = [one for one in found if one.mark == mark]
    if chosen:
        actions.end_session(request.user, chosen[0].key)
    if chosen and chosen[0].here:
        return redirect("account_request_login_code")
    return back_to_sessions("one" if chosen else "")


@open_to(Surface.THRESHOLD)
@require_POST
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    actions.end_other_sessions(request.user, request.session.session_key or "")
    return back_to_sessions("others")


def back_to_sessions(ended: str) -> HttpResponse:
    response = redirect("sessions")
    if ended:
        response["Location"] += f"?ended={ended}"
    return response
