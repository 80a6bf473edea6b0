"""Pages of the library."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from community import cursors
from community.files.actions import TooMany
from community.files.inspect import Refused
from community.library import actions, narrowing, queries, shown
from community.library.forms import DecideForm, VersionForm
from community.library.models import Document
from community.library.offering import queries as offering
from community.library.revealing.actions import Unsettled
from community.library.trusting import queries as trusting
from community.library.trusting.actions import place_of
from community.library.trusting.forms import NoteForm
from community.members.queries import audience_sizes
from community.members.request import MemberRequest
from community.notifications import actions as notices
from moderation.access import library as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent


@open_to(Surface.MEMBERS)
@require_safe
def library(request: MemberRequest) -> HttpResponse:
    narrow = narrowing.asked(request.GET)
    found = queries.documents_for(request.grants, narrow, before=cursors.read(request.GET.get("before", ""), UUID))
    documents = found[: queries.PAGE]
    counts = queries.counts_by_category(request.grants, narrow)
    context = {
        "documents": documents,
        "older": cursors.written(documents[-1].updated_at, documents[-1].pk) if len(found) > queries.PAGE else "",
        "categories": [(value, label, counts.get(value, 0)) for value, label in Document.Category.choices],
        "total": sum(counts.values()),
        "narrow": narrow,
        "choices": narrowing.CHOICES,
        "may_share": rules.may_offer_document(request.grants, timezone.now()),
        "shelves": rules.may_share_document(request.grants, timezone.now()),
        "offered": offering.offered_to(request.grants) if narrow == queries.EVERYTHING else [],
    }
    return render(request, "library/library.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def document(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = queries.document_for(request.grants, document_id)
    if found.shared_by_id == request.user.pk or found.offered_at:
        notices.mark_read_at(request.user.pk, place_of(found))
    return document_page(request, found)


def document_page(
    request: MemberRequest, found: Document, form: VersionForm | None = None, *, note_form: NoteForm | None = None,
    decide_form: DecideForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    versions = list(found.versions.all())
    wanted = request.GET.get("version", "")
    version = next((v for v in versions if str(v.number) == wanted), None)
    if wanted and version is None:
        raise Absent
    now, notes = timezone.now(), trusting.notes_of(found)
    own = next((note for note in notes if note.author_id == request.user.pk), None)
    context = {
        "document": found,
        "versions": versions,
        "notes": notes,
        "tested_by": shown.tested_by(found, notes),
        "own_note": own,
        "school_then": shown.school,
        "note_form": note_form or NoteForm(initial=shown.as_written(own)),
        "may_note": rules.may_note(request.grants, found, now),
        "droppable": {n.pk for n in notes if rules.may_drop_note(request.grants, n, now)},
        "version": version or versions[0],
        "fields": getattr(getattr(versions[0], "field_list", None), "count", 0),
        "about": shown.good_to_know(found),
        "related": queries.related_to(request.grants, found),
        "readers": audience_sizes(request.grants.epoch).of(found.audience, found.cohort_id),
        "cautions": offering.cautions(versions[0]) if found.offered_at else [],
        "traces": offering.traces_of(versions[0]) if found.offered_at else [],
        "may_decide": found.offered_at and rules.may_decide_document(request.grants, found, now),
        "may_take_back": found.offered_at and rules.may_take_back(request.grants, found, now),
        "decide_form": decide_form or DecideForm(initial={"take_out": True}),
        "may_add": rules.may_add_version(request.grants, found, now),
        "form": form or VersionForm(initial={"take_out": True}),
    }
    return render(request, "library/document.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_http_methods(["POST"])
def add_version(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = queries.document_for(request.grants, document_id)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            said = form.cleaned_data
            actions.add_version(
                request.grants, found, file=said["file"], note=said["note"], clean=said["take_out"],
                final=said["final"] == "yes",
            )  # fmt: skip
            return redirect("document", document_id)
        except (Refused, TooMany, Unsettled) as refused:
            form.add_error("file", str(refused))
    return document_page(request, found, form, status=422)
