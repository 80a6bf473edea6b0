"""What is offered while somebody types."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community import ratelimits
from community.forum import finding, naming, queries
from community.members.hearing import heard_by
from community.members.profile import menu_of
from community.members.queries import mentionable
from community.members.request import MemberRequest
from community.text import plain
from moderation.access.audience import Surface, open_to

MOST_NAMES = 40


@open_to(Surface.MEMBERS)
@require_safe
def similar(request: MemberRequest) -> HttpResponse:
    """Questions like this one, as a piece of page."""
    if ratelimits.take("suggest", request.grants.member_id):
        return HttpResponse(status=429)
    rows = finding.similar(request.grants, request.GET.get("title", "")[:200])
    return render(request, "forum/_similar.html", {"rows": rows})


@open_to(Surface.MEMBERS)
@require_safe
def mentions(request: MemberRequest, slug: str) -> HttpResponse:
    """Cohorts that I am in, and people who can read this space, for the @ menu."""
    found = queries.space_for(request.grants, slug)
    if ratelimits.take("suggest", request.grants.member_id):
        return JsonResponse({"people": []}, status=429)
    beginning = plain.clean_line(request.GET.get("q", ""))
    present = queries.writers_of(request.grants, request.GET.get("thread", ""))
    people = mentionable(request.grants, found.audience, found.cohort_id, beginning[:40], present)
    cohorts = naming.menu_for(request.grants, found, beginning[:40], timezone.now())
    return JsonResponse({"people": [*cohorts, *menu_of(people)]})


@open_to(Surface.MEMBERS)
@require_safe
def telling(request: MemberRequest, slug: str) -> HttpResponse:
    """How many people a post with these names will tell."""
    found = queries.space_for(request.grants, slug)
    if ratelimits.take("suggest", request.grants.member_id):
        return HttpResponse(status=429)
    names = request.GET.get("names", "").split(",")[:MOST_NAMES]
    hide = bool(request.GET.get("hide"))
    told = naming.told_by(request.grants, found, set(names), timezone.now(), hide=hide)
    return JsonResponse({"people": told})


@open_to(Surface.MEMBERS)
@require_safe
def readers(request: MemberRequest, slug: str) -> HttpResponse:
    """Who can read this space: how many, and why; names only of those I may find anyway."""
    found = queries.space_for(request.grants, slug)
    context = {
        "space": found,
        "readers": queries.readers_of(request.grants, found),
        "hearing": heard_by(request.grants, found.audience, found.cohort_id),
    }
    return render(request, "forum/readers.html", context)
