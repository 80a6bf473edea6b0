"""One's bookmarks, and marking a post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from community.forum import queries, shown
from community.forum.bookmarks import actions
from community.forum.bookmarks import queries as bookmarks
from community.forum.bookmarks.forms import KEPT, WHEN, BookmarkForm
from community.forum.bookmarks.models import Bookmark
from community.forum.lists import Cursor
from community.forum.models import Post
from community.members.request import MemberRequest
from community.places import place
from community.text import plain
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent


@open_to(Surface.MEMBERS)
@require_safe
def bookmarked(request: MemberRequest) -> HttpResponse:
    """Only one's own, and only what one may still read."""
    cursor = shown.cursor_of(request.GET.get("before", ""))
    found = bookmarks.bookmarks_of(request.grants, before=(cursor.at, cursor.id) if cursor else None)
    rows = found[: bookmarks.PAGE]
    older = shown.cursor_text(Cursor(rows[-1].made_at, rows[-1].pk)) if len(found) > len(rows) else ""
    context = {"rows": [line(one) for one in rows], "older": older, "first": cursor is None}
    return render(request, "forum/bookmarks.html", context)


def line(one: Bookmark) -> dict[str, Any]:
    post, thread = one.post, one.post.thread
    return {
        "title": thread.title,
        "url": f"{place('thread', thread.key)}?to={post.number}#reply-{post.number}",
        "change": place("bookmark", thread.key, post.number),
        "note": one.note,
        "excerpt": plain.shorten(plain.from_html(post.html), 160),
        "name": post.shown_name,
        "space": thread.space.name,
        "hue": thread.space.hue,
        "at": one.made_at,
        "remind_at": one.remind_at if one.remind_at and one.reminded_at is None else None,
    }


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bookmark(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """Mark a post, change the note or the day, or forget it with off=1."""
    found = queries.post_for(request.grants, key, number)
    if found.deleted_at is not None:
        raise Absent
    before = bookmarks.bookmark_of(request.grants, found)
    if request.method != "POST":
        return bookmark_page(request, found, before, BookmarkForm(initial=given(before)))
    if request.POST.get("off"):
        actions.drop(request.grants, found)
        return redirect("bookmarks" if request.POST.get("listed") else place_of(found))
    form = BookmarkForm(request.POST)
    if not form.is_valid():
        return bookmark_page(request, found, before, form, status=422)
    remind_at = form.remind_at(before.remind_at if before else None)
    actions.keep(request.grants, found, note=form.cleaned_data["note"], remind_at=remind_at)
    return redirect(place_of(found))


def given(before: Bookmark | None) -> dict[str, Any]:
    if before is None:
        return {"when": ""}
    waits = before.remind_at is not None and before.reminded_at is None
    return {"note": before.note, "when": "kept" if waits else ""}


def place_of(found: Post) -> str:
    return f"{place('thread', found.thread.key)}?to={found.number}#reply-{found.number}"


def bookmark_page(
    request: MemberRequest, found: Post, before: Bookmark | None, form: BookmarkForm, *, status: int = 200
) -> HttpResponse:
    waits = before.remind_at if before and before.reminded_at is None else None
    context = {
        "post": found,
        "thread": found.thread,
        "back": place_of(found),
        "excerpt": plain.shorten(plain.from_html(found.html), 200),
        "marked": before is not None,
        "waits": waits,
        "choices": [*([KEPT] if waits else []), *WHEN],
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "form": form,
    }
    return render(request, "forum/bookmark.html", context, status=status)
