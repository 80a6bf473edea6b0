"""While a session is on: its code word on the screen, typing it, and the minutes in which its page is open."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.attendance import actions, queries
from cohorts.attendance.forms import UnderForm, WordForm
from cohorts.sessions.queries import session_for
from community.members.request import MemberRequest
from moderation.access import hours as rules
from moderation.access import sessions
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def code_word(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Large, for a shared screen. POST makes another one."""
    found = session_for(request.grants, slug, pk)
    if request.method == "POST":
        actions.make_word(request.grants, found)
        return redirect("code_word", slug, pk)
    rules.may_show_word(request.grants, found, timezone.now()).require()
    context = {"session": found, "cohort": found.cohort, "known": queries.word_of(found)}
    return render(request, "cohorts/code_word.html", context)


@open_to(Surface.MEMBERS)
@require_POST
def type_word(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = session_for(request.grants, slug, pk)
    rules.may_type_word(request.grants, found, timezone.now()).require()
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            actions.type_word(request.grants, found, word=form.cleaned_data["word"])
            return redirect("session", slug, pk)
        except Refused as refused:
            form.add_error("word", refused.sentence)
    context = {"session": found, "cohort": found.cohort, "form": form}
    return render(request, "cohorts/type_word.html", context, status=422)


@open_to(Surface.MEMBERS)
@require_POST
def count_minute(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Told by the page's script once a minute."""
    actions.count_minute(request.grants, session_for(request.grants, slug, pk))
    return HttpResponse(status=204)


@open_to(Surface.WRITERS)
@require_POST
def count_under(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = session_for(request.grants, slug, pk)
    sessions.may_hold_session(request.grants, found, timezone.now()).require()
    form = UnderForm(request.POST, categories=queries.categories_of(found.cohort))
    if form.is_valid():
        actions.count_under(request.grants, found, category_id=form.cleaned_data["category"])
    return redirect("session", slug, pk)
