"""Invitation links: made, watched and taken back at the desk; used at the door."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import ratelimits
from community.members.queries import cohort_choices
from community.members.request import MemberRequest
from moderation import actions, queries
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused
from moderation.forms import LinkForm, UseLinkForm


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: MemberRequest) -> HttpResponse:
    """A new link is shown once, on the page that made it: only its hash is kept."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = make(request, form)
            form = LinkForm()
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {
        "form": form,
        "made": f"{settings.COMMUNITY_URL}/join/{made}/" if made else "",
        "links": queries.links_for(request.grants),
        "organizations": queries.organizations(),
        "cohorts": cohort_choices(),
        "now": timezone.now(),
    }
    return render(request, "moderation/links.html", context, status=422 if form.errors else 200)


def make(request: MemberRequest, form: LinkForm) -> str:
    given = form.cleaned_data
    organization = queries.organizations().filter(slug=given["organization"]).first()
    if organization is None:
        raise Refused("organization", "Choose the organization whose seats these are.")
    cohort = cohort_choices().filter(slug=given["cohort"]).first() if given["cohort"] else None
    _, token = actions.make_link(
        request.grants, label=given["label"], organization=organization, cohort=cohort, cap=given["cap"],
        days=given["days"], facilitates=given["facilitates"],
    )  # fmt: skip
    return token


@open_to(Surface.MODERATORS)
@require_safe
def link(request: MemberRequest, pk: int) -> HttpResponse:
    """Who used it, and who was sent a mail by it."""
    found = queries.link_for(request.grants, pk)
    context = {"link": found, "uses": queries.uses_of(found), "now": timezone.now()}
    return render(request, "moderation/link.html", context)


@open_to(Surface.MODERATORS)
@require_POST
def revoke_link(request: MemberRequest, pk: int) -> HttpResponse:
    actions.revoke_link(request.grants, queries.link_for(request.grants, pk))
    return redirect("links")


@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def join_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Proves an address before anything opens: what comes next is in the mail."""
    found = queries.link_by_token(token)
    trouble = queries.link_trouble(found, timezone.now())
    if trouble or found is None:
        return closed(request, trouble)
    form = UseLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimits.take("link", email.lower()) or ratelimits.take("door", token[:16]):
            form.add_error(None, ratelimits.sentence("door"))
        else:
            try:
                actions.use_link(token, email=email, name=form.cleaned_data["name"])
                return render(request, "moderation/link_sent.html", {"email": email})
            except Refused as refused:
                if refused.field == "token":
                    return closed(request, refused.sentence)
                form.add_error(None, refused.sentence)
    return render(
        request, "moderation/join_by_link.html", {"link": found, "form": form}, status=422 if form.errors else 200
    )


def closed(request: HttpRequest, trouble: str) -> HttpResponse:
    return render(request, "moderation/closed.html", {"trouble": trouble}, status=404 if trouble == "unknown" else 410)
