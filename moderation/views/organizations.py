"""The access desk: organizations."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from community.members.request import MemberRequest
from moderation import actions, queries
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused
from moderation.forms import OrganizationForm


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def organizations(request: MemberRequest) -> HttpResponse:
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_organization(request.grants, **form.cleaned_data)
            return redirect("organizations")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"form": form, "organizations": queries.organizations()}
    return render(request, "moderation/organizations.html", context, status=422 if form.errors else 200)
