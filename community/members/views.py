"""People, and one's own page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.members import actions, queries
from community.members.forms import ProfileForm
from community.members.request import MemberRequest
from community.text import plain
from moderation.access.applications import may_vouch
from moderation.access.audience import Surface, open_to

MOST_LISTED = 200
YEAR_S = 365 * 24 * 3600


@open_to(Surface.MEMBERS)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """My team, my cohorts' people and the moderators. There is no list of everybody."""
    search = plain.clean_line(request.GET.get("q", "")[:100])
    found = list(queries.people_for(request.grants, search=search)[:MOST_LISTED])
    mine = [m for m in found if m.organization_id == request.user.organization_id]
    others = [m for m in found if m.organization_id != request.user.organization_id]
    return render(request, "members/people.html", {"team": mine, "others": others, "search": search})


@open_to(Surface.MEMBERS)
@require_safe
def person(request: MemberRequest, handle: str) -> HttpResponse:
    found = queries.member_for(request.grants, handle)
    return render(request, "members/person.html", {"person": found, "mine": found.pk == request.user.pk})


@open_to(Surface.MEMBERS)
@require_safe
def you(request: MemberRequest) -> HttpResponse:
    member = request.user
    initial = {"name": member.name, "title": member.title, "about": member.about, "timezone": member.timezone}
    return you_page(request, ProfileForm(initial=initial))


def you_page(request: MemberRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form, "zone": request.zone, "manages_seats": request.grants.manages_seats,
        "saved": request.GET.get("saved") == "1",
        "may_vouch": may_vouch(request.grants, timezone.now()),
    }  # fmt: skip
    return render(request, "members/you.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def profile(request: MemberRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return you_page(request, form, status=422)
    given = form.cleaned_data
    actions.edit_profile(
        request.user,
        name=given["name"],
        title=given["title"],
        about=given["about"],
        timezone_name=given["timezone"],
    )
    response = redirect("you")
    response["Location"] += "?saved=1"
    return response


@open_to(Surface.MEMBERS)
@require_POST
def appearance(request: MemberRequest) -> HttpResponse:
    """Light, dark, or like the device. Kept on this device."""
    response = redirect("you")
    theme = request.POST.get("theme", "")
    if theme in {"light", "dark"}:
        response.set_cookie("theme", theme, max_age=YEAR_S, samesite="Lax", secure=settings.SECURE, httponly=True)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
