"""Choosing what one hears of a question or a space."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from community.forum import queries, tags
from community.forum.following import actions
from community.forum.following import queries as reading
from community.forum.following.levels import OF_A_SPACE, OF_A_TAG
from community.forum.forms import LevelForm
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_POST
def follow_thread(request: MemberRequest, key: UUID) -> HttpResponse:
    """What is no level changes nothing: the page shows what holds."""
    found, form = queries.thread_for(request.grants, key), LevelForm(request.POST)
    if form.is_valid():
        actions.follow_thread(request.grants, found, form.level_chosen())
    return redirect("thread", key)


@open_to(Surface.WRITERS)
@require_POST
def ask_too(request: MemberRequest, key: UUID) -> HttpResponse:
    """The same question here; with off=1 not any more."""
    found = queries.thread_for(request.grants, key)
    if request.POST.get("off"):
        actions.ask_no_more(request.grants, found)
    else:
        actions.ask_too(request.grants, found)
    return redirect("thread", key)


@open_to(Surface.MEMBERS)
@require_POST
def follow_space(request: MemberRequest, slug: str) -> HttpResponse:
    found, form = queries.space_for(request.grants, slug), LevelForm(request.POST)
    if form.is_valid():
        actions.follow_space(request.grants, found, form.level_chosen())
    return redirect("space", slug)


@open_to(Surface.MEMBERS)
@require_POST
def follow_tag(request: MemberRequest, slug: str) -> HttpResponse:
    found, form = tags.tag_for(slug), LevelForm(request.POST)
    if form.is_valid():
        actions.follow_tag(request.grants, found, form.level_chosen())
    return redirect("tag", found.slug)


@open_to(Surface.MEMBERS)
@require_safe
def following(request: MemberRequest) -> HttpResponse:
    """Spaces and tags of which I chose what I hear."""
    chosen = [
        {"of": "space", "what": follow.space, "level": follow.level, "levels": OF_A_SPACE}
        if follow.space
        else {"of": "tag", "what": follow.tag, "level": follow.level, "levels": OF_A_TAG}
        for follow in reading.places_chosen_by(request.grants)
    ]
    return render(request, "forum/following.html", {"chosen": chosen})
