"""Is it you? For whoever has neither a password nor a second step to answer with: a code by mail."""

from __future__ import annotations

import secrets
import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_http_methods

from community import ratelimits
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to

KEPT = "prove"  # in the session: the hash of the code, when it was sent, how often another was typed
LASTS_S = 15 * 60
MOST_TRIES = 3


class ProveForm(forms.Form):
    code = forms.CharField(max_length=20, error_messages={"required": "Type the code of the mail."})


@open_to(Surface.THRESHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def once_more_by_code(request: MemberRequest) -> HttpResponse:
    """First asks for the mail, then for what is in it."""
    if not any(m["id"] == "code" for m in get_adapter().get_reauthentication_methods(request.user)):
        return redirect(get_adapter().get_reauthentication_methods(request.user)[0]["url"])
    form = ProveForm(request.POST if "code" in request.POST else None)
    if "send" in request.POST:
        if ratelimits.take("prove", request.user.pk):
            form = ProveForm({})
            form.add_error("code", ratelimits.sentence("prove"))
        else:
            send(request)
    elif request.method == "POST" and form.is_valid():
        if fits(request, form.cleaned_data["code"]):
            return go_on(request)
        form.add_error("code", "This code is not right, or no longer good.")
    context = {"form": form, "waiting": waiting(request) is not None, "next": request.GET.get("next", "")}
    return render(request, "account/prove.html", context, status=422 if form.errors else 200)


def send(request: MemberRequest) -> None:
    code = f"{secrets.randbelow(1_000_000):06d}"
    request.session[KEPT] = {"hash": hash_of(request, code), "at": time.time(), "tries": 0}
    get_adapter().send_mail("account/email/prove_code", request.user.email, {"code": code})


def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """What was sent and is still good."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept is None or time.time() - kept["at"] > LASTS_S or kept["tries"] >= MOST_TRIES:
        return None
    return kept


def fits(request: MemberRequest, code: str) -> bool:
    """Each try counts, the right one too: a code is good for one."""
    kept = waiting(request)
    if kept is None:
        return False
    right = constant_time_compare(kept["hash"], hash_of(request, "".join(code.split())))
    kept["tries"] = MOST_TRIES if right else kept["tries"] + 1
    request.session[KEPT] = kept
    return right


def hash_of(request: MemberRequest, code: str) -> str:
    """A copy of the session's row does not tell the code."""
    return salted_hmac(f"community.prove.{request.user.pk}", code, algorithm="sha256").hexdigest()


def go_on(request: MemberRequest) -> HttpResponse:
    """To what was interrupted."""
    flows.login.record_authentication(request, request.user, method="code", reauthenticated=True)
    resumed: HttpResponse | None = flows.reauthentication.resume_request(request)
    return resumed or redirect("mfa_index")
