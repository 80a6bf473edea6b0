"""The page on which a template is filled in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from community.files.findings import Refused
from community.files.views import as_attachment
from community.library import queries as library
from community.library.filling import actions, drawing, forms, pdf, prefill, queries
from community.library.filling.forms import FillForm
from community.library.filling.work import reader_of
from community.library.models import Document, Version
from community.members.request import MemberRequest
from community.ratelimits import TooOften
from moderation.access import library as rules
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """Downloads a copy, saves what was written for the next time, or shows it in the text: by the button pressed."""
    document = library.document_for(request.grants, document_id)
    version = version_of(document, request.POST.get("version", ""))
    found = actions.field_list(version)
    fields = queries.fields_of(found)
    facts = prefill.facts_for(fields, prefill.facts_of(request.user, timezone.localdate()))
    if request.method != "POST":
        before = facts | queries.answers_for(request.grants, fields, document.pk)
        return page(request, document, version, FillForm(fields, before=before), problem=found.problem, more=found.more)
    form = FillForm(fields, request.POST)
    if request.POST.get("again"):  # with what stands there already: nothing was typed
        before = facts | queries.answers_for(request.grants, fields, document.pk)
        form = FillForm(fields, {forms.MARK + name: value for name, value in before.items()})
    status = 422
    if fields and form.is_valid():
        press = request.POST.get("do", "")
        if press == "look":
            return page(request, document, version, form, more=found.more)
        try:
            if press == "save":
                actions.save_answers(request.grants, document, fields, form.answers(), facts)
                return saved(document_id)
            school = form.answers().get("school_name", "") or facts.get("school_name", "")
            made = actions.fill(request.grants, document, version, form.values(), school=school)
            if press == "pdf":
                made = actions.as_pdf(made, version)
            return as_attachment(made.content, made.name, made.media_type)
        except (Refused, actions.TooManyAnswers) as refused:
            form.add_error(None, str(refused))
        except TooOften as refused:
            form.add_error(None, str(refused))
            status = 429
    return page(request, document, version, form, problem=found.problem, more=found.more, status=status)


def version_of(document: Document, wanted: str) -> Version:
    """The newest; while somebody fills in an older one, that one, for its fields are theirs."""
    versions = list(document.versions.all())
    return next((version for version in versions if str(version.number) == wanted), versions[0])


def saved(document_id: UUID) -> HttpResponse:
    response = redirect("fill", document_id)
    response["Location"] += "?saved=1"
    return response


def page(
    request: MemberRequest, document: Document, version: Version, form: FillForm, *, problem: str = "",
    more: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    values = form.values()
    context = {
        "document": document,
        "version": version,
        "form": form,
        "groups": form.groups(),
        "count": len(form.asked),
        "filled": len(values),
        "problem": problem,
        "more": more,
        "types": forms.TYPES,
        "hints": forms.HINTS,
        "shown": drawing.drawn(version.preview_html, values, reader_of(version.upload.kind)),
        "may_save": rules.may_save_answers(request.grants, document, timezone.now()),
        "saved": request.GET.get("saved", ""),
        "pdf": pdf.can_be_made(version.upload.kind),
        "plain_pdf": not pdf.has_design(version.upload.kind),
    }
    return render(request, "library/fill.html", context, status=status)
