"""Pages of a cohort's programme: the list with one's ticks, writing it, and how far everybody is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.models import Milestone
from cohorts.programme import actions, queries
from cohorts.programme.forms import OPENING, MilestoneForm, written_in
from cohorts.queries import cohort_for
from community import cursors
from community.members.request import MemberRequest
from moderation.access import cohorts as year
from moderation.access import programme as rules
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused


@open_to(Surface.MEMBERS)
@require_safe
def programme(request: MemberRequest, slug: str) -> HttpResponse:
    who, now = request.grants, timezone.now()
    cohort = cohort_for(who, slug)
    found, done = queries.milestones_for(who, cohort, now), queries.done_by(who, cohort)
    for milestone in found:
        milestone.cohort = cohort  # the row that is here already
    takes_part = cohort.pk in who.cohort_ids - who.facilitated_ids
    may_lead = year.may_lead_cohort(who, cohort, now)
    opened = [m for m in found if m.opens_at is not None and m.opens_at <= now]
    context = {
        "cohort": cohort,
        "lines": [(m, m.pk in done, takes_part and bool(rules.may_tick(who, m, now)), m in opened) for m in found],
        "done": sum(m.pk in done for m in found),
        "takes_part": takes_part,
        "together": queries.together(cohort, opened) if may_lead else None,
        "may_keep": rules.may_keep_programme(who, cohort, now),
        "may_lead": may_lead,
        "today": timezone.localdate(),
    }
    return render(request, "cohorts/programme.html", context)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_milestone(request: MemberRequest, slug: str) -> HttpResponse:
    cohort = cohort_for(request.grants, slug)
    rules.may_keep_programme(request.grants, cohort, timezone.now()).require()
    form = MilestoneForm(request.POST or None, cohort=cohort, initial={"opening": "hidden"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(request.grants, cohort, form.written())
            return redirect("programme", slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"cohort": cohort, "form": form, "milestone": None, "openings": OPENING}
    return render(request, "cohorts/milestone_form.html", context, status=422 if form.errors else 200)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Change it; with `act` move or remove it."""
    found = kept_by(request, slug, number)
    act = request.POST.get("act", "")
    if act in {"up", "down"}:
        actions.move(request.grants, found, up=act == "up")
    elif act == "remove":
        actions.remove(request.grants, found)
    else:
        form = MilestoneForm(
            request.POST or None, cohort=found.cohort, since=found.opens_at, initial=written_in(found)
        )  # fmt: skip
        if request.method != "POST" or not form.is_valid():
            context = {"cohort": found.cohort, "form": form, "milestone": found, "openings": OPENING}
            return render(request, "cohorts/milestone_form.html", context, status=422 if form.errors else 200)
        actions.change(request.grants, found, form.written())
    return redirect("programme", slug)


def kept_by(request: MemberRequest, slug: str, number: int) -> Milestone:
    now = timezone.now()
    found = queries.milestone_for(request.grants, slug, number, now)
    rules.may_keep_programme(request.grants, found.cohort, now).require()
    return found


@open_to(Surface.WRITERS)
@require_POST
def tick_milestone(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    found = queries.milestone_for(request.grants, slug, number, timezone.now())
    actions.tick(request.grants, found, done=request.POST.get("off") != "1")
    return redirect("programme", slug)


@open_to(Surface.WRITERS)
@require_safe
def progress(request: MemberRequest, slug: str) -> HttpResponse:
    """Members and milestones, and a bar for each milestone; people in keyset pages."""
    who, now = request.grants, timezone.now()
    cohort = cohort_for(who, slug)
    year.may_lead_cohort(who, cohort, now).require()
    found = queries.members_of(cohort, cursors.read(request.GET.get("after", ""), cursors.number))
    page = found[: queries.PAGE]
    milestones = queries.milestones_for(who, cohort, now)
    ticks = queries.ticks_of(cohort, [enrollment.member_id for enrollment in page])
    people, done = queries.totals(cohort)
    context = {
        "cohort": cohort,
        "milestones": milestones,
        "bars": [(m, done.get(m.pk, 0), round(100 * done.get(m.pk, 0) / people) if people else 0) for m in milestones],
        "people": people,
        "lines": [(e.member, [(e.member_id, m.pk) in ticks for m in milestones]) for e in page],
        "more": cursors.written(page[-1].since, page[-1].pk) if len(found) > queries.PAGE else "",
    }
    return render(request, "cohorts/progress.html", context)


@open_to(Surface.MEMBERS)
@require_POST
def dismiss_welcome(request: MemberRequest, slug: str) -> HttpResponse:
    actions.dismiss_welcome(request.grants, cohort_for(request.grants, slug))
    return redirect("cohort", slug)
