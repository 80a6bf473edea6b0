"""Who wrote this? One page for the question, the decision and the answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from community.forum import actions, queries
from community.forum.actions import Unusable
from community.forum.forms import ReasonForm
from community.forum.models import Post
from community.members.request import MemberRequest
from community.notifications import actions as notices
from moderation.access import aliases as rules
from moderation.access.audience import Surface, open_to


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def unmask(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    asking = rules.may_ask_who_wrote(request.grants, found, timezone.now())
    asking.require_sight()
    asking.require()
    form = ReasonForm(request.POST or None)
    if request.method != "POST":
        return unmask_page(request, found, form)
    if form.is_valid():
        try:
            actions.ask_who_wrote(request.grants, found, reason=form.cleaned_data["reason"])
            return redirect("unmask", key, number)
        except Unusable as error:
            form.add_error(error.field, error.sentence)
    return unmask_page(request, found, form, status=422)


def unmask_page(request: MemberRequest, found: Post, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    who, now = request.grants, timezone.now()
    asked_of = queries.unmaskings_of(found)
    rows = [
        {
            "asked": asked,
            "may_decide": bool(rules.may_decide_who_wrote(who, asked, now)),
            "writer": asked.post.written_by if rules.may_see_who_wrote(who, asked, now) else None,
        }
        for asked in asked_of
    ]
    notices.mark_read_at_many([(who.member_id, actions.place_of(asked)) for asked in asked_of])
    context = {
        "post": found,
        "thread": found.thread,
        "form": form,
        "rows": rows,
        "open": any(asked.decided_at is None for asked in asked_of),
    }
    return render(request, "forum/unmask.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_POST
def decide_unmasking(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    asking = rules.may_ask_who_wrote(request.grants, found, timezone.now())
    asking.require_sight()
    asking.require()
    waiting = queries.open_unmasking(found)
    if waiting is not None:
        actions.decide_who_wrote(request.grants, waiting, agreed=request.POST.get("agree") == "1")
    return redirect("unmask", key, number)
