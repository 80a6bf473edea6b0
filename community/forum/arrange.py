"""Arranging the forum: a moderator adds a space, or changes one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from community.forum import actions, queries
from community.forum.forms import PlaceForm, SpaceForm
from community.members.queries import cohort_choices
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.access.labels import Label


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_space(request: MemberRequest) -> HttpResponse:
    form = SpaceForm(request.POST or None, initial={"audience": "members", "label": Label.UNNAMED})
    if request.method == "POST" and form.is_valid():
        cohort = cohort_choices().filter(slug=form.cleaned_data["cohort"]).first()
        if form.cleaned_data["audience"] == "cohort" and cohort is None:
            form.add_error("cohort", "Choose which cohort this space is for.")
        else:
            made = actions.create_space(
                request.grants,
                name=form.cleaned_data["name"],
                purpose=form.cleaned_data["purpose"],
                audience=form.cleaned_data["audience"],
                cohort_id=cohort.pk if cohort and form.cleaned_data["audience"] == "cohort" else None,
                label=form.cleaned_data["label"],
            )
            return redirect("space", made.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "cohorts": cohort_choices(), "labels": list(Label)}
    return render(request, "forum/new_space.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def space_settings(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.space_for(request.grants, slug)
    now_is = {"name": found.name, "purpose": found.purpose, "label": found.label}
    form = PlaceForm(request.POST or None, initial=now_is)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.arrange_space(request.grants, found, name=given["name"], purpose=given["purpose"], label=given["label"])
        return redirect("space", slug)
    context = {"form": form, "space": found, "labels": list(Label)}
    return render(request, "forum/space_settings.html", context, status=422 if request.method == "POST" else 200)
