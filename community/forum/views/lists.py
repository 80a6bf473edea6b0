"""Lists of questions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.forum import actions, lists, queries, shown
from community.forum.following.levels import OF_A_SPACE
from community.forum.models import Space
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to

SHOWS = ("all", "unanswered", "solved")


@open_to(Surface.MEMBERS)
@require_safe
def latest(request: MemberRequest) -> HttpResponse:
    """Everything I can read, newest activity first; or what nobody answered."""
    show = request.GET.get("show", "all")
    before = shown.cursor_of(request.GET.get("before", ""))
    if show == "unanswered":
        rows, older = shown.page(
            lists.unanswered(request.grants, before=before), request.user.joined_at, by="created_at"
        )
    else:
        rows, older = shown.page(lists.latest(request.grants, before=before), request.user.joined_at)
    context = {
        "rows": rows,
        "older": older,
        "show": show if show == "unanswered" else "all",
        "first": before is None,
    }
    return render(request, "forum/latest.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def spaces(request: MemberRequest) -> HttpResponse:
    found = lists.spaces_with_news(request.grants, request.user.joined_at)
    return render(request, "forum/spaces.html", {"spaces": found})


@open_to(Surface.MEMBERS)
@require_safe
def space(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.space_for(request.grants, slug)
    show = request.GET.get("show", "all")
    before = shown.cursor_of(request.GET.get("before", ""))
    shows = {"unanswered": lists.unanswered, "solved": lists.solved}
    by = "created_at" if show == "unanswered" else "last_post_at"
    rows, older = shown.page(
        shows.get(show, lists.latest)(request.grants, space=found, before=before),
        request.user.joined_at,
        by=by,
    )
    context = {
        "space": found,
        "rows": rows,
        "older": older,
        "show": show if show in SHOWS else "all",
        "first": before is None,
        "pinned": pinned_in(request, found) if before is None and show == "all" else [],
        "readers": queries.readers_of(request.grants, found),
        "level": found.level,
        "levels": OF_A_SPACE,
    }
    return render(request, "forum/space.html", context)


def pinned_in(request: MemberRequest, found: Space) -> list[dict[str, Any]]:
    rows = lists.pinned(request.grants, found, timezone.now())
    return [shown.thread_row(row, request.user.joined_at) for row in rows]


@open_to(Surface.MEMBERS)
@require_POST
def space_read(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.space_for(request.grants, slug)
    actions.mark_space_read(request.grants, found)
    return redirect("space", slug)
