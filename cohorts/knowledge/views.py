"""Pages of a thread that is made of a room's words: choosing, preparing, asking; and the page of those quoted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts import queries as rooms
from cohorts import wire
from cohorts.knowledge import actions, notices, queries, shown
from cohorts.knowledge.forms import STEPS, AnswerForm, ChooseForm, DraftForm, line_in
from cohorts.knowledge.models import MOST, Proposal, Voice
from cohorts.models import Room
from community import quoting
from community.db import one_moment
from community.members import epoch
from community.members.request import MemberRequest
from community.notifications import actions as bell
from moderation.access import knowledge as rules
from moderation.access.audience import Surface, open_to
from moderation.access.rooms import EVERYTHING, may_enter_room
from moderation.actions import Refused

PAGE = 50


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """Messages of the room with boxes to tick; what is ticked goes into one's draft."""
    found = rooms.room_for(request.grants, room_id)
    rules.may_quote_room(request.grants, found, timezone.now()).require()
    if request.method != "POST":
        return choose_page(request, found)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        return choose_page(request, found, "Choose at least one message with words in it.")
    try:
        draft = actions.choose(request.grants, found, form.cleaned_data["message"])
    except Refused as refused:
        return choose_page(request, found, refused.sentence)
    further = form.cleaned_data["further"]
    if further is not None:
        return redirect(f"{request.path}?before={further}")
    return redirect("room_thread", draft.pk)


def choose_page(request: MemberRequest, room: Room, trouble: str = "") -> HttpResponse:
    who, asked = request.grants, request.GET if request.method != "POST" else request.POST
    with one_moment():
        page, ticked = page_of(room, asked.get("before", ""), asked.get("message", ""))
        messages = wire.messages(epoch.current(), room.cohort_id, page.rows)
    draft = queries.draft_in(who, room)
    chosen = queries.chosen(draft)
    context = {
        "room": room,
        "messages": [m for m in messages if not m["deleted"] and m["body"]],
        "ticked": {ticked, *asked.getlist("message")},
        "chosen": chosen,
        "most": MOST,
        "draft": draft,
        "others": [one for one in queries.own_in(who, room) if one.state != Proposal.State.DRAFT],
        "before": page.rows[0]["seq"] if page.before and page.rows else None,
        "newer": page.after,
        "trouble": trouble,
    }
    return render(request, "cohorts/quote_choose.html", context, status=422 if trouble else 200)


def page_of(room: Room, before: str, message: str) -> tuple[rooms.Page, str]:
    """The page an address names, and the message it ticks. What makes no sense is the newest page.

    Who chooses leads the cohort, and reads everything.
    """
    try:
        seq = rooms.seq_of(room.pk, UUID(message), EVERYTHING) if message else None
    except ValueError:
        seq = None
    if seq is not None:
        return rooms.around(room.pk, seq, EVERYTHING, PAGE), message
    if before.isdecimal() and before.isascii() and len(before) < 16:
        return rooms.before(room.pk, int(before), EVERYTHING, PAGE), ""
    return rooms.latest(room.pk, EVERYTHING, PAGE), ""


# ---- preparing ------------------------------------------------------------------------------


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A draft to write in; or what became of the asking. Every button of the draft keeps what was written."""
    found = queries.proposal_for(request.grants, pk)
    if found.state == Proposal.State.PUBLISHED:
        return redirect("thread", found.thread)
    if request.method != "POST":
        bell.mark_read_at(request.grants.member_id, notices.place_of(found))
        return thread_page(request, found)
    rules.may_change_proposal(request.grants, found, timezone.now()).require()
    form = draft_form(request, found, request.POST)
    if not form.is_valid():
        return thread_page(request, found, form, status=422)
    found = actions.save(request.grants, found, actions.Draft(**form.cleaned_data))
    try:
        return step(request, found, request.POST.get("act", ""))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return thread_page(request, found, form, status=422)


def step(request: MemberRequest, found: Proposal, act: str) -> HttpResponse:
    """What the button of a draft does beside saving."""
    moved = line_in(act)
    if act == "ask":
        actions.ask(request.grants, found)
    elif moved is not None and moved[0] in STEPS:
        actions.move(request.grants, found, moved[1], by=STEPS[moved[0]])
    elif moved is not None and moved[0] == "out":
        actions.leave_out(request.grants, found, moved[1])
    return redirect("room_thread", found.pk)


def draft_form(request: MemberRequest, found: Proposal, data: Any = None) -> DraftForm:
    places = [(one.slug, f"{one.name} ({one.readers} people)") for one in quoting.places(request.grants)]
    given = {name: getattr(found, name) for name in ("title", "intro", "space", "label")}
    return DraftForm(data, places=places, initial=given)


def thread_page(
    request: MemberRequest, found: Proposal, form: DraftForm | None = None, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    form = form or draft_form(request, found)
    context = {
        "proposal": found,
        "room": found.room,
        "form": form,
        "places": [(slug, words) for slug, words in form.fields["space"].choices if slug],  # type: ignore[attr-defined]
        "whole": shown.whole(found),
        "trouble": trouble,
    }
    name = "quote_draft" if found.state == Proposal.State.DRAFT else "quote_asked"
    return render(request, f"cohorts/{name}.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def act(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Publish it, take the asking back, leave a line out, make it stricter, drop it."""
    who, found = request.grants, queries.proposal_for(request.grants, pk)
    wish = request.POST.get("act", "")
    left_out = line_in(wish)
    try:
        if wish == "publish":
            return redirect("thread", actions.publish(who, found, looked=bool(request.POST.get("looked"))))
        if wish == "drop":
            actions.drop(who, found)
            return redirect("quote_room", found.room_id)
        if wish == "take_back":
            actions.take_back(who, found)
        elif wish == "stricter":
            actions.make_stricter(who, found)
        elif left_out is not None and left_out[0] == "out":
            actions.leave_out(who, found, left_out[1])
    except Refused as refused:
        return thread_page(request, found, trouble=refused.sentence, status=422)
    return redirect("room_thread", pk)


# ---- those quoted ---------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One's own words in a thread to be, and what stands around them."""
    voice = queries.voice_for(request.grants, pk)
    if request.method != "POST":
        bell.mark_read_at(request.grants.member_id, notices.place_of(voice.proposal))
        return mine_page(request, voice, AnswerForm(initial={"choice": voice.choice}))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return mine_page(request, voice, form, status=422)
    kept = {number: given for number, given in (split(text) for text in request.POST.getlist("line")) if number}
    actions.answer(request.grants, voice, choice=form.cleaned_data["choice"], kept=kept)
    return redirect(f"{request.path}?saved=1")


def split(text: str) -> tuple[int, str]:
    """ "7:mark" is line 7, as it was shown."""
    found = line_in(f"line:{text.partition(':')[0]}")
    return (found[1] if found else 0), text.partition(":")[2][:64]


def mine_page(request: MemberRequest, voice: Voice, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    proposal = voice.proposal
    own, around = shown.own_and_around(voice)
    context = {
        "voice": voice,
        "proposal": proposal,
        "room": proposal.room,
        "form": form,
        "own": own,
        "around": around if may_enter_room(request.grants, proposal.room) else [],
        "intro": shown.introduction(proposal.intro),
        "until": shown.until(voice),
        "saved": request.GET.get("saved") == "1",
    }
    return render(request, "cohorts/quote_mine.html", context, status=status)
