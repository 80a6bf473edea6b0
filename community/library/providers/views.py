"""Pages of the directory of service providers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.library.forms import STATES
from community.library.providers import actions, queries
from community.library.providers.forms import ProviderForm, ReportForm, ReviewForm, as_written
from community.library.providers.models import Provider
from community.members.request import MemberRequest
from community.notifications import actions as notices
from moderation.access import providers as rules
from moderation.access.audience import Surface, open_to
from moderation.access.members import is_shown_beside_words
from moderation.actions import Refused


@open_to(Surface.MEMBERS)
@require_safe
def providers(request: MemberRequest) -> HttpResponse:
    category, state = request.GET.get("kind", ""), request.GET.get("state", "")
    category = category if category in Provider.Category.values else ""
    state = state if state in STATES else ""
    found = queries.providers_for(request.grants, category=category, state=state, after=after(request))
    shown = found[: queries.PAGE]
    context = {
        "providers": shown, "more": shown[-1] if len(found) > queries.PAGE else None, "kind": category, "state": state,
        "kinds": Provider.Category.choices, "states": STATES, "waiting": queries.waiting_for(request.grants),
        "may_suggest": rules.may_suggest_provider(request.grants, timezone.now()),
    }  # fmt: skip
    return render(request, "library/providers.html", context)


def after(request: MemberRequest) -> tuple[str, UUID] | None:
    """Where the page before ended, from an address somebody may have bent."""
    try:
        return request.GET["name"][:100].replace("\0", ""), UUID(request.GET["after"])
    except (KeyError, ValueError):
        return None


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: MemberRequest) -> HttpResponse:
    form = ProviderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("provider", actions.suggest(request.grants, form.cleaned_data).pk)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    return form_page(request, form, None)


def form_page(request: MemberRequest, form: ProviderForm, provider: Provider | None) -> HttpResponse:
    context = {"form": form, "provider": provider}
    return render(request, "library/provider_form.html", context, status=422 if form.errors else 200)


@open_to(Surface.MEMBERS)
@require_safe
def provider(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = queries.provider_for(request.grants, pk)
    notices.mark_read_at(request.user.pk, actions.place_of(found))
    return page(request, found)


def page(
    request: MemberRequest, found: Provider, *, review_form: ReviewForm | None = None,
    report_form: ReportForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    now, who = timezone.now(), request.grants
    reviews = queries.reviews_of(found)
    own = next((one for one in reviews if one.author_id == request.user.pk), None)
    keeps = rules.may_keep_provider(who, found, now)
    written = {"again": "yes" if own.again else "no", "words": own.words} if own else {}
    context = {
        "provider": found, "reviews": reviews, "own": own, "may_keep": keeps,
        "code": found.code if rules.may_see_code(who, found, now) else "",
        "reports": queries.open_reports(found) if keeps else [],
        "may_review": rules.may_review_provider(who, found, now),
        "may_report": rules.may_report_provider(who, found, now) and found.published_at,
        "droppable": {one.pk for one in reviews if rules.may_drop_review(who, one, now)},
        "schools": {
            one.pk: one.organization.name for one in reviews
            if one.organization and is_shown_beside_words(one.author.audiences, "school")
        },
        "review_form": review_form or ReviewForm(initial=written), "report_form": report_form or ReportForm(),
    }  # fmt: skip
    return render(request, "library/provider.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = queries.provider_for(request.grants, pk)
    form = ProviderForm(request.POST if request.method == "POST" else None, initial=as_written(found))
    if request.method == "POST" and form.is_valid():
        actions.change(request.grants, found, form.cleaned_data)
        return redirect("provider", pk)
    return form_page(request, form, found)


@open_to(Surface.MODERATORS)
@require_POST
def keep(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Publish, hide, or settle what was reported."""
    found = queries.provider_for(request.grants, pk)
    acts = {"publish": actions.publish, "hide": actions.hide, "settle": actions.settle}
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        return page(request, found, status=422)
    act(request.grants, found)
    return redirect("provider", pk)


@open_to(Surface.WRITERS)
@require_POST
def review(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = queries.provider_for(request.grants, pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.review(request.grants, found, again=said["again"] == "yes", words=said["words"])
            return redirect("provider", pk)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return page(request, found, review_form=form, status=422)


@open_to(Surface.WRITERS)
@require_POST
def drop_review(request: MemberRequest, pk: UUID, number: int) -> HttpResponse:
    found = queries.provider_for(request.grants, pk)
    actions.drop_review(request.grants, queries.review_for(found, number))
    return redirect("provider", pk)


@open_to(Surface.WRITERS)
@require_POST
def report(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = queries.provider_for(request.grants, pk)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            actions.report(request.grants, found, form.cleaned_data["what"])
            return redirect("provider", pk)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return page(request, found, report_form=form, status=422)
