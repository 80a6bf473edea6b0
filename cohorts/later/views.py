"""Sending a message later: when, and the page of all that wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cohorts import queries as rooms
from cohorts.later import actions, queries
from cohorts.later.forms import FARTHEST, LaterForm, begun, written_in
from cohorts.later.models import LaterMessage
from cohorts.later.notices import place_of
from cohorts.models import Room
from cohorts.talks.queries import give_both
from community.live.protocol import MAX_BODY
from community.members.request import MemberRequest
from community.notifications import actions as bell
from community.text import chat, plain, privacy
from moderation.access import rooms as rules
from moderation.access.audience import Surface, open_to
from moderation.access.standing import may_write
from moderation.actions import Refused


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send_later(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """From the room's own box come words without a time: the page asks for it."""
    found = rooms.room_for(request.grants, room_id)
    give_both(request.grants.epoch, [found])
    rules.may_say(request.grants, found, timezone.now()).require()
    if "day" not in request.POST:
        body = plain.clean(request.POST.get("body", ""))[:MAX_BODY]
        return form_page(request, found, LaterForm(initial=begun(body)))
    form = LaterForm(request.POST)
    if not form.is_valid():
        return form_page(request, found, form, status=422)
    if form.seen():
        return form_page(request, found, *guarded(request, form))
    given = form.cleaned_data
    try:
        actions.plan(request.grants, found, body=given["body"], at=form.moment(), looked=given["looked"])
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return form_page(request, found, form, status=422)
    response = redirect("later_messages")
    response["Location"] += f"?planned={room_id}"
    return response


@open_to(Surface.MEMBERS)
@require_safe
def later_messages(request: MemberRequest) -> HttpResponse:
    """Only one's own, and at most as many as may wait."""
    found = list(queries.of_member(request.grants))
    names = queries.names(request.grants, [one.room for one in found])
    rows = [
        {"one": one, "room": names[one.room_id], "there": names[one.room_id] != queries.NO_ROOM,
         "excerpt": plain.shorten(plain.from_html(chat.render(one.body, {})), 200)}
        for one in found
    ]  # fmt: skip
    writing = may_write(request.grants, timezone.now())
    planned = next((str(one.room_id) for one in found if str(one.room_id) == request.GET.get("planned")), "")
    context = {"rows": rows, "most": queries.MOST, "planned": planned, "writing": writing}
    return render(request, "cohorts/later_messages.html", context)


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def later_message(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change it, send it now (now=1), or take it back (off=1), which they may who cannot write any more."""
    found = queries.own(request.grants, pk)
    bell.mark_read_at(request.grants.member_id, place_of(pk))
    if request.method != "POST":
        seen = privacy.look(found.body) if found.why and not found.looked else []
        return form_page(request, found.room, LaterForm(initial=written_in(found)), seen=seen, found=found)
    now = request.POST.get("now")
    if request.POST.get("off") or (now and "body" not in request.POST):
        return act(request, found)
    form = LaterForm(request.POST, timed=not (now or request.POST.get("soften")))
    if not form.is_valid():
        return form_page(request, found.room, form, found=found, status=422)
    if form.seen():
        return form_page(request, found.room, *guarded(request, form), found=found)
    given = form.cleaned_data
    words = {"body": given["body"], "looked": given["looked"]}
    try:
        if now:
            return redirect("room", actions.send_now(request.grants, pk, **words))
        actions.change(request.grants, pk, at=form.moment(), **words)
    except Refused as refused:
        return form_page(request, found.room, form, found=found, why=refused.sentence, status=422)
    return redirect("later_messages")


def act(request: MemberRequest, found: LaterMessage) -> HttpResponse:
    """Beside it in the list: as it is."""
    try:
        if request.POST.get("off"):
            actions.take_back(request.grants, found.pk)
            return redirect("later_messages")
        return redirect("room", actions.send_now(request.grants, found.pk))
    except Refused as refused:
        form = LaterForm(initial=written_in(found))
        return form_page(request, found.room, form, found=found, why=refused.sentence, status=422)


def guarded(request: MemberRequest, form: LaterForm) -> tuple[LaterForm, int, list[privacy.Seen], bool]:
    """Asked once whether it points to a child; or with neutral words there."""
    seen = form.seen()
    if not request.POST.get("soften"):
        return form, 422, seen, False
    data = request.POST.copy()
    data["body"] = privacy.softened(form.cleaned_data["body"], seen)
    return LaterForm(initial=data.dict()), 200, [], True


def form_page(
    request: MemberRequest, room: Room, form: LaterForm, status: int = 200, seen: list[privacy.Seen] | None = None,
    softened: bool = False, *, found: LaterMessage | None = None, why: str = "",
) -> HttpResponse:  # fmt: skip
    now = timezone.localtime()
    context: dict[str, Any] = {
        "room": room,
        "there": bool(rules.may_enter_room(request.grants, room)),
        "title": queries.names(request.grants, [room])[room.pk],
        "form": form,
        "found": found,
        "writing": may_write(request.grants, now),
        "why": why or (found.why if found else ""),
        "going": why == actions.GOING,
        "seen": seen or [],
        "softened": softened,
        "zone": request.zone,
        "today": now.date(),
        "last": (now + FARTHEST).date(),
    }
    return render(request, "cohorts/later_message.html", context, status=status)
