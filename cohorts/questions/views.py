"""The questions to a session: the piece of its page that is fetched anew, asking, and what is done with one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.models import Session
from cohorts.questions import actions
from cohorts.questions.forms import ActForm, QuestionForm
from cohorts.questions.shown import shown
from cohorts.sessions.queries import session_for
from cohorts.sessions.views import session_page
from community import ratelimits
from community.members.request import MemberRequest
from moderation.access import sessions as rules
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD"])
def questions(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A piece of page."""
    found = session_for(request.grants, slug, pk)
    context = {"asked": shown(request.grants, found), "session": found, "cohort": found.cohort}
    return render(request, "cohorts/_questions.html", context)


@open_to(Surface.WRITERS)
@require_POST
def ask(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = session_for(request.grants, slug, pk)
    rules.may_ask_session(request.grants, found, timezone.now()).require()
    form = QuestionForm(request.POST)
    if form.is_valid():
        ratelimits.require("post", request.grants.member_id)
        try:
            actions.ask(request.grants, found, **form.cleaned_data)
            return back(found)
        except Refused as refused:
            form.add_error("body", refused.sentence)
    return session_page(request, found, question_form=form, status=422)


@open_to(Surface.WRITERS)
@require_POST
def act(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Vote, or take the vote back; by who leads the session: answered, open again, away."""
    found = session_for(request.grants, slug, pk)
    form = ActForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    wish, who = form.cleaned_data["act"], request.grants
    if wish in {"vote", "unvote"}:
        actions.vote(who, found, number, on=wish == "vote")
    elif wish == "take_away":
        actions.take_away(who, found, number)
    else:
        actions.mark_answered(who, found, number, answered=wish == "answered")
    return back(found)


def back(found: Session) -> HttpResponse:
    return redirect(f"{reverse('session', args=[found.cohort.slug, found.pk])}#questions")
