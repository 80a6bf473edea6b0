"""What a post said before, and what moderators do with a whole thread."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.forum import actions, queries
from community.forum.forms import OrderForm
from community.forum.models import Post, Thread
from community.members.request import MemberRequest
from community.text import differences, plain
from moderation.access import forum as rules
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_safe
def history(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """Each version, newest first, with what it changed."""
    found = queries.post_for(request.grants, key, number)
    rules.may_see_history(request.grants, found).require_sight()
    told = versions(found)
    context = {
        "thread": found.thread,
        "post": found,
        "versions": told,
        "hands": len({version["by"] for version in told}),
        "may_forget": rules.may_forget_versions(request.grants, found, timezone.now()),
    }
    return render(request, "forum/history.html", context)


def versions(found: Post) -> list[dict[str, Any]]:
    """Newest first; `pieces`: what became of the words since the one before, None for the first that is known."""
    heading = found.thread.title if found.number == 1 else ""
    said = [(heading, found.html, found.edited_at or found.created_at, found.edited_by)]
    said += [(r.title, r.html, r.at, r.by) for r in queries.versions_of(found)]
    texts = [(title, plain.lines_from_html(html), at, by.name if by else "") for title, html, at, by in said]
    befores = [*texts[1:], None]
    return [
        {
            "at": at,
            "by": by or found.shown_name,
            "title": title if before is None or before[0] != title else "",
            "text": text,
            "pieces": differences.between(before[1], text) if before is not None else None,
        }
        for (title, text, at, by), before in zip(texts, befores, strict=True)
    ]


@open_to(Surface.WRITERS)
@require_POST
def forget_versions(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    actions.forget_versions(request.grants, found)
    return redirect("post_history", key, number)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: MemberRequest, key: UUID) -> HttpResponse:
    """Close it, pin it, move it: one page for moderators."""
    found = queries.thread_for(request.grants, key)
    rules.may_keep_order(request.grants, found, timezone.now()).require()
    if request.method != "POST":
        given = {"space": found.space.slug, "closed": found.locked_at is not None, "pin": "kept"}
        return order_page(request, found, OrderForm(initial=given))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return order_page(request, found, form, status=422)
    decide(request, found, form)
    return redirect("thread", key)


def decide(request: MemberRequest, found: Thread, form: OrderForm) -> None:
    who, wanted = request.grants, form.cleaned_data
    place = queries.space_for(who, wanted["space"])
    if place.pk != found.space_id:
        actions.move(who, found, place)
    if wanted["closed"] and found.locked_at is None:
        actions.close(who, found)
    elif not wanted["closed"] and found.locked_at is not None:
        actions.reopen(who, found)
    if wanted["pin"] == "0":
        actions.unpin(who, found)
    elif wanted["pin"] != "kept":
        actions.pin(who, found, until=timezone.now() + timedelta(days=int(wanted["pin"])))


def order_page(request: MemberRequest, found: Thread, form: OrderForm, *, status: int = 200) -> HttpResponse:
    pinned = found.pinned_until if found.pinned_until and found.pinned_until > timezone.now() else None
    context = {
        "thread": found,
        "form": form,
        "pinned": pinned,
        "places": [(s, queries.readers_of(request.grants, s)) for s in queries.spaces_for(request.grants)],
    }
    return render(request, "forum/order.html", context, status=status)
