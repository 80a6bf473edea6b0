"""The bell."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from community.members.request import MemberRequest
from community.notifications import actions, queries
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Looking does not mark anything; opening a thing does."""
    items = queries.items_for(request.grants)
    context = {"fresh": [i for i in items if i.unread], "earlier": [i for i in items if not i.unread]}
    return render(request, "notifications/inbox.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def unread(request: MemberRequest) -> HttpResponse:
    """The number on the bell, for a page that just heard of news."""
    return JsonResponse({"unread": queries.unread_count(request.grants)})


@open_to(Surface.MEMBERS)
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    actions.mark_all_read(request.grants.member_id)
    return redirect("inbox")
