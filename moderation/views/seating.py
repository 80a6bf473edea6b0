"""A team and its seats, for its seat managers and for moderators; an organization's membership, for moderators."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.models import Organization
from community.members.request import MemberRequest
from moderation import actions
from moderation.access import seats as rules
from moderation.access.audience import Surface, open_to
from moderation.access.desk import may_see_desk
from moderation.actions import Refused
from moderation.forms.seating import ConfirmForm, MembershipForm, SeatForm
from moderation.queries import seating as queries

TICK = "Tick everybody who is still with you, then confirm."


@open_to(Surface.MEMBERS)
@require_safe
def seats(request: MemberRequest) -> HttpResponse:
    """Of the own organization."""
    return team_page(request, queries.own_organization(request.grants))


@open_to(Surface.MEMBERS)
@require_safe
def team(request: MemberRequest, slug: str) -> HttpResponse:
    return team_page(request, queries.organization_for(request.grants, slug))


def team_page(
    request: MemberRequest,
    organization: Organization,
    *,
    refusal: str = "",
    form: SeatForm | None = None,
    handing: int = 0,
    status: int = 200,
) -> HttpResponse:
    """`handing`: the seat whose handing over is being written."""
    who, now = request.grants, timezone.now()
    seats = queries.team_of(who, organization)
    context: dict[str, Any] = {
        "organization": organization,
        "seats": [(seat, rules.may_free_seat(who, seat, now)) for seat in seats],
        "former": queries.former_of(who, organization),
        "invitations": queries.promised_seats(who, organization),
        "capacity": queries.capacity(organization),
        "asked": organization.roster_due if any(not seat.is_confirmed for seat in seats) else None,  # type: ignore[attr-defined]
        "may_manage": rules.may_manage_seats(who, organization, now),
        "may_confirm": rules.may_confirm_seats(who, organization, now),
        "moderates": may_see_desk(who),
        "me": who.member_id,
        "refusal": refusal,
        "form": form or SeatForm(),
        "handing": handing,
        "now": now,
    }
    return render(request, "moderation/seats.html", context, status=status)


@open_to(Surface.MEMBERS)
@require_POST
def free(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    organization = queries.organization_for(request.grants, slug)
    actions.free_seat(request.grants, queries.seat_for(request.grants, organization, pk))
    return back(request, organization)


@open_to(Surface.MEMBERS)
@require_POST
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    organization = queries.organization_for(request.grants, slug)
    form = SeatForm(request.POST)
    if form.is_valid():
        try:
            actions.invite_to_seat(request.grants, organization, **form.cleaned_data)
            return back(request, organization)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return team_page(request, organization, form=form, status=422)


@open_to(Surface.MEMBERS)
@require_POST
def hand_over(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One out, another invited onto the same seat."""
    organization = queries.organization_for(request.grants, slug)
    seat = queries.seat_for(request.grants, organization, pk)
    form = SeatForm(request.POST)
    if form.is_valid():
        try:
            actions.hand_over_seat(request.grants, seat, **form.cleaned_data)
            return back(request, organization)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return team_page(request, organization, form=form, handing=pk, status=422)


@open_to(Surface.MEMBERS)
@require_POST
def invitation(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Send it again, or with off=1 take it back."""
    organization = queries.organization_for(request.grants, slug)
    found = queries.promise_for(request.grants, organization, pk)
    if request.POST.get("off"):
        actions.revoke_invitation(request.grants, found)
        return back(request, organization)
    try:
        actions.send_again(request.grants, found)
    except Refused as refused:
        return team_page(request, organization, refusal=refused.sentence, status=422)
    return back(request, organization)


@open_to(Surface.MEMBERS)
@require_POST
def give(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    organization = queries.organization_for(request.grants, slug)
    try:
        actions.give_seat(request.grants, queries.teammate_for(request.grants, organization, handle))
    except Refused as refused:
        return team_page(request, organization, refusal=refused.sentence, status=422)
    return back(request, organization)


@open_to(Surface.MEMBERS)
@require_POST
def confirm(request: MemberRequest, slug: str) -> HttpResponse:
    organization = queries.organization_for(request.grants, slug)
    seats = queries.team_of(request.grants, organization)
    form = ConfirmForm(request.POST, seats=[seat.pk for seat in seats])
    if not form.is_valid():
        return team_page(request, organization, refusal=TICK, status=422)
    ticked = set(form.cleaned_data["seats"])
    actions.confirm_seats(request.grants, organization, [seat for seat in seats if seat.pk in ticked])
    return back(request, organization)


@open_to(Surface.MEMBERS)
@require_POST
def seat_manager(request: MemberRequest, slug: str, handle: str) -> HttpResponse:
    """Name one, or with off=1 no longer."""
    organization = queries.organization_for(request.grants, slug)
    member = queries.teammate_for(request.grants, organization, handle)
    try:
        (actions.dismiss_seat_manager if request.POST.get("off") else actions.name_seat_manager)(request.grants, member)
    except Refused as refused:
        return team_page(request, organization, refusal=refused.sentence, status=422)
    return back(request, organization)


def back(request: MemberRequest, organization: Organization) -> HttpResponse:
    return redirect("team", organization.slug) if may_see_desk(request.grants) else redirect("seats")


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: MemberRequest, slug: str) -> HttpResponse:
    """Term, number of seats, mail domains."""
    organization = queries.organization_for(request.grants, slug)
    given = {
        "term_starts": organization.term_starts,
        "term_ends": organization.term_ends,
        "seats_allowed": organization.seats_allowed,
        "domains": "\n".join(domain.domain for domain in organization.domains.all()),
    }
    form = MembershipForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_membership(request.grants, organization, **form.cleaned_data)
            return redirect("team", slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context = {"organization": organization, "form": form, "capacity": queries.capacity(organization)}
    return render(request, "moderation/membership.html", context, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_POST
def roster(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask the organization who is still with it."""
    organization = queries.organization_for(request.grants, slug)
    actions.ask_for_roster(request.grants, organization)
    return redirect("team", slug)
