"""What everybody agrees to: accepting it at the door, writing it at the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from community.members.request import MemberRequest
from community.text import differences, documents, plain
from moderation import actions, queries
from moderation.access.audience import Surface, open_to
from moderation.access.desk import may_publish_agreement
from moderation.actions import Refused
from moderation.forms import AgreementForm


@open_to(Surface.THRESHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: MemberRequest) -> HttpResponse:
    """The current version, and what is new since the one this person accepted."""
    refusal = ""
    number = request.POST.get("number", "")
    if request.method == "POST" and number.isdecimal() and len(number) < 9:
        try:
            if request.POST.get("accept"):
                actions.accept_agreement(request.grants.member_id, int(number))
                return redirect(next_place(request))
            refusal = "Please tick the box if you agree. Without it, nothing opens."
        except Refused as refused:
            refusal = refused.sentence
    current = queries.current_agreement()
    before = queries.last_accepted(request.grants.member_id)
    fresh = current is not None and before is not None and before.number < current.number
    context = {
        "agreement": current,
        "before": before,
        "changes": differences.between(before.body, current.body) if fresh and before and current else [],
        "accepted": request.grants.agreed,
        "refusal": refusal,
        "next": next_place(request),
    }
    return render(request, "moderation/agreement.html", context, status=422 if refusal else 200)


def next_place(request: MemberRequest) -> str:
    """Where this person was going; nothing outside of here."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else "/"


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_desk(request: MemberRequest) -> HttpResponse:
    """Every version; an owner writes the next one, sees what it looks like and what it changes, and publishes it."""
    current = queries.current_agreement()
    given = {"title": current.title, "body": current.body} if current else {"title": "Our agreement"}
    form = AgreementForm(request.POST or None, initial=given)
    shown = ""
    if request.method == "POST" and form.is_valid():
        if request.POST.get("publish"):
            try:
                actions.publish_agreement(request.grants, **form.cleaned_data)
                return redirect("agreement_desk")
            except Refused as refused:
                form.add_error(refused.field, refused.sentence)
        else:
            shown = plain.clean(form.cleaned_data["body"]).strip()
    context = {
        "form": form,
        "versions": queries.agreements_for(request.grants),
        "current": current,
        "may_publish": may_publish_agreement(request.grants, timezone.now()),
        "shown": documents.from_markdown(shown) if shown else "",
        "changes": differences.between(current.body, shown) if shown and current else [],
    }
    return render(request, "moderation/agreement_desk.html", context, status=422 if form.errors else 200)
