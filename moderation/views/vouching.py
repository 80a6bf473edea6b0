"""A member's own page for speaking up for somebody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused
from moderation.actions import vouching as actions
from moderation.forms.vouching import VouchForm
from moderation.queries import vouching as queries


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def vouching(request: MemberRequest) -> HttpResponse:
    """Says nothing of whether the address is known: only one's own words come back."""
    form = VouchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.vouch(request.grants, **form.cleaned_data)
            response = redirect("vouching")
            response["Location"] += "?said=1"
            return response
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {
        "form": form, "mine": queries.vouches_by(request.grants)[:50], "said": request.GET.get("said") == "1",
        "most": actions.MOST,
    }  # fmt: skip
    return render(request, "moderation/vouching.html", context, status=422 if form.errors else 200)
