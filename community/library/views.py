"""Pages of the library."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from community import cursors
from community.files import actions as files
from community.files.actions import TooMany
from community.files.inspect import Refused
from community.library import actions, narrowing, queries, shown
from community.library.adapting import queries as adapting
from community.library.adapting.forms import BackForm
from community.library.asking import queries as asking
from community.library.collecting import queries as collecting
from community.library.filling import queries as filling
from community.library.forms import DecideForm, NextForm
from community.library.models import Document
from community.library.offering import queries as offering
from community.library.pulling import queries as pulling
from community.library.revealing.actions import Unsettled
from community.library.trusting import queries as trusting
from community.library.trusting.actions import place_of
from community.library.trusting.forms import NoteForm
from community.members.queries import audience_sizes
from community.members.request import MemberRequest
from community.notifications import actions as notices
from moderation.access import adapting as making
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
        "many": narrowing.MANY,
        "may_share": rules.may_offer_document(request.grants, timezone.now()),
        "shelves": rules.may_share_document(request.grants, timezone.now()),
        "offered": offering.offered_to(request.grants) if narrow == queries.EVERYTHING else [],
        "collections": collecting.collections_for(request.grants) if narrow == queries.EVERYTHING else [],
        "may_collect": making.may_collect(request.grants, None, timezone.now()),
    }
    return render(request, "library/library.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def document(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = queries.document_for(request.grants, document_id)
    if found.shared_by_id == request.user.pk or found.offered_at or found.shelf_id:
        notices.mark_read_at(request.user.pk, place_of(found))
    return document_page(request, found)


def document_page(
    request: MemberRequest, found: Document, form: NextForm | None = None, *, note_form: NoteForm | None = None,
    decide_form: DecideForm | None = None, back_form: BackForm | None = None, problem: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """`problem`: a sentence on top, of what was tried and did not work."""
    versions = list(found.versions.all())
    wanted = request.GET.get("version", "")
    version = next((v for v in versions if str(v.number) == wanted), None)
    if wanted and version is None:
        raise Absent
    who, now, notes = request.grants, timezone.now(), trusting.notes_of(found)
    own = next((note for note in notes if note.author_id == request.user.pk), None)
    fields = getattr(getattr(versions[0], "field_list", None), "count", 0)
    context = {
        "document": found,
        "versions": versions,
        "notes": notes,
        "tested_by": shown.tested_by(found, notes),
        "own_note": own,
        "school_then": shown.school_in_full,
        "note_form": note_form or NoteForm(initial=shown.as_written(own)),
        "may_note": rules.may_note(who, found, now),
        "questions": asking.questions_about(who, found),
        "droppable": {n.pk for n in notes if rules.may_drop_note(who, n, now)},
        "version": version or versions[0],
        "fields": fields,
        "answered": filling.answered_for(who, versions[0], found.pk) if fields else 0,
        "about": shown.good_to_know(found),
        "related": queries.related_to(who, found),
        "readers": audience_sizes(who.epoch).of(found.audience, found.cohort_id),
        "may_add": rules.may_add_version(who, found, now),
        "form": form or NextForm(initial={"seen": found.latest_number, "take_out": True}),
        "problem": problem,
    }
    parts = offered_part(request, found, decide_form) | adapted_part(request, found, back_form)
    return render(request, "library/document.html", context | parts, status=status)


def offered_part(request: MemberRequest, found: Document, form: DecideForm | None) -> dict[str, Any]:
    """Of a template that waits, and what a moderator does with it."""
    now = timezone.now()
    return {
        "cautions": offering.cautions(found.versions.all()[0]) if found.offered_at else [],
        "traces": offering.traces_of(found.versions.all()[0]) if found.offered_at else [],
        "may_decide": found.offered_at and rules.may_decide_document(request.grants, found, now),
        "may_take_back": found.offered_at and rules.may_take_back(request.grants, found, now),
        "may_confirm": not found.offered_at and rules.may_decide_document(request.grants, found, now),
        "decide_form": form or DecideForm(initial={"take_out": True}),
    }


def adapted_part(request: MemberRequest, found: Document, form: BackForm | None) -> dict[str, Any]:
    """What it was made from, what was made from it, and in which collections it stands."""
    who, now = request.grants, timezone.now()
    lineage, ours = adapting.lineage_of(found), found.shelf
    title = f"{found.title}, as {ours.name} uses it"[:120] if ours else ""
    tree, (inside, others) = adapting.tree_for(who, found), collecting.collections_about(who, found)
    newer = adapting.newer_original(who, found)
    return {
        "lineage": lineage,
        "sees_parent": lineage and rules.may_read_document(who, lineage.parent),
        "newer": newer,
        "newer_notes": pulling.notes_since(found) if newer else [],
        "may_pull": newer and pulling.can_be_pulled(found, newer),
        "tree": tree,
        "may_adapt": making.may_adapt(who, found, now),
        "our_copy": tree.ours,
        "may_offer_back": ours and making.may_offer_back(who, found, now),
        "may_drop": ours and making.may_drop_ours(who, found, now),
        "back_form": form or BackForm(initial={"title": title, "summary": found.summary}),
        "in_collections": inside,
        "may_put": [one for one in others if making.may_arrange_collection(who, one, now)],
    }


@open_to(Surface.WRITERS)
@require_http_methods(["POST"])
def add_version(request: MemberRequest, document_id: UUID) -> HttpResponse:
    found = queries.document_for(request.grants, document_id)
    rules.may_add_version(request.grants, found, timezone.now()).require()
    form = NextForm(request.POST, request.FILES)
    if not form.is_valid():
        return document_page(request, found, form, status=422)
    said = form.cleaned_data
    try:
        file = said["file"] or files.own_loose(request.grants, said["kept"])
        actions.add_version(
            request.grants, found, file=file, note=said["note"], seen=said["seen"], clean=said["take_out"],
            final=said["final"] == "yes",
        )  # fmt: skip
        return redirect("document", document_id)
    except actions.Overtaken as late:
        again = said | {"kept": late.upload.pk, "seen": late.newest}
        found = queries.document_for(request.grants, document_id)
        return document_page(request, found, NextForm(initial=again), problem=str(late), status=409)
    except (Refused, TooMany, files.NotAttachable, Unsettled) as refused:
        form.add_error("file", str(refused))
        return document_page(request, found, form, status=422)
