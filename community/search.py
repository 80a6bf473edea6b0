"""Search across what this person can open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community import ratelimits
from community.forum import queries as forum
from community.library import queries as library
from community.members import queries as members
from community.members.profile import profiles
from community.members.request import MemberRequest
from community.text import plain
from moderation.access.audience import Surface, open_to

MOST = 10


@open_to(Surface.MEMBERS)
@require_safe
def search(request: MemberRequest) -> HttpResponse:
    words = plain.clean_line(request.GET.get("q", ""))[:200]
    context = {"words": words, "threads": [], "documents": [], "people": [], "wait": 0.0}
    if words:
        context["wait"] = ratelimits.take("search", request.grants.member_id)
    if words and not context["wait"]:
        context |= {
            "threads": forum.search(request.grants, words, MOST),
            "documents": library.documents_for(request.grants, search=words, most=MOST)[:MOST],
            "people": profiles(request.grants, members.found_by(request.grants, words, MOST)),
        }
    return render(request, "search.html", context)
