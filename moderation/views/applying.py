"""The public pages of somebody who asks to come in. They show nothing of the inside and say nothing of who is known."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import ratelimits
from community.text import documents
from moderation import queries
from moderation.access.applications import OPEN, is_claimed
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.actions import Refused, applying
from moderation.forms.applying import LEAST, AnswerForm, ApplicationForm, CodeForm, LinkForm, Mark
from moderation.models import Application, Policy
from moderation.queries import applying as waiting
from moderation.words import about

CLOSED = "Requests are not taken at the moment. What you wrote is still here; please come back another day."
HIDDEN = "A field that people cannot see was filled in, perhaps by your browser. Please send it once more."
HASTY = "That was faster than anybody can read it. Please look it over and send it once more."
STALE = "This page was open for a long time. Please look it over and send it once more."
Stage = Application.Stage


@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The request itself: one page, which works without any script."""
    policy = waiting.policy()
    if request.method == "POST":
        return receive(request, policy)
    if not policy.applications_open:
        return render(request, "moderation/apply_closed.html")
    mark, initial = Mark(), {}
    questions = waiting.questions_at(mark.opened_at)
    before = correctable(request.GET.get("again", ""))
    if before is not None:
        mark, initial = Mark(before.nonce, mark.opened_at), ApplicationForm.again(before, questions)
    return apply_page(request, policy, ApplicationForm(initial=initial, questions=questions), mark)


def correctable(nonce: str) -> Application | None:
    """What this browser sent and has not confirmed yet."""
    try:
        found = waiting.application_by_nonce(UUID(nonce))
    except ValueError:
        return None
    return found if found is not None and found.stage == Stage.UNPROVEN else None


def receive(request: HttpRequest, policy: Policy) -> HttpResponse:
    given = Mark.read(request.POST.get("mark", ""))
    mark = given or Mark()
    form = ApplicationForm(request.POST, questions=waiting.questions_at(mark.opened_at))
    if form.is_valid():
        trouble = hurdle(form, policy, given) or pace(request, form)
        if not trouble:
            made = applying.apply(
                nonce=mark.nonce, answers=form.answers(),
                **{name: form.cleaned_data[name] for name in ("email", "name", "school", "state")},
            )  # fmt: skip
            return redirect("apply_code", made.nonce)
        form.add_error(None, trouble)
    return apply_page(request, policy, form, mark, status=422)


def hurdle(form: ApplicationForm, policy: Policy, mark: Mark | None) -> str:
    """What stops machines, in a sentence for the people it stops by mistake."""
    if not policy.applications_open:
        return CLOSED
    if form.cleaned_data["website"]:
        return HIDDEN
    if mark is None:
        return STALE
    return HASTY if timezone.now() - mark.opened_at < LEAST else ""


def pace(request: HttpRequest, form: ApplicationForm | LinkForm) -> str:
    """So many from one network, so many mails to one address: counted whether or not it is known here."""
    for budget, key in (
        ("apply", ratelimits.network_of(request)),
        ("apply_mail", queries.hash_of(form.cleaned_data["email"])),
    ):
        if ratelimits.take(budget, key):
            return ratelimits.sentence(budget)
    return ""


def apply_page(
    request: HttpRequest, policy: Policy, form: ApplicationForm, mark: Mark, *, status: int = 200, preview: bool = False
) -> HttpResponse:  # fmt: skip
    welcome = documents.from_markdown(policy.welcome) if policy.welcome else ""
    context = {"form": form, "opened": str(mark), "welcome": welcome, "preview": preview}
    return render(request, "moderation/apply.html", context, status=status)


@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def apply_code(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Where the code of the mail is typed. The same page whoever the address belongs to."""
    application = waiting.application_by_nonce(nonce)
    if application is None:
        raise Absent
    form = CodeForm(request.POST if "code" in request.POST else None)
    refusal = ""
    if request.method == "POST" and request.POST.get("again"):
        if not ratelimits.take("apply_mail", queries.hash_of(application.email)):
            applying.send_code_again(application)
            response = redirect("apply_code", nonce)
            response["Location"] += "?sent=1"
            return response
        refusal = ratelimits.sentence("apply_mail")
    elif request.method == "POST" and form.is_valid():
        if ratelimits.take("apply_code", ratelimits.network_of(request)):
            refusal = ratelimits.sentence("apply_code")
        else:
            try:
                return redirect("application", applying.prove(application, form.cleaned_data["code"]))
            except Refused as refused:
                form.add_error("code", refused.sentence)
    context = {
        "application": application, "form": form, "refusal": refusal, "sent": request.GET.get("sent") == "1",
        "proven": application.stage != Stage.UNPROVEN,
    }  # fmt: skip
    return render(request, "moderation/apply_code.html", context, status=422 if form.errors or refusal else 200)


@open_to(Surface.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def apply_lost(request: HttpRequest) -> HttpResponse:
    """A new link for whoever lost the old one. Says the same for every address."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    sent = False
    if request.method == "POST" and form.is_valid():
        trouble = pace(request, form)
        if trouble:
            form.add_error("email", trouble)
        else:
            applying.ask_for_link(form.cleaned_data["email"])
            sent = True
    context = {"form": form, "sent": sent}
    return render(request, "moderation/apply_lost.html", context, status=422 if form.errors else 200)


@open_to(Surface.VISITORS)
@require_safe
def application(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands. Looking changes nothing: mail scanners open every link they see."""
    return status_page(request, token, AnswerForm())


@open_to(Surface.VISITORS)
@require_POST
def application_answer(request: HttpRequest, token: str) -> HttpResponse:
    found = waiting.application_by_token(token)
    form = AnswerForm(request.POST)
    if found is not None and form.is_valid():
        try:
            applying.answer(found, form.cleaned_data["body"])
            return redirect("application", token)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return status_page(request, token, form, status=422)


@open_to(Surface.VISITORS)
@require_POST
def application_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    found = waiting.application_by_token(token)
    if found is None:
        return no_such_link(request)
    applying.withdraw_application(found)
    return redirect("application", token)


def status_page(request: HttpRequest, token: str, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    found = waiting.application_by_token(token)
    if found is None:
        return no_such_link(request)
    wait = waiting.usual_wait()
    context = {
        "application": found,
        "token": token,
        "words": waiting.words_for_applicant(found),
        "wait": about(wait) if wait else "",
        "read_since": found.claimed_at if is_claimed(found, timezone.now()) else None,
        "open": found.stage in OPEN,
        "form": form,
    }
    return render(request, "moderation/application_status.html", context, status=status)


def no_such_link(request: HttpRequest) -> HttpResponse:
    """The same page for a link that never was and one that is no longer good."""
    return render(request, "moderation/application_closed.html", status=404)
