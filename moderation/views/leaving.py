"""Leaving by one's own decision. Open at the door too."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused, leaving
from moderation.models import Policy
from moderation.queries.applying import policy


@open_to(Surface.THRESHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest) -> HttpResponse:
    """Typed confirmation: a slip of the finger leaves nothing."""
    refusal = ""
    if request.method == "POST":
        if request.POST.get("confirm", "").strip().casefold() != request.user.name.casefold():
            refusal = f"To leave, write your name as it stands here: {request.user.name}."
        else:
            try:
                leaving.leave(request.grants, words=request.POST.get("words", ""))
                logout(request)
                answer = render(request, "moderation/left.html")
                answer["Clear-Site-Data"] = '"cache", "storage"'
                return answer
            except Refused as refused:
                refusal = refused.sentence
    context = {
        "refusal": refusal,
        "choose": policy().leaving == Policy.Leaving.CHOOSE,
        "words": request.POST.get("words", "stay"),
        "typed": request.POST.get("confirm", ""),
    }
    return render(request, "moderation/leave.html", context, status=422 if refusal else 200)
