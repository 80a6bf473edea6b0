"""A question with its replies as one quiet page, to read in peace or on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.forum import queries, shown
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.access.labels import label_of

NOTHING = {"reply": False, "order": False, "choose": False, "label": False}


@open_to(Surface.MEMBERS)
@require_safe
def reading(request: MemberRequest, key: UUID) -> HttpResponse:
    """So many at once as a printer is glad of; the rest on the next page."""
    found = queries.thread_for(request.grants, key)
    first = shown.number_of(request.GET.get("from")) or 1
    rows, rest = queries.many_posts(request.grants, found, first=first)
    posts = shown.posts(rows, found, request.grants, NOTHING)
    context = {"thread": found, "posts": posts, "label": label_of(found), "rest": rest}
    return render(request, "forum/print.html", context)
