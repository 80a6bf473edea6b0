"""The page of a room's settings, for those who lead its cohort."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts import queries
from cohorts.arranging import actions, keeping, kinds
from cohorts.arranging.forms import KeepsForm, KindForm, SinceForm
from cohorts.arranging.queries import going_of
from cohorts.models import Room
from community.members.request import MemberRequest
from moderation.access import rooms as rules
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def room_settings(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """POST: what kind of room it is."""
    found = room_to_set(request, room_id)
    if request.method != "POST":
        return settings_page(request, found)
    rules.may_set_kind(request.grants, found, timezone.now()).require()
    form = KindForm(request.POST)
    if not form.is_valid():
        return settings_page(request, found, kind=form)
    try:
        actions.set_kind(request.grants, found, kind=form.cleaned_data["kind"], hours=form.cleaned_data["hours"])
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return settings_page(request, found, kind=form)
    return redirect("room", room_id)


@open_to(Surface.WRITERS)
@require_POST
def room_since(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """What people who join later read. What is no choice changes nothing: the page shows what holds."""
    found, form = room_to_set(request, room_id), SinceForm(request.POST)
    if form.is_valid():
        actions.set_since(request.grants, found, since_joining=form.cleaned_data["since"] == "joining")
    return redirect("room_readers", room_id)


@open_to(Surface.WRITERS)
@require_POST
def room_keeping(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """How long what is said is kept. Whoever shortens it is first shown what goes."""
    found, form = room_to_set(request, room_id), KeepsForm(request.POST)
    if not form.is_valid():
        return settings_page(request, found, keeps=form)
    days = form.cleaned_data["keeps"]
    if keeping.is_shorter(days, found.keeps_days) and not form.cleaned_data["sure"]:
        return sure_page(request, found, days)
    actions.set_keeping(request.grants, found, days=days)
    return redirect("room_readers", room_id)


def sure_page(request: MemberRequest, found: Room, days: int) -> HttpResponse:
    wanted = keeping.Keeps(days, timezone.now())
    context = {"room": found, "wanted": wanted, "going": going_of(found, wanted)}
    return render(request, "cohorts/room_keeping.html", context)


def room_to_set(request: MemberRequest, room_id: UUID) -> Room:
    """Raises Absent, Denied."""
    found = queries.room_for(request.grants, room_id)
    setting = rules.may_set_room(request.grants, found, timezone.now())
    setting.require_sight() if setting.code == "no_access" else setting.require()
    return found


def settings_page(
    request: MemberRequest, found: Room, *, kind: Form | None = None, keeps: Form | None = None
) -> HttpResponse:
    context = {
        "room": found,
        "kind_form": kind or KindForm(initial={"kind": found.kind, "hours": found.hours}),
        "kinds": kinds.CHANGING,
        "may_set_kind": rules.may_set_kind(request.grants, found, timezone.now()),
        "keeps_form": keeps or KeepsForm(initial={"keeps": found.keeps_days or 0}),
        "keeping": keeping.WORDS,
        "now": timezone.now(),
    }
    return render(request, "cohorts/room_settings.html", context, status=422 if kind or keeps else 200)
