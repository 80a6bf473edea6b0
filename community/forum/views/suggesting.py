"""What is offered while somebody types."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community import ratelimits
from community.forum import finding, queries
from community.members.hearing import heard_by
from community.members.profile import menu_of
from community.members.queries import mentionable
from community.members.request import MemberRequest
from community.text import plain
from moderation.access.audience import Surface, open_to


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
    """People who can read this space, for the @ menu."""
    found = queries.space_for(request.grants, slug)
    if ratelimits.take("suggest", request.grants.member_id):
        return JsonResponse({"people": []}, status=429)
    beginning = plain.clean_line(request.GET.get("q", ""))
    present = queries.writers_of(request.grants, request.GET.get("thread", ""))
    people = mentionable(request.grants, found.audience, found.cohort_id, beginning[:40], present)
    return JsonResponse({"people": menu_of(people)})


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
