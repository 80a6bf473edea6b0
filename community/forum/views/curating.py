"""The desk: the list of tags."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from community.forum import actions
from community.forum import tags as listed
from community.forum.actions import Unusable
from community.forum.forms import TagForm
from community.forum.models import Tag
from community.forum.tagging import MOST_TAGS
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_tags(request: MemberRequest) -> HttpResponse:
    form = TagForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_tag(request.grants, name=form.cleaned_data["name"], meaning=form.cleaned_data["meaning"])
            return redirect("keep_tags")
        except Unusable as error:
            form.add_error(error.field, error.sentence)
    kept = listed.kept_for(request.grants)
    context = {
        "form": form,
        "live": [one for one in kept if one.tag.retired_at is None],
        "retired": [one for one in kept if one.tag.retired_at is not None],
        "most": MOST_TAGS,
    }
    return render(request, "forum/keep_tags.html", context, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_tag(request: MemberRequest, slug: str) -> HttpResponse:
    found = listed.tag_for(slug)
    start = {"name": found.name, "meaning": found.meaning}
    form = TagForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_tag(
                request.grants, found, name=form.cleaned_data["name"], meaning=form.cleaned_data["meaning"]
            )
            return redirect("keep_tags")
        except Unusable as error:
            form.add_error(error.field, error.sentence)
    return tag_page(request, found, form)


@open_to(Surface.MODERATORS)
@require_POST
def retire_tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Retire it, or with off=1 bring it back."""
    found = listed.tag_for(slug)
    if not request.POST.get("off"):
        actions.retire_tag(request.grants, found)
        return redirect("keep_tags")
    try:
        actions.bring_back_tag(request.grants, found)
    except Unusable as error:
        return tag_page(request, found, TagForm(initial={"name": found.name, "meaning": found.meaning}), error)
    return redirect("keep_tags")


@open_to(Surface.MODERATORS)
@require_POST
def merge_tag(request: MemberRequest, slug: str) -> HttpResponse:
    found = listed.tag_for(slug)
    try:
        target = actions.merge_tags(request.grants, found, into=request.POST.get("into", ""))
    except Unusable as error:
        return tag_page(request, found, TagForm(initial={"name": found.name, "meaning": found.meaning}), error)
    return redirect("keep_tag", target.slug)


def tag_page(request: MemberRequest, found: Tag, form: TagForm, refused: Unusable | None = None) -> HttpResponse:
    context = {
        "tag": found,
        "form": form,
        "refused": refused,
        "others": [one for one in listed.offered() if one.pk != found.pk],
        "threads": listed.under_each(request.grants).get(found.pk, 0),
    }
    return render(request, "forum/keep_tag.html", context, status=422 if form.errors or refused else 200)
