"""Pages of live sessions: the list, one session, saying whether one comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts import queries as cohorts
from cohorts.attendance import queries as attendance
from cohorts.attendance.forms import WordForm
from cohorts.attendance.hours import in_words
from cohorts.questions import shown as questions
from cohorts.questions.forms import QuestionForm
from cohorts.sessions import actions, calendar, notices, queries, shown
from cohorts.sessions.forms import AnswerForm, ZoneForm, zone_choices
from cohorts.sessions.models import Session
from community import cursors
from community.files.views import as_attachment
from community.members.request import MemberRequest
from community.notifications import actions as bell
from moderation.access import hours, rooms
from moderation.access import sessions as rules
from moderation.access.audience import Surface, open_to
from moderation.access.grants import Grants


@open_to(Surface.MEMBERS)
@require_safe
def sessions(request: MemberRequest, slug: str) -> HttpResponse:
    """What is to come, soonest first, or with ?show=earlier what was, newest first; keyset pages."""
    return sessions_page(request, slug)


def sessions_page(
    request: MemberRequest, slug: str, zone_form: ZoneForm | None = None, *, status: int = 200
) -> HttpResponse:
    who, now = request.grants, timezone.now()
    cohort = cohorts.cohort_for(who, slug)
    past = request.GET.get("show") == "earlier"
    cursor = cursors.read(request.GET.get("after", ""), UUID)
    found = (queries.earlier if past else queries.upcoming)(who, cohort, now, cursor)
    page = found[: queries.PAGE]
    on = [] if past or cursor else queries.running(who, cohort, now)
    context = {
        "cohort": cohort,
        "lines": shown.lines(who, cohort, [*on, *page], now),
        "past": past,
        "more": cursors.written(page[-1].starts_at, page[-1].pk) if len(found) > queries.PAGE else "",
        "may_schedule": rules.may_schedule_session(who, cohort, now),
        "zone_form": zone_form or ZoneForm(initial={"zone": cohort.zone}),
        "zones": zone_choices(cohort.zone),
    }
    return render(request, "cohorts/sessions.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def set_zone(request: MemberRequest, slug: str) -> HttpResponse:
    cohort = cohorts.cohort_for(request.grants, slug)
    form = ZoneForm(request.POST)
    rules.may_schedule_session(request.grants, cohort, timezone.now()).require()
    if not form.is_valid():
        return sessions_page(request, slug, form, status=422)
    actions.set_zone(request.grants, cohort, form.cleaned_data["zone"])
    return redirect("cohort_sessions", slug)


@open_to(Surface.MEMBERS)
@require_safe
def session(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = queries.session_for(request.grants, slug, pk)
    bell.mark_read_at(request.grants.member_id, notices.place_of(found))
    return session_page(request, found)


def session_page(
    request: MemberRequest,
    found: Session,
    form: AnswerForm | None = None,
    *,
    question_form: QuestionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    who, now = request.grants, timezone.now()
    [line] = shown.lines(who, found.cohort, [found], now)
    link = rules.may_see_meeting_link(who, found, now)
    context: dict[str, Any] = {
        "session": found,
        "cohort": found.cohort,
        "line": line,
        "link": found.link if link else "",
        "link_later": bool(found.link) and link.code == "not_near",
        **the_room(found, now),
        "may_answer": rules.may_answer_session(who, found, now),
        "may_change": rules.may_change_session(who, found, now),
        "coming": queries.coming(found) if rules.may_see_answers(who, found) else None,
        "may_record": rules.may_record_session(who, found, now),
        "my_mark": attendance.mark_of(who, found) if line.over else "",
        **being_there(who, found, now),
        "asked": questions.shown(who, found),
        "question_form": question_form or QuestionForm(),
        "form": form or AnswerForm(),
    }
    return render(request, "cohorts/session.html", context, status=status)


def the_room(found: Session, now: datetime) -> dict[str, Any]:
    room = getattr(found, "room", None)
    return {
        "room": room,
        "room_when": rooms.time_of(room, now) if room else "",
        "room_opens": shown.opening(room) if room else "",
    }


def being_there(who: Grants, found: Session, now: datetime) -> dict[str, Any]:
    """The code word, presence, and what it comes to, for whom they are."""
    typing, leading = hours.may_type_word(who, found, now), rules.may_hold_session(who, found, now)
    mine = bool(typing) or (found.cohort_id in who.cohort_ids and now >= found.starts_at)
    counted = attendance.counted_for(who, found) if mine and found.state == Session.State.SCHEDULED else None
    return {
        "may_type_word": typing,
        "may_show_word": hours.may_show_word(who, found, now),
        "is_counted": hours.may_be_counted(who, found, now),
        "my_hours": counted,
        "my_time": in_words(counted.minutes) if counted else "",
        "word_form": WordForm(),
        "under": [("", "No category"), *((c.pk, str(c)) for c in attendance.categories_of(found.cohort))]
        if leading
        else [],
    }


@open_to(Surface.WRITERS)
@require_POST
def answer(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    found = queries.session_for(request.grants, slug, pk)
    form = AnswerForm(request.POST)
    rules.may_answer_session(request.grants, found, timezone.now()).require()
    if not form.is_valid():
        return session_page(request, found, form, status=422)
    actions.answer(request.grants, found, going=form.cleaned_data["answer"] == "going")
    return redirect("session", slug, pk)


@open_to(Surface.MEMBERS)
@require_safe
def session_file(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """This one session for a calendar."""
    found = queries.session_for(request.grants, slug, pk)
    return as_attachment(calendar.single(found), f"session-{found.starts_at:%Y-%m-%d}.ics", calendar.CONTENT_TYPE)
