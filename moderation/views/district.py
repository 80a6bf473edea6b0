"""The desk, for owners: whose sign-in needs a second step, and districts' own sign-ins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members import queries as members
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.access.desk import may_reset_second_step
from moderation.actions import Refused
from moderation.actions import district as actions
from moderation.actions.policy import MOST_DAYS, reset_second_step, set_second_step
from moderation.forms import ReasonForm
from moderation.forms.district import ChangeForm, SecondStepForm, SignInForm
from moderation.models import DistrictSignIn
from moderation.queries import district as queries
from moderation.queries import people
from moderation.queries.policy import second_step_demand


@open_to(Surface.OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: MemberRequest) -> HttpResponse:
    """Whose role demands a second step, and how long people have."""
    held = second_step_demand()
    form = SecondStepForm(
        request.POST if request.method == "POST" else None, initial={"of": sorted(held.of), "days": held.days}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_second_step(request.grants, **form.cleaned_data)
            response = redirect("policy")
            response["Location"] += "?saved=1"
            return response
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"form": form, "chosen": form["of"].value() or [], "most": MOST_DAYS, "saved": "saved" in request.GET}
    return render(request, "moderation/policy.html", context, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def lost_step(request: MemberRequest, handle: str) -> HttpResponse:
    """Somebody lost the device they sign in with, and the recovery codes, too."""
    found = people.person_for(request.grants, handle)
    may_reset_second_step(request.grants, found, timezone.now()).require()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_second_step(request.grants, found, reason=form.cleaned_data["reason"])
            return redirect("desk_person", handle)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"form": form, "person": found}
    return render(request, "moderation/lost_step.html", context, status=422 if form.errors else 200)


@open_to(Surface.OWNERS)
@require_safe
def sign_ins(request: MemberRequest) -> HttpResponse:
    return render(request, "moderation/sign_ins.html", {"sign_ins": queries.sign_ins_for(request.grants)})


@open_to(Surface.OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_sign_in(request: MemberRequest) -> HttpResponse:
    form = SignInForm(request.POST if request.method == "POST" else None, initial={"kind": "oidc"})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        organization = members.organizations().filter(slug=given.pop("organization")).first()
        if organization is None:
            form.add_error("organization", "Choose the organization whose sign-in this is.")
        else:
            try:
                return redirect("change_sign_in", actions.add_sign_in(request.grants, organization, **given).pk)
            except Refused as refused:
                form.add_error(refused.field, refused.sentence)
    return sign_in_page(request, form, None)


@open_to(Surface.OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_sign_in(request: MemberRequest, pk: int) -> HttpResponse:
    """What the district has to be told, and everything but the secret."""
    found = queries.sign_in_for(request.grants, pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=as_typed(found))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given.pop("organization")
        try:
            actions.change_sign_in(request.grants, found, **given)
            return redirect("sign_ins")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return sign_in_page(request, form, found)


def as_typed(found: DistrictSignIn) -> dict[str, Any]:
    return {
        "name": found.name, "kind": found.kind, "domains": "\n".join(found.domains), "listed": found.listed,
        "trusts_addresses": found.trusts_addresses, "issuer": found.issuer, "client_id": found.client_id,
        "metadata": found.metadata,
    }  # fmt: skip


def sign_in_page(request: MemberRequest, form: SignInForm, found: DistrictSignIn | None) -> HttpResponse:
    context = {
        "form": form, "sign_in": found, "organizations": members.organizations(), "kinds": DistrictSignIn.Kind.choices,
        "origin": settings.COMMUNITY_URL,
    }  # fmt: skip
    return render(request, "moderation/sign_in.html", context, status=422 if form.errors else 200)


@open_to(Surface.OWNERS)
@require_POST
def close_sign_in(request: MemberRequest, pk: int) -> HttpResponse:
    found = queries.sign_in_for(request.grants, pk)
    actions.close_sign_in(request.grants, found)
    return redirect("sign_ins")
