"""The access desk: invitations."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from community.members.queries import cohort_choices
from community.members.request import MemberRequest
from moderation import actions, queries
from moderation.access.audience import Surface, open_to
from moderation.access.standing import Role
from moderation.actions import Refused
from moderation.forms import InviteForm


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, initial={"role": Role.MEMBER})
    if request.method == "POST" and form.is_valid():
        try:
            send(request, form)
            response = redirect("invitations")
            response["Location"] += "?sent=1"
            return response
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {
        "form": form,
        "open": queries.open_invitations(request.grants),
        "organizations": queries.organizations(),
        "cohorts": cohort_choices(),
        "sent": request.GET.get("sent") == "1",
        "now": timezone.now(),
    }
    return render(request, "moderation/invitations.html", context, status=422 if form.errors else 200)


def send(request: MemberRequest, form: InviteForm) -> None:
    given = form.cleaned_data
    organization = queries.organizations().filter(slug=given["organization"]).first()
    if organization is None:
        raise Refused("organization", "Choose the organization whose seat this is.")
    actions.invite(
        request.grants,
        email=given["email"],
        name=given["name"],
        organization=organization,
        cohort=cohort_choices().filter(slug=given["cohort"]).first() if given["cohort"] else None,
        role=given["role"],
    )


@open_to(Surface.MODERATORS)
@require_POST
def revoke_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    found = queries.invitation_by_id(request.grants, pk)
    actions.revoke_invitation(request.grants, found)
    return redirect("invitations")
