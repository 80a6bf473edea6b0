"""Splitting and merging: pages for moderators; and where former addresses lead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from community.forum import actions, queries, shown
from community.forum.actions import Unusable
from community.forum.forms import MergeForm, SplitForm
from community.forum.lists import Row
from community.forum.models import Thread
from community.members.request import MemberRequest
from community.places import place
from community.text import plain
from moderation.access import forum as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent

LINE = 160


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: MemberRequest, key: UUID) -> HttpResponse:
    """A question of some of the replies: which, what it is called, and where it goes."""
    found = queries.thread_for(request.grants, key)
    rules.may_split(request.grants, found, found.space, timezone.now()).require()
    if request.method != "POST":
        start = [request.GET["reply"]] if shown.number_of(request.GET.get("reply")) else []
        return split_page(request, found, SplitForm(initial={"space": found.space.slug, "numbers": start}))
    form = SplitForm(request.POST)
    if form.is_valid():
        where = queries.space_for(request.grants, form.cleaned_data["space"])
        try:
            made = actions.split(
                request.grants, found, form.chosen(), title=form.cleaned_data["title"], space=where
            )  # fmt: skip
            return redirect("thread", made.key)
        except Unusable as error:
            form.add_error(error.field, error.sentence)
    return split_page(request, found, form)


def split_page(request: MemberRequest, found: Thread, form: SplitForm) -> HttpResponse:
    first = max(2, shown.number_of(request.GET.get("from") or request.GET.get("reply")) or 2)
    rows = queries.posts_of(request.grants, found, first=first)
    context = {
        "thread": found,
        "form": form,
        "chosen": set(form["numbers"].value() or []),
        "lines": [line(row) for row in rows],
        "first": first,
        "later": rows[-1]["number"] + 1 if rows and rows[-1]["number"] < found.numbered_to else None,
        "places": [(s, queries.readers_of(request.grants, s)) for s in queries.spaces_for(request.grants)],
    }
    return render(request, "forum/split.html", context, status=422 if form.errors else 200)


def line(row: Row) -> dict[str, Any]:
    return {
        "number": row["number"],
        "name": row["alias"] or row["author__name"],
        "at": row["created_at"],
        "words": plain.shorten(plain.from_html(row["html"]), LINE),
        "deleted": row["deleted_at"] is not None,
        "quiet": row["hidden_from__name"] is not None,
    }


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: MemberRequest, key: UUID) -> HttpResponse:
    """Into another question: first which, then whether that is meant."""
    found = queries.thread_for(request.grants, key)
    rules.may_keep_order(request.grants, found, timezone.now()).require()
    if request.method != "POST":
        return merge_page(request, found, MergeForm())
    form = MergeForm(request.POST)
    if not form.is_valid():
        return merge_page(request, found, form, status=422)
    try:
        other = queries.thread_for(request.grants, form.cleaned_data["into"])
    except Absent:
        form.add_error("into", "There is no question at this address.")
        return merge_page(request, found, form, status=422)
    rules.may_merge(request.grants, found, other, timezone.now()).require()
    if not form.cleaned_data["sure"]:
        return merge_page(request, found, form, other)
    try:
        return redirect("thread", actions.merge(request.grants, found, other).key)
    except Unusable as error:
        form.add_error(error.field, error.sentence)
    return merge_page(request, found, form, status=422)


def merge_page(
    request: MemberRequest, found: Thread, form: MergeForm, other: Thread | None = None, *, status: int = 200
) -> HttpResponse:
    readers = queries.readers_of(request.grants, other.space) if other else 0
    context = {"thread": found, "form": form, "other": other, "readers": readers}
    return render(request, "forum/merge.html", context, status=status)


def place_now(request: MemberRequest, key: UUID, number: int | None) -> str:
    """Where a link to something that was moved leads. Raises Absent."""
    post = queries.moved_to(request.grants, key, number or 1)
    address = place("thread", post.thread.key)
    return address if post.number == 1 else f"{address}?to={post.number}#reply-{post.number}"
