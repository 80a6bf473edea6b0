"""One's bookmarks, and marking a post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from community import keeping
from community.forum import queries, shown
from community.forum.bookmarks import actions
from community.forum.bookmarks import queries as bookmarks
from community.forum.bookmarks.forms import BookmarkForm, offered
from community.forum.bookmarks.models import Bookmark
from community.forum.lists import Cursor
from community.forum.models import Post
from community.keeping import Kept
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
    messages = keeping.messages_for(request.grants, {one.message for one in rows if one.message})
    lines = [line for one in rows if (line := line_of(request, one, messages))]
    context = {"rows": lines, "older": older, "first": cursor is None}
    return render(request, "forum/bookmarks.html", context)


def line_of(request: MemberRequest, one: Bookmark, messages: dict[UUID, Kept]) -> dict[str, Any] | None:
    """Nothing for a message that this person may not read any more."""
    waits = one.remind_at if one.remind_at and one.reminded_at is None else None
    own = {"note": one.note, "at": one.made_at, "remind_at": waits}
    if one.post is not None:
        return own | of_post(one.post)
    kept = messages.get(one.message) if one.message else None
    return own | of_message(request, one.message, kept) if kept and one.message else None


def of_message(request: MemberRequest, message_id: UUID, kept: Kept) -> dict[str, Any]:
    folded = kept.author_id in request.grants.blocked_ids
    return {
        "title": f"{kept.name} in {kept.room}",
        "url": kept.url,
        "change": place("bookmark_message", message_id),
        "excerpt": "you blocked this person" if folded else kept.excerpt,
        "name": kept.name,
        "space": kept.place_name,
        "hue": kept.hue,
    }


def of_post(post: Post) -> dict[str, Any]:
    thread = post.thread
    return {
        "title": thread.title,
        "url": f"{place('thread', thread.key)}?to={post.number}#reply-{post.number}",
        "change": place("bookmark", thread.key, post.number),
        "excerpt": plain.shorten(plain.from_html(post.html), 160),
        "name": post.shown_name,
        "space": thread.space.name,
        "hue": thread.space.hue,
    }


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bookmark(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """Mark a post, change the note or the day, or forget it with off=1."""
    found = queries.post_for(request.grants, key, number)
    if found.deleted_at is not None:
        raise Absent
    before = bookmarks.bookmark_of(request.grants, found)
    about = {
        "here": place("space", found.thread.space.slug), "back": place_of(found), "back_to": found.thread.title,
        "name": found.shown_name, "excerpt": plain.shorten(plain.from_html(found.html), 200), "of": "question",
    }  # fmt: skip
    if request.method != "POST":
        return bookmark_page(request, about, before, BookmarkForm(initial=given(before)))
    if request.POST.get("off"):
        actions.drop(request.grants, found)
        return redirect("bookmarks" if request.POST.get("listed") else place_of(found))
    form = BookmarkForm(request.POST)
    if not form.is_valid():
        return bookmark_page(request, about, before, form, status=422)
    remind_at = form.remind_at(before.remind_at if before else None)
    actions.keep(request.grants, found, note=form.cleaned_data["note"], remind_at=remind_at)
    return redirect(place_of(found))


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def bookmark_message(request: MemberRequest, message_id: UUID) -> HttpResponse:
    """The same for a message of a room or a talk; it begins with a reminder."""
    kept = keeping.messages_for(request.grants, [message_id]).get(message_id)
    if kept is None:
        raise Absent
    before = bookmarks.bookmark_of_message(request.grants, message_id)
    folded = kept.author_id in request.grants.blocked_ids
    about = {
        "here": kept.room_url, "back": kept.url, "back_to": kept.room, "name": kept.name, "of": "room",
        "excerpt": "you blocked this person" if folded else kept.excerpt,
    }  # fmt: skip
    if request.method != "POST":
        initial = given(before) if before else {"when": "tomorrow"}
        return bookmark_page(request, about, before, BookmarkForm(initial=initial))
    if request.POST.get("off"):
        actions.drop_message(request.grants, message_id)
        return redirect("bookmarks" if request.POST.get("listed") else kept.url)
    form = BookmarkForm(request.POST)
    if not form.is_valid():
        return bookmark_page(request, about, before, form, status=422)
    remind_at = form.remind_at(before.remind_at if before else None)
    actions.keep_message(request.grants, message_id, note=form.cleaned_data["note"], remind_at=remind_at)
    return redirect(kept.url)


def given(before: Bookmark | None) -> dict[str, Any]:
    if before is None:
        return {"when": ""}
    waits = before.remind_at is not None and before.reminded_at is None
    return {"note": before.note, "when": "kept" if waits else ""}


def place_of(found: Post) -> str:
    return f"{place('thread', found.thread.key)}?to={found.number}#reply-{found.number}"


def bookmark_page(
    request: MemberRequest, about: dict[str, str], before: Bookmark | None, form: BookmarkForm, *, status: int = 200
) -> HttpResponse:
    """`about`: what is marked, and the way back to it."""
    waits = before.remind_at if before and before.reminded_at is None else None
    context = {
        **about,
        "marked": before is not None,
        "waits": waits,
        "choices": offered(kept=waits is not None),
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "form": form,
    }
    return render(request, "forum/bookmark.html", context, status=status)
