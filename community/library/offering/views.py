"""What becomes of a template that somebody offers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from community.files.findings import Refused
from community.library import queries as library
from community.library.forms import DecideForm
from community.library.offering import actions
from community.library.revealing.actions import Unsettled
from community.library.views import document_page
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to


@open_to(Surface.MODERATORS)
@require_POST
def decide(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """Publish, or decline with a reason."""
    found = library.document_for(request.grants, document_id)
    form = DecideForm(request.POST)
    if form.is_valid():
        try:
            if form.cleaned_data["do"] == "publish":
                said = form.cleaned_data
                actions.publish(request.grants, found, clean=said["take_out"], final=said["final"] == "yes")
            else:
                actions.decline(request.grants, found, form.cleaned_data["why"])
            return redirect("document", document_id)
        except actions.Unusable as error:
            form.add_error("why", str(error))
        except (Refused, Unsettled) as error:
            form.add_error("final", str(error))
    return document_page(request, found, decide_form=form, status=422)


@open_to(Surface.WRITERS)
@require_POST
def take_back(request: MemberRequest, document_id: UUID) -> HttpResponse:
    actions.take_back(request.grants, library.document_for(request.grants, document_id))
    return redirect("library")
