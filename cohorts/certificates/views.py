"""Certificates: one's own, the paper, what strangers see of one; and the one public page, for whoever has a code."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.attendance import queries as attendance
from cohorts.attendance.hours import in_words
from cohorts.certificates import actions, codes, paper, queries, shown
from cohorts.certificates.forms import MakeForm, ShownForm
from cohorts.models import Certificate
from community import ratelimits
from community.files import apart
from community.files.views import as_attachment
from community.members.request import MemberRequest
from moderation.access import hours as rules
from moderation.access.audience import Surface, open_to

NOT_DRAWN = "The certificate could not be drawn just now. Please try again in a minute: nothing of it is lost."


@open_to(Surface.MEMBERS)
@require_safe
def my_certificates(request: MemberRequest) -> HttpResponse:
    return list_page(request)


def list_page(request: MemberRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    lines = [
        (c, in_words(c.minutes), shown.code_of(c), shown.address_of(c), rules.is_shown(c, now), form_of(c))
        for c in queries.certificates_of(request.grants)
    ]
    return render(request, "cohorts/my_certificates.html", {"lines": lines, "problem": problem}, status=status)


def form_of(certificate: Certificate) -> ShownForm:
    names = ("show_name", "show_total", "show_categories")
    return ShownForm(initial={n: getattr(certificate, n) for n in names}, auto_id=f"id_{certificate.pk}_%s")


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def make_certificate(request: MemberRequest, slug: str) -> HttpResponse:
    who, cohort = request.grants, queries.cohort_by_name(slug)
    minutes = attendance.minutes_of(who, cohort)
    may = rules.may_certify(who, cohort, minutes, timezone.now())
    if may.code == "no_access":
        may.require_sight()
    may.require()
    form = MakeForm(request.POST or None, initial={"show_name": "full", "show_total": True, "show_categories": True})
    if request.method == "POST" and form.is_valid():
        actions.make(who, cohort, form.shown(), years=form.cleaned_data["years"])
        return redirect("my_certificates")
    context = {"cohort": cohort, "form": form, "total": in_words(minutes)}
    return render(request, "cohorts/make_certificate.html", context, status=422 if form.errors else 200)


@open_to(Surface.MEMBERS)
@require_safe
def certificate_file(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = queries.certificate_for(request.grants, pk)
    try:
        drawn = paper.drawn(found)
    except apart.Failed:
        return list_page(request, problem=NOT_DRAWN, status=503)
    return as_attachment(drawn, f"certificate-{found.made_at:%Y-%m-%d}.pdf", "application/pdf")


@open_to(Surface.MEMBERS)
@require_POST
def keep_certificate(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What strangers see of it, or its withdrawal: also for whoever may only read, since it is about themselves."""
    found = queries.certificate_for(request.grants, pk)
    if request.POST.get("act") == "withdraw":
        actions.withdraw(request.grants, found)
    else:
        form = ShownForm(request.POST)
        if form.is_valid():
            actions.show(request.grants, found, form.shown())
    return redirect("my_certificates")


# ---- for strangers --------------------------------------------------------------------------


@open_to(Surface.VISITORS)
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate."""
    code = codes.read(request.GET.get("code", ""))
    if code:
        return redirect("verify_code", codes.in_groups(code))
    return render(request, "cohorts/verify.html", {"tried": bool(request.GET.get("code")), "told": None})


@open_to(Surface.VISITORS)
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the holder shows. Unknown, withdrawn and expired codes get the same page, whatever they look like."""
    ratelimits.require("verify", ratelimits.network_of(request))
    found = queries.shown_by(code, timezone.now())
    if found is None:
        return render(request, "cohorts/verify.html", {"tried": True, "told": None}, status=404)
    context = {"tried": False, "told": shown.told(found), "certificate": found}
    return render(request, "cohorts/verify.html", context)
