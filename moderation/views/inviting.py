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
            return sent()
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return invitations_page(request, form, status=422 if form.errors else 200)


def invitations_page(request: MemberRequest, form: InviteForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "open": queries.open_invitations(request.grants),
        "organizations": queries.organizations(),
        "cohorts": cohort_choices(),
        "sent": request.GET.get("sent") == "1",
        "refusal": refusal,
        "now": timezone.now(),
    }
    return render(request, "moderation/invitations.html", context, status=status)


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
        letter=given["letter"],
    )


def sent() -> HttpResponse:
    response = redirect("invitations")
    response["Location"] += "?sent=1"
    return response


@open_to(Surface.MODERATORS)
@require_POST
def revoke_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    found = queries.invitation_for(request.grants, pk)
    actions.revoke_invitation(request.grants, found)
    return redirect("invitations")


@open_to(Surface.MODERATORS)
@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    """A new link for another week."""
    found = queries.invitation_for(request.grants, pk)
    try:
        actions.send_again(request.grants, found)
        return sent()
    except Refused as refused:
        return invitations_page(request, InviteForm(), refusal=refused.sentence, status=422)
