"""How far a question may go. Who may not decide it does not get the page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from community import quoting
from community.forum import actions, queries
from community.forum.forms import LabelForm
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.access.labels import Label, label_of, may_label, stricter


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def label(request: MemberRequest, key: UUID) -> HttpResponse:
    """Offered is what is allowed now; the action asks again, for somebody may answer meanwhile."""
    found = queries.thread_for(request.grants, key)
    found.promised = quoting.promised(key)
    now = timezone.now()
    may_label(request.grants, found, found.label, now).require()
    form = LabelForm(request.POST or None, initial={"label": label_of(found)})
    if request.method == "POST" and form.is_valid():
        decision = may_label(request.grants, found, form.cleaned_data["label"], now)
        if decision:
            actions.set_label(request.grants, found, form.cleaned_data["label"])
            return redirect("thread", key)
        form.add_error("label", decision.sentence)
    offered = [
        one for one in Label if stricter(one, found.space.label) == one and may_label(request.grants, found, one, now)
    ]  # one looser than its space would promise what does not hold
    context = {
        "thread": found,
        "form": form,
        "offered": offered,
        "relied": found.numbered_to > 1,
        "promised": found.promised,
    }
    return render(request, "forum/label.html", context, status=422 if request.method == "POST" else 200)
