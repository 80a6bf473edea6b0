"""The access desk: the log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.members.request import MemberRequest
from moderation import queries
from moderation.access.audience import Surface, open_to


@open_to(Surface.MODERATORS)
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    found = queries.log_for(request.grants, before=int(before) if before.isdecimal() and len(before) < 18 else None)
    shown = found[: queries.PAGE]
    context = {"entries": shown, "older": str(shown[-1].pk) if len(found) > queries.PAGE else ""}
    return render(request, "moderation/log.html", context)
