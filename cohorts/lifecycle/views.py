"""Pages of a cohort's year: what those outside see of it, asking for a place, and the page of those who lead it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts import queries as cohorts
from cohorts.arranging import kinds
from cohorts.lifecycle import actions, notices, queries
from cohorts.lifecycle.forms import AskForm, MoveForm, PlacesForm, RollForm, next_name
from cohorts.lifecycle.words import STAGES, step
from cohorts.models import Cohort
from community import ratelimits
from community.members.request import MemberRequest
from community.notifications import actions as bell
from moderation.access import cohorts as rules
from moderation.access.audience import Surface, open_to


def card(request: MemberRequest, found: Cohort, form: AskForm, *, status: int = 200) -> HttpResponse:
    """What somebody sees who is not in it: what it is about, and how to ask. Nobody's name."""
    mine = queries.request_of(request.grants.member_id, found)
    context: dict[str, Any] = {
        "cohort": found,
        "free": queries.free_places(found),
        "mine": mine,
        "before": queries.before_in_line(mine) if mine is not None and mine.state == queries.State.WAITING else 0,
        "may_ask": rules.may_ask_for_place(request.grants, found, timezone.now()),
        "form": form,
    }
    return render(request, "cohorts/card.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def ask(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask for a place, or with `take_back` no longer."""
    found = queries.page_for(request.grants, slug)
    if request.POST.get("take_back"):
        actions.take_back(request.grants, found)
        return redirect("cohort", slug)
    rules.may_ask_for_place(request.grants, found, timezone.now()).require()
    form = AskForm(request.POST)
    if not form.is_valid():
        return card(request, found, form, status=422)
    ratelimits.require("post", request.grants.member_id)
    actions.ask(request.grants, found, words=form.cleaned_data["words"])
    return redirect("cohort", slug)


@open_to(Surface.WRITERS)
@require_safe
def lead(request: MemberRequest, slug: str) -> HttpResponse:
    found = cohorts.cohort_for(request.grants, slug)
    rules.may_lead_cohort(request.grants, found, timezone.now()).require()
    bell.mark_read_at(request.grants.member_id, notices.place_of(found))
    return lead_page(request, found)


def lead_page(
    request: MemberRequest, found: Cohort, form: PlacesForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Where it stands and where it can go, who asks, how many places there are."""
    who, now = request.grants, timezone.now()
    steps = [state for state in rules.NEXT[found.state] if rules.may_move_cohort(who, found, state, now)]
    given = {"places": found.places, "asks_while_running": found.asks_while_running}
    context: dict[str, Any] = {
        "cohort": found,
        "stage": STAGES[found.state],
        "steps": [(state, step(found.state, state), STAGES[state].means) for state in steps],
        "requests": queries.standing_requests(found),
        "may_answer": rules.may_answer_request(who, found, now),
        "may_roll": rules.may_roll_forward(who, found, now),
        "taken": queries.taken(found),
        "free": queries.free_places(found),
        "form": form or PlacesForm(initial=given),
    }
    return render(request, "cohorts/lead.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def move(request: MemberRequest, slug: str) -> HttpResponse:
    found = cohorts.cohort_for(request.grants, slug)
    rules.may_lead_cohort(request.grants, found, timezone.now()).require()
    form = MoveForm(request.POST)
    if not form.is_valid():
        return lead_page(request, found, status=422)
    actions.move(request.grants, found, state=form.cleaned_data["state"])
    return redirect("lead_cohort", slug)


@open_to(Surface.WRITERS)
@require_POST
def places(request: MemberRequest, slug: str) -> HttpResponse:
    found = cohorts.cohort_for(request.grants, slug)
    rules.may_lead_cohort(request.grants, found, timezone.now()).require()
    form = PlacesForm(request.POST)
    if not form.is_valid():
        return lead_page(request, found, form, status=422)
    actions.set_places(request.grants, found, **form.cleaned_data)
    return redirect("lead_cohort", slug)


@open_to(Surface.WRITERS)
@require_POST
def answer(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """Yes or no to somebody who asks for a place."""
    found = cohorts.cohort_for(request.grants, slug)
    rules.may_lead_cohort(request.grants, found, timezone.now()).require()
    actions.answer(request.grants, queries.request_by(found, handle), yes=request.POST.get("answer") == "yes")
    return redirect("lead_cohort", slug)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def roll_forward(request: MemberRequest, slug: str) -> HttpResponse:
    """Next year's cohort, as a draft, from this one."""
    found = cohorts.cohort_for(request.grants, slug)
    rules.may_roll_forward(request.grants, found, timezone.now()).require()
    leading = [(e.member_id, e.member.name) for e in queries.facilitators_of(found)]
    initial = {"name": next_name(found.name), "facilitators": [pk for pk, _ in leading], "sessions": True}
    form = RollForm(request.POST or None, leading=leading, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.roll_forward(
            request.grants, found, name=given["name"], facilitator_ids=given["facilitators"], sessions=given["sessions"]
        )
        return redirect("cohort", made.slug)
    context = {
        "cohort": found,
        "form": form,
        "leading": leading,
        "chosen": {str(pk) for pk in form["facilitators"].value() or []},
        "rooms": [r.name for r in cohorts.rooms_in(request.grants, found, timezone.now()) if r.kind != kinds.SESSION],
        "meetings": len(queries.of_series(found)),
    }
    return render(request, "cohorts/roll_forward.html", context, status=422 if form.errors else 200)


@open_to(Surface.MEMBERS)
@require_safe
def earlier(request: MemberRequest) -> HttpResponse:
    """Archived cohorts, which stand nowhere else."""
    return render(request, "cohorts/earlier.html", {"cohorts": list(queries.earlier_for(request.grants))})
