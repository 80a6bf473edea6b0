"""People, and one's own page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community import ratelimits
from community.members import actions, queries
from community.members.forms import AUDIENCES, NARROWED, ProfileForm
from community.members.models import Member
from community.members.profile import PHOTO, profiles
from community.members.request import MemberRequest
from community.text import plain
from moderation.access.applications import may_vouch
from moderation.access.audience import Surface, open_to
from moderation.access.members import audience_of, may_block
from moderation.access.standing import may_write

MOST_LISTED = 200
YEAR_S = 365 * 24 * 3600


@open_to(Surface.MEMBERS)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """My team, my cohorts' people and the moderators. There is no list of everybody."""
    who = request.grants
    search = plain.clean_line(request.GET.get("q", "")[:100])
    if search:
        ratelimits.require("search", who.member_id)
    found = profiles(who, list(queries.people_for(who, search=search)[:MOST_LISTED]))
    context = {
        "team": [p for p in found if p.member.organization_id == who.organization_id],
        "others": [p for p in found if p.member.organization_id != who.organization_id],
        "strangers": profiles(who, queries.strangers_for(who, search)),
        "search": search,
    }
    return render(request, "members/people.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def person(request: MemberRequest, handle: str) -> HttpResponse:
    ratelimits.require("people", request.grants.member_id)
    found = queries.member_for(request.grants, handle)
    [profile] = profiles(request.grants, [found])
    context = {
        "p": profile,
        "person": found,
        "mine": found.pk == request.user.pk,
        "blocked": found.pk in request.grants.blocked_ids,
        "may_talk": found.pk not in request.grants.blocked_ids and may_write_to(request, found),
        "may_block": may_block(request.grants, found, timezone.now()),
    }
    return render(request, "members/person.html", context)


def may_write_to(request: MemberRequest, found: Member) -> bool:
    """Shown to whoever may write, blocked or not: what a talk refuses, it refuses calmly when it is begun."""
    return found.pk != request.user.pk and bool(may_write(request.grants, timezone.now()))


@open_to(Surface.MEMBERS)
@require_POST
def block(request: MemberRequest, handle: str) -> HttpResponse:
    """On the person's page; taken back there and on one's own."""
    found = queries.member_for(request.grants, handle)
    if request.POST.get("off"):
        actions.unblock(request.grants, found)
    else:
        actions.block(request.grants, found)
    return saved("privacy") if request.POST.get("from") == "you" else redirect("person", found.handle)


# ---- oneself --------------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_safe
def you(request: MemberRequest) -> HttpResponse:
    return you_page(request)


def you_page(
    request: MemberRequest, form: ProfileForm | None = None, *, photo_error: str = "", status: int = 200
) -> HttpResponse:
    member = request.user
    values = {name: getattr(member, name) for name in actions.PROFILE}
    seen = {f"see_{field}": audience_of(member.audiences, field).value for field in NARROWED}
    context = {
        "form": form or ProfileForm(initial=values | seen), "zone": request.zone, "person": member,
        "sees_photo": audience_of(member.audiences, PHOTO).value, "audiences": AUDIENCES, "photo_error": photo_error,
        "manages_seats": request.grants.manages_seats, "blocked": queries.blocked_by(request.grants),
        "saved": request.GET.get("saved", ""), "may_vouch": may_vouch(request.grants, timezone.now()),
    }  # fmt: skip
    return render(request, "members/you.html", context, status=status)


def saved(part: str) -> HttpResponse:
    """Back to one's own page, at the part that was saved."""
    response = redirect("you")
    response["Location"] += f"?saved={part}#{part}"
    return response


@open_to(Surface.WRITERS)
@require_POST
def profile(request: MemberRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return you_page(request, form, status=422)
    fields = {name: form.cleaned_data[name] for name in actions.PROFILE}
    actions.edit_profile(request.user, audiences=form.audiences(), **fields)
    return saved("profile")


@open_to(Surface.WRITERS)
@require_POST
def privacy(request: MemberRequest) -> HttpResponse:
    actions.let_find(
        request.user, listed=bool(request.POST.get("listed")), shows_reading=bool(request.POST.get("reading"))
    )
    return saved("privacy")


@open_to(Surface.MEMBERS)
@require_POST
def appearance(request: MemberRequest) -> HttpResponse:
    """Light, dark, or like the device; with single keys or without. Kept on this device."""
    response = redirect("you")
    if "keys" in request.POST:
        if request.POST["keys"] == "off":
            response.set_cookie("keys", "off", max_age=YEAR_S, samesite="Lax", secure=settings.SECURE, httponly=True)
        else:
            response.delete_cookie("keys", samesite="Lax")
        return response
    theme = request.POST.get("theme", "")
    if theme in {"light", "dark"}:
        response.set_cookie("theme", theme, max_age=YEAR_S, samesite="Lax", secure=settings.SECURE, httponly=True)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
