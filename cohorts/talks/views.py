"""Pages of talks: all of mine, a new one, its people, reporting a message."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts import queries as rooms
from cohorts.models import Room
from cohorts.talks import actions, queries, shown
from cohorts.talks.forms import NewTalkForm, ReasonForm
from community import cursors, ratelimits
from community.members.models import Member
from community.members.profile import profiles
from community.members.request import MemberRequest
from community.text import plain
from moderation.access import talks as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent, Denied
from moderation.access.grants import Grants
from moderation.access.rooms import may_set_room
from moderation.access.standing import may_write
from moderation.actions import Refused


@open_to(Surface.MEMBERS)
@require_safe
def talks(request: MemberRequest) -> HttpResponse:
    found, more = queries.page_for(request.grants, cursors.read(request.GET.get("before", ""), UUID))
    last = found[-1] if more else None
    older = cursors.written(last.moved_at, last.pk) if last else ""  # type: ignore[attr-defined]
    context = {
        "talks": shown.cards(request.grants, found),
        "older": older,
        "may_write": bool(may_write(request.grants, timezone.now())),
    }
    return render(request, "cohorts/talks.html", context)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_talk(request: MemberRequest) -> HttpResponse:
    """One form: whom one finds is ticked; searching keeps what is ticked."""
    form = NewTalkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return new_page(request, form)
    if form.is_valid():
        chosen = queries.people_named(request.POST.getlist("with"))
        try:
            return redirect("room", actions.begin(request.grants, chosen, name=form.cleaned_data["name"]).pk)
        except (Refused, Denied) as error:
            form.add_error(None, str(error))
    return new_page(request, form, status=422)


def new_page(request: MemberRequest, form: NewTalkForm, *, status: int = 200) -> HttpResponse:
    who, given = request.grants, request.POST if request.method == "POST" else request.GET
    search = plain.clean_line(given.get("q", "")[:100])
    if search:
        ratelimits.require("search", who.member_id)
    chosen = [member for member in queries.people_named(given.getlist("with")) if member.pk != who.member_id]
    known = {member.pk for member in chosen}
    others = [member for member in queries.offered(who, search) if member.pk not in known]
    context = {
        "form": form,
        "search": search,
        "chosen": profiles(who, chosen),
        "others": profiles(who, others),
        "most": rules.MOST_PEOPLE - 1,
    }
    return render(request, "cohorts/new_talk.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def talk_with(request: MemberRequest, handle: str) -> HttpResponse:
    """ "Write to Fay": always to the same talk."""
    member, _ = queries.person_for(request.grants, handle)
    return redirect("room", actions.begin(request.grants, [member]).pk)


@open_to(Surface.MEMBERS)
@require_safe
def room_readers(request: MemberRequest, room_id: UUID) -> HttpResponse:
    return readers_page(request, rooms.room_for(request.grants, room_id))


def readers_page(request: MemberRequest, found: Room, *, trouble: str = "", status: int = 200) -> HttpResponse:
    """Who can read this room or talk; a talk's people by name, for those in it."""
    who, now = request.grants, timezone.now()
    talk = shown.talk_of(who, found) if found.cohort_id is None else None
    search = plain.clean_line(request.GET.get("q", "")[:100]) if talk and not talk.partner else ""
    context = {
        "room": found,
        "title": talk.title if talk else found.name,
        "talk": talk,
        "people": profiles(who, talk.people) if talk else [],
        "hearing": shown.readers_of(who, found, talk),
        "may_leave": bool(rules.may_leave_talk(who, found, now)),
        "full": bool(talk and len(talk.people) >= rules.MOST_PEOPLE),
        "search": search,
        "others": profiles(who, to_bring_in(who, talk, search)) if talk and search else [],
        "may_set": may_set_room(who, found, now),
        "now": now,
        "trouble": trouble,
    }
    return render(request, "cohorts/room_readers.html", context, status=status)


def to_bring_in(who: Grants, talk: shown.Talk, search: str) -> list[Member]:
    """Whom one finds by name or school, except those who are in it."""
    ratelimits.require("search", who.member_id)
    inside = {member.pk for member in talk.people}
    return [member for member in queries.offered(who, search) if member.pk not in inside]


@open_to(Surface.WRITERS)
@require_POST
def add_to_talk(request: MemberRequest, room_id: UUID) -> HttpResponse:
    found = queries.talk_for(request.grants, room_id)
    try:
        handle = plain.clean_line(request.POST.get("person", "")[:64]).removeprefix("@").lower()
        member, _ = queries.person_for(request.grants, handle)
        actions.add(request.grants, found, member)
    except Absent:
        return readers_page(request, found, trouble="No member has this handle. Search for their name.", status=422)
    return redirect("room_readers", room_id)


@open_to(Surface.MEMBERS)
@require_POST
def leave_talk(request: MemberRequest, room_id: UUID) -> HttpResponse:
    actions.leave(request.grants, queries.talk_for(request.grants, room_id))
    return redirect("talks")


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_message(request: MemberRequest, room_id: UUID, message_id: UUID) -> HttpResponse:
    found = queries.talk_for(request.grants, room_id)
    message = queries.message_in(request.grants, found, message_id)
    reporting = rules.may_report_message(request.grants, found, message, timezone.now())
    reporting.require_sight() if reporting.code == "no_access" else reporting.require()
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(request.grants, found, message, reason=form.cleaned_data["reason"])
            return redirect(f"{request.path}?sent=1")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    if form.errors:
        status = 422
    context = {"room": found, "message": message, "form": form, "sent": request.GET.get("sent") == "1"}
    return render(request, "cohorts/report.html", context, status=status)
