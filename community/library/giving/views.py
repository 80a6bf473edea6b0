"""Bringing files for the library, one or many, and sending each with what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from community.files.actions import TooMany
from community.files.inspect import Refused
from community.library import queries as library
from community.library.giving import actions, queries
from community.library.giving.forms import SendForm
from community.library.giving.models import Brought
from community.library.models import Wish
from community.library.revealing.actions import Unsettled
from community.library.revealing.traces import TRACKED
from community.library.wishing.queries import open_wish
from community.members.queries import cohort_choices
from community.members.request import MemberRequest
from moderation.access import library as rules
from moderation.access.audience import Surface, open_to

AT_ONCE = 20
CHOOSE = "Choose a file first."
TOO_MANY_AT_ONCE = f"Up to {AT_ONCE} files at once. The first {AT_ONCE} were taken; bring the others now."
INITIAL = {"audience": "members", "take_out": True}


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not taken, and why. The others are none the worse for it."""

    name: str
    why: str


def is_offered(request: MemberRequest) -> bool:
    """Moderators put it on the shelf; what others bring, one of them reads first."""
    return not rules.may_share_document(request.grants, timezone.now())


def wish_of(request: MemberRequest) -> Wish | None:
    """The request that what they bring answers; the address says so from step to step."""
    return open_wish(request.grants, request.POST.get("answers") or request.GET.get("answers", ""))


def at(name: str, *args: Any, wish: Wish | None) -> str:
    return reverse(name, args=args) + (f"?answers={wish.pk}" if wish else "")


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return bringing_page(request, [])
    given = request.FILES.getlist("file")
    failures = [] if given else [Failure("", CHOOSE)]
    made = []
    for file in given[:AT_ONCE]:
        taken = brought_or_why(request, file)
        made.append(taken) if isinstance(taken, Brought) else failures.append(taken)
    if len(given) > AT_ONCE:
        failures.append(Failure("", TOO_MANY_AT_ONCE))
    if request.headers.get("X-Requested-With") == "fetch":
        return told(request, made, failures)
    if failures:
        return bringing_page(request, failures, status=422)
    wish = wish_of(request)
    return redirect(at("brought", made[0].pk, wish=wish) if len(made) == 1 else at("share", wish=wish))


def brought_or_why(request: MemberRequest, file: UploadedFile[Any]) -> Brought | Failure:
    try:
        return actions.bring(request.grants, file)
    except (Refused, TooMany) as refused:
        return Failure(str(file.name or ""), str(refused))


def told(request: MemberRequest, made: list[Brought], failures: list[Failure]) -> HttpResponse:
    """To the script, which sends them one by one."""
    if failures or not made:
        return JsonResponse({"error": failures[0].why}, status=422)
    title = made[0].suggested.get("title") or made[0].upload.name
    url = at("brought", made[0].pk, wish=wish_of(request))
    return JsonResponse({"id": str(made[0].pk), "url": url, "title": title})


def bringing_page(request: MemberRequest, failures: list[Failure], status: int = 200) -> HttpResponse:
    context = {
        "waiting": queries.waiting_for(request.grants), "failures": failures, "offered": is_offered(request),
        "wish": wish_of(request),
    }  # fmt: skip
    return render(request, "library/bring.html", context, status=status)


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What the file reveals, what it seems to be, and sending it."""
    found, offered = queries.brought_for(request.grants, pk), is_offered(request)
    given = request.POST.copy()
    if offered:
        given["audience"] = "members"
    wish = wish_of(request)
    called = {"title": wish.title} if wish else {}
    form = SendForm(given if request.POST else None, initial={**found.suggested, **INITIAL, **called})
    if request.method == "POST" and form.is_valid():
        answer = sent(request, found, form, wish, offered=offered)
        if answer is not None:
            return answer
    traces = queries.traces_of(found)
    context = {
        "form": form, "brought": found, "offered": offered, "may_hide": request.user.organization,
        "cohorts": cohort_choices() if not offered else [], "traces": traces, "cautions": queries.cautions(found),
        "can_go": any(trace.can_go for trace in traces), "tracked": any(trace.kind == TRACKED for trace in traces),
        "wish": wish,
    }  # fmt: skip
    return render(request, "library/share.html", context, status=422 if form.errors else 200)


def sent(
    request: MemberRequest, found: Brought, form: SendForm, wish: Wish | None, *, offered: bool
) -> HttpResponse | None:
    """Nothing when something is wrong, which the form then says."""
    said = form.cleaned_data
    cohort_id = library.cohort_id_of(said["cohort"]) if said["audience"] == "cohort" else None
    if said["audience"] == "cohort" and cohort_id is None:
        form.add_error("cohort", "Choose which cohort this is for.")
        return None
    facts = form.facts(cohort_id=cohort_id, answers=wish)
    try:
        document = actions.send(
            request.grants, found, facts, clean=said["take_out"], final=said["final"] == "yes", offered=offered
        )
    except Unsettled as unsettled:
        form.add_error("final", str(unsettled))
        return None
    except Refused as refused:
        form.add_error("take_out", str(refused))
        return None
    return redirect("share") if queries.how_many_wait(request.grants) else redirect("document", document.pk)


@open_to(Surface.WRITERS)
@require_POST
def drop(request: MemberRequest, pk: UUID) -> HttpResponse:
    actions.drop(request.grants, queries.brought_for(request.grants, pk))
    return redirect(at("share", wish=wish_of(request)))
