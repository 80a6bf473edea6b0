"""The bell; and the mail that stands in for it while one is away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.request import MemberRequest
from community.notifications import actions, queries, unsubscribing
from community.notifications.forms import MailForm, SeenForm, given_before
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Looking does not mark anything; opening a thing does, and saying so."""
    items = queries.items_for(request.grants)
    context = {
        "fresh": [i for i in items if i.unread],
        "earlier": [i for i in items if not i.unread],
        "newest": max((i.newest for i in items), default=0),
    }
    return render(request, "notifications/inbox.html", context)


@open_to(Surface.MEMBERS)
@require_safe
def unread(request: MemberRequest) -> HttpResponse:
    """The number on the bell, for a page that just heard of news."""
    return JsonResponse({"unread": queries.unread_count(request.grants)})


@open_to(Surface.MEMBERS)
@require_POST
def read(request: MemberRequest) -> HttpResponse:
    """One row with its kind and place, else all. What is not readable as a row is all of nothing."""
    form, member_id = SeenForm(request.POST), request.grants.member_id
    if form.is_valid():
        seen = form.cleaned_data
        if seen["kind"] or seen["place"]:
            actions.mark_group_read(member_id, seen["kind"], seen["place"], up_to=seen["up_to"] or 0)
        else:
            actions.mark_all_read(member_id, up_to=seen["up_to"])
    return redirect("inbox")


# ---- mail -----------------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: MemberRequest) -> HttpResponse:
    chosen = queries.mail_settings(request.grants.member_id)
    given = request.POST if request.method == "POST" else None
    form = MailForm(given, initial=given_before(chosen))
    if form.is_valid():
        kept = {name: form.cleaned_data[name] for name in ("pace", "excerpts", "spared")}
        actions.choose_mail(request.grants.member_id, **kept, quiet=form.quiet())
        response = redirect("mail_settings")
        response["Location"] += "?saved=1"
        return response
    context = {
        "form": form, "saved": "saved" in request.GET, "address": request.user.email,
        "zone": timezone.get_current_timezone_name(),
    }  # fmt: skip
    return render(request, "notifications/mail.html", context, status=422 if form.errors else 200)


@csrf_exempt
@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_off(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: scanners open every link of a mail. A post does, by the token alone: mail programs send
    it with nobody signed in (RFC 8058)."""
    member_id = unsubscribing.whose(token)
    done = request.method == "POST"
    if done:
        actions.stop_mail(member_id)
    return render(request, "notifications/mail_off.html", {"done": done})
