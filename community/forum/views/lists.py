"""Lists of questions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.forum import chosen, lists, queries, shown
from community.forum.chosen import Chosen
from community.forum.following.levels import OF_A_SPACE
from community.forum.marks import actions as marks
from community.forum.models import Space
from community.members.request import MemberRequest
from moderation.access import desk
from moderation.access.audience import Surface, open_to

SHOWS = ("all", "unanswered", "solved")
LISTS: dict[str, Chosen] = {
    "all": chosen.latest, "unread": chosen.unread, "following": chosen.followed, "mine": chosen.mine,
    "unanswered": chosen.unanswered,
}  # fmt: skip


@open_to(Surface.MEMBERS)
@require_safe
def latest(request: MemberRequest) -> HttpResponse:
    """Everything I can read, newest activity first; or a part of it."""
    show = show_of(request.GET)
    before = shown.cursor_of(request.GET.get("before", ""))
    by = "created_at" if show == "unanswered" else "last_post_at"
    rows, older = shown.page(lists.page(LISTS[show], request.grants, before=before), request.user.joined_at, by=by)
    context = {"rows": rows, "older": older, "show": show, "first": before is None, "marked": "marked" in request.GET}
    return render(request, "forum/latest.html", context)


def show_of(given: QueryDict) -> str:
    show = given.get("show", "all")
    return show if show in LISTS else "all"


@open_to(Surface.MEMBERS)
@require_POST
def forum_read(request: MemberRequest) -> HttpResponse:
    """All that a list shows, its later pages included."""
    show = show_of(request.POST)
    marks.mark_list_read(request.grants, LISTS[show])
    return redirect(f"{reverse('forum')}?{'' if show == 'all' else f'show={show}&'}marked=1")


@open_to(Surface.MEMBERS)
@require_POST
def undo_read(request: MemberRequest) -> HttpResponse:
    """Back to the list, where what was unread shows as unread again."""
    marks.undo(request.grants)
    slug = request.POST.get("space", "")
    if slug:
        return redirect("space", queries.space_for(request.grants, slug).slug)
    show = show_of(request.POST)
    return redirect(reverse("forum") + ("" if show == "all" else f"?show={show}"))


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
        "may_arrange": desk.may_arrange(request.grants, timezone.now()),
        "marked": "marked" in request.GET,
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
    marks.mark_whole_space_read(request.grants, found)
    return redirect(f"{reverse('space', args=[slug])}?marked=1")
