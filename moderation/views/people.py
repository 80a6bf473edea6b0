"""The access desk: people, and what is done about their access."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.members.models import Member
from community.members.request import MemberRequest
from community.text import plain
from moderation import actions, queries
from moderation.access import desk
from moderation.access.audience import Surface, open_to
from moderation.access.standing import Role, Standing
from moderation.actions import Refused
from moderation.forms import ReasonForm, SuspendForm
from moderation.queries import vouching

REMOVAL_IDS = "remove-%s"  # its reason stands on one page with the reason of a pause


@open_to(Surface.MODERATORS)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Everybody, found by name, school or address, filtered by standing."""
    return render(request, "moderation/people.html", listed(request))


def listed(request: MemberRequest) -> dict[str, Any]:
    search = plain.clean_line(request.GET.get("q", "")[:100])
    standing = request.GET.get("standing", "")
    found = queries.people_for(
        request.grants,
        search=search,
        standing=standing if standing in {*Standing, "moderator", "owner"} else "",
        organization=plain.clean_line(request.GET.get("organization", "")[:60]),
        after=place_in_list(request.GET.get("after", "")),
    )
    shown = found[: queries.PAGE]
    counts = queries.counts_by_standing(request.grants)
    return {
        "people": shown,
        "more": f"{shown[-1].name}~{shown[-1].pk}" if len(found) > queries.PAGE else "",
        "search": search,
        "standing": standing,
        "standings": [(s.value, counts.get(s.value, 0)) for s in Standing if counts.get(s.value)],
        "total": sum(counts.values()),
    }


def place_in_list(text: str) -> tuple[str, int] | None:
    """After whom a page goes on, as a link of this list says it: name and number. None for anything else."""
    name, _, pk = text.rpartition("~")
    return (plain.clean(name), int(pk)) if pk.isdecimal() and len(pk) < 18 else None


@open_to(Surface.MODERATORS)
@require_safe
def person(request: MemberRequest, handle: str) -> HttpResponse:
    found = queries.person_for(request.grants, handle)
    return person_page(request, found)


def person_page(
    request: MemberRequest, found: Member, *, suspend: SuspendForm | None = None, remove: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    who = request.grants
    context = {
        **listed(request),
        "person": found,
        "sanctions": queries.sanctions_of(found),
        "log": queries.log_of(found),
        "came_by": vouching.came_by(who, found),
        "brought": vouching.brought(who, found),
        "may_suspend": desk.may_suspend(who, found, now),
        "may_remove": desk.may_remove(who, found, now),
        "may_restore": desk.may_restore(who, found, now),
        "may_set_role": desk.may_set_role(who, found, now),
        "suspend_form": suspend or SuspendForm(),
        "remove_form": remove or ReasonForm(auto_id=REMOVAL_IDS),
        "today": timezone.localdate(),
    }
    return render(request, "moderation/person.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_POST
def suspend(request: MemberRequest, handle: str) -> HttpResponse:
    found = queries.person_for(request.grants, handle)
    form = SuspendForm(request.POST)
    if form.is_valid():
        try:
            actions.suspend(request.grants, found, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"])
            return redirect("desk_person", handle)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return person_page(request, found, suspend=form, status=422)


@open_to(Surface.MODERATORS)
@require_POST
def remove(request: MemberRequest, handle: str) -> HttpResponse:
    """Typed confirmation: the person's name must be written, so that a slip of the finger removes nobody."""
    found = queries.person_for(request.grants, handle)
    form = ReasonForm(request.POST, auto_id=REMOVAL_IDS)
    if form.is_valid():
        if request.POST.get("confirm", "").strip().casefold() != found.name.casefold():
            form.add_error(None, f"To remove {found.name}, write their name exactly.")
        else:
            try:
                actions.remove(request.grants, found, reason=form.cleaned_data["reason"])
                return redirect("desk_person", handle)
            except Refused as refused:
                form.add_error(refused.field, refused.sentence)
    return person_page(request, found, remove=form, status=422)


@open_to(Surface.MODERATORS)
@require_POST
def restore(request: MemberRequest, handle: str) -> HttpResponse:
    found = queries.person_for(request.grants, handle)
    actions.restore(request.grants, found, reason=request.POST.get("reason", "")[:500])
    return redirect("desk_person", handle)


@open_to(Surface.OWNERS)
@require_POST
def set_role(request: MemberRequest, handle: str) -> HttpResponse:
    found = queries.person_for(request.grants, handle)
    role = request.POST.get("role", "")
    if role in set(Role):
        actions.set_role(request.grants, found, role=role)
    return redirect("desk_person", handle)
