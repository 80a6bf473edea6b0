"""After a session, for those who lead it: recording, notes, who was there. And hours: one's own, and a cohort's."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from cohorts.attendance import actions, hours, queries
from cohorts.attendance.forms import AfterForm, MarksForm
from cohorts.models import Cohort, Session
from cohorts.queries import cohort_for
from cohorts.sessions.queries import session_for
from community.members.request import MemberRequest
from moderation.access import cohorts as year
from moderation.access import sessions as rules
from moderation.access.audience import Surface, open_to
from moderation.access.grants import Grants
from moderation.actions import Refused


def found_for(request: MemberRequest, slug: str, pk: UUID) -> Session:
    found = session_for(request.grants, slug, pk)
    rules.may_record_session(request.grants, found, timezone.now()).require()
    return found


@open_to(Surface.WRITERS)
@require_safe
def after(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    return after_page(request, found_for(request, slug, pk))


def after_page(
    request: MemberRequest,
    found: Session,
    form: AfterForm | None = None,
    marks: MarksForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    people, trail = queries.people_of(found), queries.trail_of(found)
    initial = {f"mark-{pk}": rows[0].mark for pk, rows in trail.items()}
    marks = marks or MarksForm(people=[member.pk for member in people], initial=initial)
    context = {
        "session": found,
        "cohort": found.cohort,
        "form": form or AfterForm(initial={"recording": found.recording, "notes": found.notes}),
        "marks": marks,
        "lines": [(member, marks[f"mark-{member.pk}"], trail.get(member.pk, [])) for member in people],
        "marked": bool(trail),
    }
    return render(request, "cohorts/session_after.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def keep(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = found_for(request, slug, pk)
    form = AfterForm(request.POST)
    if not form.is_valid():
        return after_page(request, found, form, status=422)
    actions.keep_after(request.grants, found, **form.cleaned_data)
    return redirect("session", slug, pk)


@open_to(Surface.WRITERS)
@require_POST
def mark(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = found_for(request, slug, pk)
    form = MarksForm(request.POST, people=[member.pk for member in queries.people_of(found)])
    if form.is_valid():
        try:
            actions.mark(request.grants, found, marks=form.marks(), reason=form.cleaned_data["reason"])
            return redirect("session_after", slug, pk)
        except Refused as refused:
            form.add_error("reason", refused.sentence)
    return after_page(request, found, marks=form, status=422)


# ---- hours ----------------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_safe
def my_hours(request: MemberRequest) -> HttpResponse:
    found = queries.hours_of(request.grants)
    context = {
        "rows": [(row.session, sees(request.grants, row.session)) for row in found],
        "total": hours.in_words(sum(row.session.minutes for row in found)),
    }
    return render(request, "cohorts/my_hours.html", context)


@open_to(Surface.WRITERS)
@require_safe
def cohort_hours(request: MemberRequest, slug: str) -> HttpResponse:
    cohort = led(request, slug)
    lines = [(line, hours.in_words(line.minutes)) for line in queries.hours_in(cohort)]
    return render(request, "cohorts/hours.html", {"cohort": cohort, "lines": lines})


@open_to(Surface.WRITERS)
@require_safe
def cohort_hours_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The same for a spreadsheet."""
    cohort = led(request, slug)
    file = hours.written(cohort, queries.hours_in(cohort), timezone.localtime())
    answer = HttpResponse(file, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"hours-{cohort.slug}.csv") or ""
    return answer


def led(request: MemberRequest, slug: str) -> Cohort:
    cohort = cohort_for(request.grants, slug)
    year.may_lead_cohort(request.grants, cohort, timezone.now()).require()
    return cohort


def sees(who: Grants, session: Session) -> bool:
    return bool(rules.may_see_session(who, session))
