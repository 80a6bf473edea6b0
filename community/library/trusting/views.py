"""Field notes, two versions side by side, and a moderator's word that a document still holds."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from community.library import queries as library
from community.library.trusting import actions, queries
from community.library.trusting.forms import NoteForm
from community.library.views import document_page
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to


@open_to(Surface.WRITERS)
@require_POST
def write_note(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = library.document_for(request.grants, document_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return document_page(request, found, note_form=form, status=422)
    actions.write_note(request.grants, found, **form.cleaned_data)
    return back(document_id, "notes")


@open_to(Surface.WRITERS)
@require_POST
def drop_note(request: MemberRequest, document_id: UUID, pk: int) -> HttpResponse:
    found = library.document_for(request.grants, document_id)
    actions.drop_note(request.grants, queries.note_for(found, pk))
    return back(document_id, "notes")


@open_to(Surface.MODERATORS)
@require_POST
def confirm(request: MemberRequest, document_id: UUID) -> HttpResponse:
    actions.confirm(request.grants, library.document_for(request.grants, document_id))
    return redirect("document", document_id)


def back(document_id: UUID, part: str) -> HttpResponse:
    response = redirect("document", document_id)
    response["Location"] += f"#{part}"
    return response


@open_to(Surface.MEMBERS)
@require_safe
def compare(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """Without numbers: the newest and the one before it."""
    found = library.document_for(request.grants, document_id)
    newer = number(request.GET.get("to"), found.latest_number)
    older = number(request.GET.get("from"), max(1, newer - 1))
    pair = queries.two_versions(found, min(older, newer), max(older, newer))
    context = {
        "document": found, "versions": list(found.versions.all()), "older": pair[0], "newer": pair[1],
        "pieces": queries.changes(*pair),
    }  # fmt: skip
    return render(request, "library/compare.html", context)


def number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise
