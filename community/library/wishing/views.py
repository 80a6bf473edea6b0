"""The page of requests for missing templates."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community import cursors
from community.library import queries as library
from community.library.models import Wish
from community.library.wishing import actions, queries
from community.library.wishing.forms import CloseForm, WishForm
from community.members.request import MemberRequest
from community.notifications import actions as notices
from community.ratelimits import TooOften
from moderation.access import adapting as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.actions import Refused


@open_to(Surface.MEMBERS)
@require_safe
def wishes(request: MemberRequest) -> HttpResponse:
    notices.mark_read_at(request.user.pk, actions.PLACE)
    return page(request)


@open_to(Surface.WRITERS)
@require_POST
def wish(request: MemberRequest) -> HttpResponse:
    form = WishForm(request.POST)
    if not form.is_valid():
        return page(request, form=form, status=422)
    try:
        actions.wish(request.grants, **form.cleaned_data)
        return redirect("wishes")
    except TooOften as refused:
        form.add_error("title", str(refused))
        return page(request, form=form, status=429)


def page(
    request: MemberRequest, *, form: WishForm | None = None, closing: Wish | None = None,
    close_form: CloseForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    now, closed = timezone.now(), request.GET.get("show") == "closed"
    found = queries.wishes_for(request.grants, closed=closed, before=cursor(request.GET.get("before", "")))
    shown = found[: queries.PAGE]
    last = shown[-1] if len(found) > queries.PAGE else None
    context = {
        "wishes": shown,
        "closed": closed,
        "older": f"{last.voices}~{last.pk}" if last else "",
        "form": form or WishForm(),
        "may_wish": rules.may_wish(request.grants, now),
        "may_close": rules.may_close_wish(request.grants, Wish(), now),
        "closing": closing.pk if closing else None,
        "close_form": close_form or CloseForm(),
    }
    return render(request, "library/wishes.html", context, status=status)


def cursor(text: str) -> tuple[int, int] | None:
    """How many voices, and the key; None for what somebody bent."""
    voices, _, pk = text.partition("~")
    try:
        return cursors.number(voices), cursors.number(pk)
    except ValueError:
        return None


@open_to(Surface.WRITERS)
@require_POST
def say_too(request: MemberRequest, pk: int) -> HttpResponse:
    actions.say_too(request.grants, queries.wish_for(request.grants, pk), off=bool(request.POST.get("off")))
    response = redirect("wishes")
    response["Location"] += f"#wish-{pk}"
    return response


@open_to(Surface.MODERATORS)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """Answered by a template of the library, or declined with a reason."""
    wish = queries.wish_for(request.grants, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            if said["do"] == "answer":
                actions.answer(request.grants, wish, library.document_for(request.grants, said["document_id"]))
            else:
                actions.decline(request.grants, wish, said["why"])
            return redirect("wishes")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        except Absent:
            form.add_error("link", actions.NOT_IN_THE_LIBRARY)
    return page(request, closing=wish, close_form=form, status=422)
