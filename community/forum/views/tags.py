"""Tags: the list, what lies under one, and which a question has."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from community.forum import actions, lists, queries, shown
from community.forum import tags as listed
from community.forum.actions import Unusable
from community.forum.following.levels import OF_A_TAG, Level
from community.forum.forms import TagsForm
from community.forum.models import Thread
from community.members.request import MemberRequest
from moderation.access import tags as rules
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_safe
def tags(request: MemberRequest) -> HttpResponse:
    may_keep = bool(rules.may_keep_tags(request.grants, timezone.now()))
    return render(request, "forum/tags.html", {"tags": listed.listed_for(request.grants), "may_keep": may_keep})


@open_to(Surface.MEMBERS)
@require_safe
def tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Questions with this tag, newest activity first. What was merged leads to what it became."""
    found = listed.tag_for(slug, chosen_by=request.grants.member_id)
    if found.slug != slug:
        return redirect("tag", found.slug)
    before = shown.cursor_of(request.GET.get("before", ""))
    rows, older = shown.page(lists.tagged(request.grants, found, before=before), request.user.joined_at)
    context = {
        "tag": found,
        "rows": rows,
        "older": older,
        "show": "all",
        "level": getattr(found, "level", None) or Level.NORMAL.value,
        "levels": OF_A_TAG,
        "first": before is None,
        "may_keep": bool(rules.may_keep_tags(request.grants, timezone.now())),
    }
    return render(request, "forum/tag.html", context)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def thread_tags(request: MemberRequest, key: UUID) -> HttpResponse:
    """Whoever asked, or a moderator, chooses them anew."""
    found = queries.thread_for(request.grants, key)
    rules.may_tag(request.grants, found, timezone.now()).require()
    if request.method != "POST":
        return tags_page(request, found, TagsForm(initial={"tags": [tag["slug"] for tag in found.tags]}))
    form = TagsForm(request.POST)
    if form.is_valid():
        try:
            actions.set_tags(request.grants, found, form.cleaned_data["tags"])
            return redirect("thread", key)
        except Unusable as error:
            form.add_error(error.field, error.sentence)
    return tags_page(request, found, form)


def tags_page(request: MemberRequest, found: Thread, form: TagsForm) -> HttpResponse:
    context = {"thread": found, "form": form, "offered": listed.offered_for(found)}
    return render(request, "forum/thread_tags.html", context, status=422 if form.errors else 200)
