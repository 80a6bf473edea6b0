"""The page an invitation opens. Looking at it changes nothing: mail scanners open every link they see."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from community import ratelimits
from moderation import actions, queries
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused
from moderation.forms import JoinForm
from moderation.queries.applying import policy
from moderation.queries.district import for_invitation

PROVED = "proved_address"  # in the session: an address a district's own sign-in vouched for a moment ago


@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.invitation_by_token(token)
    trouble = actions.invitation_trouble(found, timezone.now())
    if trouble or found is None:
        return closed(request, trouble)
    proved = found.email if request.session.get(PROVED) == found.email else ""
    form = JoinForm(request.POST or None, initial={"name": found.name, "email": proved})
    if request.method == "POST" and form.is_valid():
        if ratelimits.take("door", token[:16]):
            form.add_error(None, ratelimits.sentence("door"))
        else:
            try:
                return join(request, token, form)
            except Refused as refused:
                if refused.field == "token":
                    return closed(request, refused.sentence)
                form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = {
        "invitation": found, "form": form, "agreement": queries.current_agreement(), "token": token, "proved": proved,
        "district": None if proved else for_invitation(found), "words_may_go": policy().leaving == "choose",
    }  # fmt: skip
    return render(request, "moderation/join.html", context, status=422 if form.errors else 200)


def join(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    given = form.cleaned_data
    member = actions.accept_invitation(
        token,
        email=given["email"],
        name=given["name"],
        title=given["title"],
        password=given["password"],
        agreement=given["agreement"],
    )
    # As after any other first step: somebody who comes back and has a second one is asked for it.
    record_authentication(request, member, method="invitation")
    welcomed: HttpResponse = perform_login(request, Login(user=member, email=member.email))
    return welcomed


def closed(request: HttpRequest, trouble: str) -> HttpResponse:
    """The same page for an invitation that never was and one that is no longer good."""
    return render(request, "moderation/closed.html", {"trouble": trouble}, status=404 if trouble == "unknown" else 410)
