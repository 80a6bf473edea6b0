"""The shelf of an organization, and what its people do with a template on it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community import cursors
from community.files.actions import TooMany
from community.library import actions as library
from community.library import queries
from community.library.adapting import actions
from community.library.adapting.forms import BackForm
from community.library.adapting.queries import PAGE, ours_for
from community.library.collecting.queries import collections_for
from community.library.views import document_page
from community.members.request import MemberRequest
from moderation.access import adapting as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent


@open_to(Surface.MEMBERS)
@require_safe
def shelf(request: MemberRequest) -> HttpResponse:
    found = ours_for(request.grants, before=cursors.read(request.GET.get("before", ""), UUID))
    documents = found[:PAGE]
    context = {
        "documents": documents,
        "older": cursors.written(documents[-1].updated_at, documents[-1].pk) if len(found) > PAGE else "",
        "organization": request.user.organization if request.grants.seated else None,
        "collections": [one for one in collections_for(request.grants) if one.shelf_id is not None],
        "may_collect": rules.may_collect(request.grants, request.grants.organization_id or 0, timezone.now()),
    }
    return render(request, "library/shelf.html", context)


@open_to(Surface.WRITERS)
@require_POST
def make_ours(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = queries.document_for(request.grants, document_id)
    wanted = request.POST.get("version", "")
    versions = list(found.versions.all())
    version = next((v for v in versions if str(v.number) == wanted), None) if wanted else versions[0]
    if version is None:
        raise Absent
    try:
        return redirect("document", actions.make_ours(request.grants, found, version).pk)
    except TooMany as refused:
        return document_page(request, found, problem=str(refused), status=429)


@open_to(Surface.WRITERS)
@require_POST
def original(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """Take what the original became, or leave it."""
    found = queries.document_for(request.grants, document_id)
    if request.POST.get("do") == "leave":
        actions.leave_original(request.grants, found)
        return redirect("document", document_id)
    seen = request.POST.get("seen", "")
    try:
        actions.take_original(request.grants, found, seen=int(seen) if seen.isdecimal() and len(seen) < 6 else -1)
        return redirect("document", document_id)
    except library.Overtaken:
        again = queries.document_for(request.grants, document_id)
        words = (
            f"A colleague shared version {again.latest_number} a moment ago. Look at it first, then take the original."
        )
        return document_page(request, again, problem=words, status=409)
    except TooMany as refused:
        return document_page(request, found, problem=str(refused), status=429)


@open_to(Surface.WRITERS)
@require_POST
def offer_back(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = queries.document_for(request.grants, document_id)
    rules.may_offer_back(request.grants, found, timezone.now()).require()
    form = BackForm(request.POST)
    if form.is_valid():
        try:
            return redirect("document", actions.offer_back(request.grants, found, **form.cleaned_data).pk)
        except TooMany as refused:
            form.add_error("title", str(refused))
    return document_page(request, found, back_form=form, status=422)


@open_to(Surface.WRITERS)
@require_POST
def drop(request: MemberRequest, document_id: UUID) -> HttpResponse:
    actions.drop(request.grants, queries.document_for(request.grants, document_id))
    return redirect("our_shelf")
