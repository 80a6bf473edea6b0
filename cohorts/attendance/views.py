"""After a session, for those who lead it: recording, notes, who was there. And hours: one's own, and a cohort's."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.attendance import actions, hours, ledger, queries
from cohorts.attendance.counting import NOTHING, Counted
from cohorts.attendance.forms import AfterForm, MarksForm
from cohorts.attendance.ledger import Entry, sums
from cohorts.models import Attendance, Cohort, Session
from cohorts.queries import cohort_for
from cohorts.sessions.queries import session_for
from community.files.views import as_attachment
from community.members.models import Member
from community.members.request import MemberRequest
from community.text import sheets
from moderation.access import cohorts as year
from moderation.access import hours as rules_of_hours
from moderation.access import sessions as rules
from moderation.access.audience import Surface, open_to
from moderation.access.grants import Grants
from moderation.access.standing import may_write
from moderation.actions import Refused


def found_for(request: MemberRequest, slug: str, pk: UUID) -> Session:
    found = session_for(request.grants, slug, pk)
    rules.may_record_session(request.grants, found, timezone.now()).require()
    return found


class Line(NamedTuple):
    """One person: what can be chosen, what counts now, and how it came to that."""

    member: Member
    mark: BoundField
    minutes: BoundField
    counted: Counted
    trail: list[Attendance]
    alone: list[str]


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
    initial: dict[str, object] = {f"mark-{pk}": rows[0].mark for pk, rows in trail.items()}
    initial |= {f"minutes-{pk}": rows[0].minutes for pk, rows in trail.items()}
    marks = marks or MarksForm(people=[member.pk for member in people], longest=found.minutes, initial=initial)
    counted, alone = ledger.of_session(found), queries.trail_by_itself(found)
    context = {
        "session": found,
        "cohort": found.cohort,
        "form": form or AfterForm(initial={"recording": found.recording, "notes": found.notes}),
        "marks": marks,
        "lines": [
            Line(
                m,
                marks[f"mark-{m.pk}"],
                marks[f"minutes-{m.pk}"],
                counted.get(m.pk, NOTHING),
                trail.get(m.pk, []),
                alone.get(m.pk, []),
            )
            for m in people
        ],
        "marked": bool(trail) or bool(alone),
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
    people = [member.pk for member in queries.people_of(found)]
    form = MarksForm(request.POST, people=people, longest=found.minutes)
    if form.is_valid():
        given = {"marks": form.marks(), "minutes": form.minutes(), "reason": form.cleaned_data["reason"]}
        try:
            actions.mark(request.grants, found, **given)
            return redirect("session_after", slug, pk)
        except Refused as refused:
            form.add_error("reason", refused.sentence)
    return after_page(request, found, marks=form, status=422)


# ---- hours ----------------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_safe
def my_hours(request: MemberRequest) -> HttpResponse:
    found = queries.hours_of(request.grants)
    cohorts: dict[int, tuple[Cohort, list[Entry]]] = {}
    for entry in found:
        cohorts.setdefault(entry.session.cohort_id, (entry.session.cohort, []))[1].append(entry)
    context = {
        "rows": [(e, sees(request.grants, e.session), hours.in_words(e.counted.minutes)) for e in found],
        "total": hours.in_words(sum(entry.counted.minutes for entry in found)),
        "cohorts": [(cohort, summed(request.grants, rows)) for cohort, rows in cohorts.values()],
        "may_certify": may_write(request.grants, timezone.now()),
    }
    return render(request, "cohorts/my_hours.html", context)


def summed(who: Grants, rows: list[Entry]) -> list[tuple[str, str]]:
    """By category, and the whole."""
    total = sums(rows)[who.member_id]
    lines = [(name, hours.in_words(minutes)) for name, minutes in total.categories.items()]
    return [*lines, ("Total", hours.in_words(total.minutes))]


@open_to(Surface.WRITERS)
@require_safe
def cohort_hours(request: MemberRequest, slug: str) -> HttpResponse:
    cohort = led(request, slug)
    lines = queries.hours_in(cohort)
    names = queries.names_in(lines, cohort)
    context = {
        "cohort": cohort,
        "names": names,
        "may_arrange": rules_of_hours.may_arrange_hours(request.grants, cohort, timezone.now()),
        "lines": [
            (n, hours.in_words(n.minutes), [hours.in_words(n.categories.get(c, 0)) for c in names]) for n in lines
        ],
    }
    return render(request, "cohorts/hours.html", context)


@open_to(Surface.WRITERS)
@require_safe
def cohort_hours_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The same for a spreadsheet."""
    cohort = led(request, slug)
    lines = queries.hours_in(cohort)
    file = hours.written(cohort, lines, queries.names_in(lines, cohort), timezone.localtime())
    return as_attachment(file, f"hours-{cohort.slug}.csv", sheets.MEDIA_TYPE)


def led(request: MemberRequest, slug: str) -> Cohort:
    cohort = cohort_for(request.grants, slug)
    year.may_lead_cohort(request.grants, cohort, timezone.now()).require()
    return cohort


def sees(who: Grants, session: Session) -> bool:
    return bool(rules.may_see_session(who, session))
