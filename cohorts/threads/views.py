"""The page of a message and its replies, shown beside its room, too; and saying something without scripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts import actions, wire
from cohorts import queries as rooms
from cohorts.forms import SayForm
from cohorts.talks.shown import talk_of
from cohorts.threads import queries
from cohorts.views import room_page
from community.db import one_moment
from community.live.protocol import Refusal
from community.members import epoch
from community.members.queries import audience_sizes
from community.members.request import MemberRequest
from moderation.access import rooms as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent


@open_to(Surface.MEMBERS)
@require_safe
def room_replies(request: MemberRequest, room_id: UUID, message_id: UUID) -> HttpResponse:
    return thread_page(request, room_id, message_id, SayForm())


def thread_page(
    request: MemberRequest, room_id: UUID, message_id: UUID, form: SayForm, *, status: int = 200
) -> HttpResponse:
    """Whichever message of it is named. A room that is open asks for the part it shows beside itself."""
    who = request.grants
    with one_moment():
        room = rooms.room_for(who, room_id)
        at, beyond = epoch.current(), rules.begins(who, room)
        talk = talk_of(who, room) if room.cohort_id is None else None
        thread = queries.thread_of(room, message_id, beyond, earlier_than(request))
        rows = [thread.first, *thread.replies] if thread.first else thread.replies
        messages = wire.messages(at, room.cohort_id, rows)
    first, root = messages[0] if thread.first else None, str(thread.root)
    can_say = rules.may_say(who, room, timezone.now())
    context: dict[str, Any] = {
        "room": room,
        "title": talk.title if talk else room.name,
        "readers": talk.readers if talk else audience_sizes(at).of(rules.audience_of(room), room.cohort_id),
        "thread": thread,
        "first": first,
        "replies": [plainly(message, root) for message in messages if message is not first],
        "state": {
            "root": root,
            "answers": thread.answers and str(thread.answers),
            "count": thread.count,
            "messages": messages,
        },
        "named": message_id,
        "blocked": who.blocked_ids,
        "can_say": can_say if thread.answers or not can_say else rules.BEFORE,
        "form": form,
    }
    beside = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "cohorts/thread_beside.html" if beside else "cohorts/thread.html", context, status=status)


def plainly(message: dict[str, Any], root: str) -> dict[str, Any]:
    """What answers the message above it need not say so."""
    answered = message.get("reply_to")
    return {**message, "reply_to": None} if answered and answered["id"] == root else message


def earlier_than(request: MemberRequest) -> int | None:
    """The place a link to earlier replies names."""
    seq = request.GET.get("before", "")
    return int(seq) if seq.isdecimal() and len(seq) < 16 else None


@open_to(Surface.WRITERS)
@require_POST
def say(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """Without scripts; with them the wire is used."""
    rooms.room_for(request.grants, room_id)
    form = SayForm(request.POST)
    if not form.is_valid():
        return not_said(request, room_id, form)
    try:
        actions.say(request.grants.member_id, room_id, **form.cleaned_data)
    except Refusal as refusal:
        form.refused(refusal)
        return not_said(request, room_id, form)
    answered = form.cleaned_data["reply_to"]
    if not answered:
        return redirect("room", room_id)
    response = redirect("room_replies", room_id, answered)
    response["Location"] += "#reply"
    return response


def not_said(request: MemberRequest, room_id: UUID, form: SayForm) -> HttpResponse:
    """The page it was written on, with what was written; the room's where that one is no more."""
    answered = form.cleaned_data.get("reply_to")
    try:
        if answered:
            return thread_page(request, room_id, answered, form, status=422)
    except Absent:
        pass
    return room_page(request, room_id, form, status=422)
