"""Inviting many at once from a list: bring it, say what its columns are, look, send."""

from __future__ import annotations

from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.files.findings import Refused as Unreadable
from community.files.views import as_attachment
from community.members.queries import cohort_choices
from community.members.request import MemberRequest
from community.text import sheets
from moderation import queries
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.actions import Refused, batches
from moderation.forms.batches import ListForm, MappingForm
from moderation.lists import FIELDS, MAX_BYTES
from moderation.models import Batch
from moderation.queries import batches as reads

SAMPLE = 5
SHOWN = 500  # of each pile on one page; all of them are in the result file


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: MemberRequest) -> HttpResponse:
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = batches.bring(request.grants, str(given.name or ""), given.read(MAX_BYTES + 1))
            return redirect("list", made.pk)
        except Unreadable as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "lists": reads.batches_for(request.grants)}
    return render(request, "moderation/lists.html", context, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_safe
def list_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Whichever step it is at."""
    batch = reads.batch_for(request.grants, pk)
    if batch.stage == Batch.Stage.DROPPED:
        raise Absent
    if not batch.table:
        return piles_page(request, batch)
    if batch.stage == Batch.Stage.MAPPING or (request.GET.get("columns") and batch.stage == Batch.Stage.LOOKED):
        return mapping_page(request, batch, MappingForm(initial=initial(batch), header=batch.table["header"]))
    return piles_page(request, batch)


def initial(batch: Batch) -> dict[str, Any]:
    return {
        **{field: str(column) for field, column in batch.mapping.items()},
        "organization_default": batch.organization.slug if batch.organization else "",
        "cohort_default": batch.cohort.slug if batch.cohort else "",
    }


def mapping_page(request: MemberRequest, batch: Batch, form: MappingForm, *, status: int = 200) -> HttpResponse:
    context = {
        "batch": batch,
        "form": form,
        "fields": list(FIELDS),
        "header": batch.table["header"],
        "sample": [row[1:] for row in batch.table["rows"][:SAMPLE]],
        "rows": len(batch.table["rows"]),
        "notes": batch.table["notes"],
        "organizations": queries.organizations(),
        "cohorts": cohort_choices(),
    }
    return render(request, "moderation/list_columns.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_POST
def list_columns(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The dry run."""
    batch = reads.batch_for(request.grants, pk)
    if not batch.table:
        return redirect("list", pk)
    form = MappingForm(request.POST, header=batch.table["header"])
    if form.is_valid():
        given = form.cleaned_data
        try:
            batches.look_through(
                request.grants, batch, mapping=form.mapping(), adds_organizations=given["adds_organizations"],
                organization=queries.organizations().filter(slug=given["organization_default"]).first(),
                cohort=cohort_choices().filter(slug=given["cohort_default"]).first(),
            )  # fmt: skip
            return redirect("list", pk)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return mapping_page(request, batch, form, status=422)


def piles_page(request: MemberRequest, batch: Batch, *, refusal: str = "", status: int = 200) -> HttpResponse:
    numbered = list(enumerate(batch.outcome))
    piles = {
        pile: [(number, entry) for number, entry in numbered if entry["pile"] == pile]
        for pile in ("ready", "look", "skipped")
    }
    states = [entry.get("state", "") for entry in batch.outcome]
    context = {
        "batch": batch,
        "notes": batch.table.get("notes", []),
        "piles": {pile: list(islice(entries, SHOWN)) for pile, entries in piles.items()},
        "counts": {pile: len(entries) for pile, entries in piles.items()},
        "done": {state: states.count(state) for state in ("invited", "refused", "waiting", "left_out")},
        "refused": [entry for entry in batch.outcome if entry.get("state") == "refused"][:SHOWN],
        "refusal": refusal,
        "most": SHOWN,
    }
    return render(request, "moderation/list_piles.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_POST
def send_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    batch = reads.batch_for(request.grants, pk)
    ticked = {int(number) for number in request.POST.getlist("look") if number.isdecimal() and len(number) < 7}
    try:
        batches.send_batch(request.grants, batch, ticked=ticked)
    except Refused as refused:
        return piles_page(request, batch, refusal=refused.sentence, status=422)
    return redirect("list", pk)


@open_to(Surface.MODERATORS)
@require_POST
def drop_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    batch = reads.batch_for(request.grants, pk)
    try:
        batches.drop_batch(request.grants, batch)
    except Refused as refused:
        return piles_page(request, batch, refusal=refused.sentence, status=422)
    return redirect("lists")


@open_to(Surface.MODERATORS)
@require_safe
def list_result(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Every line with what became of it."""
    batch = reads.batch_for(request.grants, pk)
    name = f"{batch.file_name.rpartition('.')[0] or 'list'}-result.csv"
    return as_attachment(reads.result_file(batch), name, sheets.MEDIA_TYPE)
