"""Pages of collections."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.library import queries as library
from community.library.collecting import actions, queries
from community.library.collecting.forms import ArrangeForm, CollectionForm, PutForm
from community.library.models import Collection
from community.library.views import document_page
from community.members.request import MemberRequest
from moderation.access import adapting as rules
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused


@open_to(Surface.MEMBERS)
@require_safe
def collection(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, queries.collection_for(request.grants, pk))


def page(
    request: MemberRequest, found: Collection, form: CollectionForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "collection": found,
        "documents": queries.documents_in(request.grants, found),
        "may_arrange": rules.may_arrange_collection(request.grants, found, timezone.now()),
        "form": form or CollectionForm(initial={"title": found.title, "sentence": found.sentence}),
    }
    return render(request, "library/collection.html", context, status=status)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest) -> HttpResponse:
    """For all by moderators, where they do not say otherwise; for their own organization by everybody of it."""
    who, now = request.grants, timezone.now()
    for_all, for_us = rules.may_collect(who, None, now), rules.may_collect(who, who.organization_id or 0, now)
    form = CollectionForm(request.POST or None, initial={"ours": bool(request.GET.get("ours"))})
    if form.is_valid():
        said = form.cleaned_data
        ours = said["ours"] or not for_all
        try:
            made = actions.begin(
                who, title=said["title"], sentence=said["sentence"],
                shelf_id=(who.organization_id or 0) if ours else None,
            )  # fmt: skip
            return redirect("collection", made.pk)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    (for_all if for_all else for_us).require()
    context = {"form": form, "for_all": for_all, "for_us": for_us, "organization": request.user.organization}
    return render(request, "library/begin_collection.html", context, status=422 if form.errors else 200)


@open_to(Surface.WRITERS)
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    found = queries.collection_for(request.grants, pk)
    rules.may_arrange_collection(request.grants, found, timezone.now()).require()
    form = CollectionForm(request.POST)
    if not form.is_valid():
        return page(request, found, form, status=422)
    actions.change(request.grants, found, title=form.cleaned_data["title"], sentence=form.cleaned_data["sentence"])
    return redirect("collection", pk)


@open_to(Surface.WRITERS)
@require_POST
def arrange(request: MemberRequest, pk: int) -> HttpResponse:
    found = queries.collection_for(request.grants, pk)
    form = ArrangeForm(request.POST)
    if form.is_valid():
        document = library.document_for(request.grants, form.cleaned_data["document"])
        if form.cleaned_data["do"] == "out":
            actions.take_out(request.grants, found, document)
        else:
            actions.move(request.grants, found, document, down=form.cleaned_data["do"] == "down")
    else:
        rules.may_arrange_collection(request.grants, found, timezone.now()).require()
    return redirect("collection", pk)


@open_to(Surface.WRITERS)
@require_POST
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    found = queries.collection_for(request.grants, pk)
    actions.drop(request.grants, found)
    return redirect("our_shelf" if found.shelf_id else "library")


@open_to(Surface.WRITERS)
@require_POST
def put(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """This template into a collection."""
    document = library.document_for(request.grants, document_id)
    form = PutForm(request.POST)
    if not form.is_valid():
        return document_page(request, document, problem="Choose a collection.", status=422)
    into = queries.collection_for(request.grants, form.cleaned_data["collection"])
    try:
        actions.put(request.grants, into, document)
        return redirect("collection", into.pk)
    except Refused as refused:
        return document_page(request, document, problem=refused.sentence, status=422)
