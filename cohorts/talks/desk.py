"""What moderators see of talks: what was reported, and what two of them look at together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cohorts import queries as rooms
from cohorts.models import TalkLook
from cohorts.talks import actions, queries
from cohorts.talks.forms import LookForm, ReasonForm
from community import cursors, ratelimits
from community.members.models import Member
from community.members.profile import Profile, profiles
from community.members.queries import find_person, names_of
from community.members.request import MemberRequest
from community.notifications import actions as bell
from community.text import plain
from moderation.access import talks as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.access.rooms import EVERYTHING
from moderation.actions import Refused

ON_A_PAGE = 30
MOST_MEANT = 12
NO_SUCH = "No member has this name, email or handle."
WHOM = "Choose whom you mean."


@open_to(Surface.MODERATORS)
@require_safe
def talk_reports(request: MemberRequest) -> HttpResponse:
    """The newest first."""
    found, before = queries.reports_for(request.grants), cursors.read(request.GET.get("before", ""), UUID)
    if before is not None:
        found = found.filter(cursors.before("at", before))
    rows = list(found[: ON_A_PAGE + 1])
    older = cursors.written(rows[ON_A_PAGE - 1].at, rows[ON_A_PAGE - 1].pk) if len(rows) > ON_A_PAGE else ""
    return render(request, "cohorts/reports.html", {"reports": rows[:ON_A_PAGE], "older": older})


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def talk_report(request: MemberRequest, pk: UUID) -> HttpResponse:
    report = queries.report_for(request.grants, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(request.grants, report, outcome=form.cleaned_data["reason"])
            return redirect("talk_report", pk)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    bell.mark_read_at(request.grants.member_id, actions.place_of_report(report))
    names = names_of({word["author"] for word in report.words})
    context = {
        "report": report,
        "words": [{**word, "name": names.get(word["author"], "A former member")} for word in report.words],
        "may_close": rules.may_close_report(request.grants, report, timezone.now()),
        "form": form,
    }
    return render(request, "cohorts/talk_report.html", context, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def talk_looks(request: MemberRequest) -> HttpResponse:
    """Ask for one, and those there were."""
    named = {"one": request.GET.get("one", "")[:254], "other": request.GET.get("other", "")[:254]}
    form = LookForm(request.POST) if request.method == "POST" else LookForm(initial=named)
    meant: dict[str, list[Profile]] = {}
    if request.method == "POST" and form.is_valid():
        people = {name: meant_by(request, form.cleaned_data[name]) for name in named}
        meant = {name: profiles(request.grants, found) for name, found in people.items() if isinstance(found, list)}
        try:
            if not meant:
                made = actions.ask_look(request.grants, **people, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
                return redirect("talk_look", made.pk)
            for name, found in meant.items():
                form.add_error(name, WHOM if found else NO_SUCH)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"form": form, "meant": meant, "looks": queries.looks_for(request.grants, ON_A_PAGE)}
    return render(request, "cohorts/looks.html", context, status=422 if form.errors else 200)


def meant_by(request: MemberRequest, text: str) -> Member | list[Member]:
    """Who has this email or handle; else those a name or school finds, to choose from."""
    try:
        return find_person(text)
    except Absent:
        ratelimits.require("search", request.grants.member_id)
        return queries.offered(request.grants, plain.clean_line(text)[:100])[:MOST_MEANT]


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def talk_look(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The question, the answer, and for a day what was said."""
    look = queries.look_for(request.grants, pk)
    if request.method == "POST":
        actions.decide_look(request.grants, look, agreed=request.POST.get("agree") == "1")
        return redirect("talk_look", pk)
    bell.mark_read_at(request.grants.member_id, actions.place_of_look(look))
    now = timezone.now()
    context = {
        "look": look,
        "may_decide": bool(rules.may_decide_look(request.grants, look, now)),
        **seen(request, look),
    }
    return render(request, "cohorts/look.html", context)


def seen(request: MemberRequest, look: TalkLook) -> dict[str, Any]:
    """A page of the talk, the newest last. Asked of the rules each time it is shown."""
    looking = rules.may_look(request.grants, look, timezone.now())
    room = queries.looked_at(look) if looking else None
    until = look.decided_at + rules.LOOKS_FOR if look.decided_at else None
    if room is None:
        return {"looking": looking, "room": None, "rows": [], "older": 0, "until": until}
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 16 else room.rev + 1
    page = rooms.before(room.pk, before, EVERYTHING, ON_A_PAGE)
    names = names_of({row["author_id"] for row in page.rows})
    rows = [{**row, "name": names[row["author_id"]]} for row in page.rows]
    return {
        "looking": looking,
        "room": room,
        "rows": rows,
        "older": rows[0]["seq"] if page.before else 0,
        "until": until,
    }
