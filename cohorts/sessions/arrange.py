"""Pages for those who lead a cohort: schedule a session, change it, cancel it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts import queries as cohorts
from cohorts.models import Cohort
from cohorts.sessions import actions, queries
from cohorts.sessions.forms import CancelForm, ScheduleForm, SessionForm, written_in, zone_words
from cohorts.sessions.shown import lines
from community.members.request import MemberRequest
from moderation.access import sessions as rules
from moderation.access.audience import Surface, open_to


def hosts(request: MemberRequest, cohort: Cohort, host_id: int | None = None) -> list[tuple[int, str]]:
    return [(member.pk, member.name) for member in queries.hosts_for(request.grants, cohort, host_id)]


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: MemberRequest, slug: str) -> HttpResponse:
    cohort = cohorts.cohort_for(request.grants, slug)
    rules.may_schedule_session(request.grants, cohort, timezone.now()).require()
    leading = hosts(request, cohort)
    initial = {"host": request.grants.member_id}
    form = ScheduleForm(request.POST or None, zone=cohort.zone, hosts=leading, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = actions.schedule(request.grants, cohort, form.plan(), form.repeat())
        return redirect("cohort_sessions", slug) if made.series_id else redirect("session", slug, made.pk)
    context = {"cohort": cohort, "form": form, "hosts": leading, "session": None, "zone": zone_words(cohort.zone)}
    return render(request, "cohorts/session_form.html", context, status=422 if form.errors else 200)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = queries.session_for(request.grants, slug, pk)
    rules.may_change_session(request.grants, found, timezone.now()).require()
    leading = hosts(request, found.cohort, found.host_id)
    form = SessionForm(request.POST or None, zone=found.cohort.zone, hosts=leading, initial=written_in(found))
    if request.method == "POST" and form.is_valid():
        actions.change(request.grants, found, form.plan())
        return redirect("session", slug, pk)
    context = {"cohort": found.cohort, "form": form, "hosts": leading, "session": found}
    context |= {"zone": zone_words(found.cohort.zone)}
    return render(request, "cohorts/session_form.html", context, status=422 if form.errors else 200)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks why first: those who come are told."""
    found = queries.session_for(request.grants, slug, pk)
    now = timezone.now()
    rules.may_change_session(request.grants, found, now).require()
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.cancel(request.grants, found, reason=given["reason"], rest=given["rest"])
        return redirect("session", slug, pk)
    [line] = lines(request.grants, found.cohort, [found], now)
    context = {"cohort": found.cohort, "session": found, "line": line, "form": form}
    return render(request, "cohorts/session_cancel.html", context, status=422 if form.errors else 200)
