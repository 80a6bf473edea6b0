"""How a cohort's hours count: its categories, and how much of a session one has to attend."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.attendance import actions, queries
from cohorts.attendance.forms import CategoryForm, ShareForm
from cohorts.models import Cohort, HoursCategory
from cohorts.queries import cohort_for
from community.members.request import MemberRequest
from moderation.access import hours as rules
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused
from moderation.forms.states import STATES


def arranged_by(request: MemberRequest, slug: str) -> Cohort:
    cohort = cohort_for(request.grants, slug)
    rules.may_arrange_hours(request.grants, cohort, timezone.now()).require()
    return cohort


@open_to(Surface.WRITERS)
@require_safe
def how_hours_count(request: MemberRequest, slug: str) -> HttpResponse:
    return page(request, arranged_by(request, slug))


def page(
    request: MemberRequest,
    cohort: Cohort,
    *,
    share: ShareForm | None = None,
    added: CategoryForm | None = None,
    changed: tuple[int, CategoryForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "cohort": cohort,
        "share": share or ShareForm(initial={"share": cohort.least_share}),
        "form": added or CategoryForm(),
        "categories": [(c, form_of(c, changed)) for c in queries.categories_of(cohort)],
        "loose": queries.without_category(cohort),
        "states": [("", "Any state"), *STATES],
    }
    return render(request, "cohorts/how_hours_count.html", context, status=status)


def form_of(category: HoursCategory, changed: tuple[int, CategoryForm] | None) -> CategoryForm:
    if changed is not None and changed[0] == category.pk:
        return changed[1]
    initial = {"name": category.name, "state": category.state}
    return CategoryForm(initial=initial, auto_id=f"id_{category.pk}_%s")


@open_to(Surface.WRITERS)
@require_POST
def set_share(request: MemberRequest, slug: str) -> HttpResponse:
    cohort, form = arranged_by(request, slug), ShareForm(request.POST)
    if not form.is_valid():
        return page(request, cohort, share=form, status=422)
    actions.set_share(request.grants, cohort, share=form.cleaned_data["share"])
    return redirect("how_hours_count", slug)


@open_to(Surface.WRITERS)
@require_POST
def add_category(request: MemberRequest, slug: str) -> HttpResponse:
    cohort, form = arranged_by(request, slug), CategoryForm(request.POST)
    if form.is_valid():
        try:
            actions.add_category(request.grants, cohort, **form.cleaned_data)
            return redirect("how_hours_count", slug)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return page(request, cohort, added=form, status=422)


@open_to(Surface.WRITERS)
@require_POST
def hours_category(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Another name, away with it, or all loose sessions under it."""
    category = queries.category_for(cohort_for(request.grants, slug), number)
    cohort, act = arranged_by(request, slug), request.POST.get("act", "")
    if act == "remove":
        actions.remove_category(request.grants, category)
    elif act == "loose":
        actions.put_loose_under(request.grants, category)
    else:
        form = CategoryForm(request.POST, auto_id=f"id_{category.pk}_%s")
        if not renamed(request, category, form):
            return page(request, cohort, changed=(category.pk, form), status=422)
    return redirect("how_hours_count", slug)


def renamed(request: MemberRequest, category: HoursCategory, form: CategoryForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.rename_category(request.grants, category, **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return False
    return True
