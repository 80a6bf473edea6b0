"""The desk: what the application asks, what greets people, how many have to agree."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.request import MemberRequest
from moderation.access import applications as rules
from moderation.access.audience import Surface, open_to
from moderation.actions import Refused
from moderation.actions import questions as actions
from moderation.forms.applying import ApplicationForm, Mark
from moderation.forms.questions import PolicyForm, QuestionForm
from moderation.models import Question
from moderation.queries import applying as waiting
from moderation.queries import questions as desk
from moderation.views.applying import apply_page


@open_to(Surface.MODERATORS)
@require_safe
def questions(request: MemberRequest) -> HttpResponse:
    return questions_page(request)


def questions_page(request: MemberRequest, *, policy: PolicyForm | None = None, status: int = 200) -> HttpResponse:
    now, held = timezone.now(), waiting.policy()
    start = {
        "applications_open": held.applications_open, "welcome": held.welcome,
        "approvals_needed": str(held.approvals_needed), "leaving": held.leaving,
    }  # fmt: skip
    context = {
        "questions": desk.questions_for(request.grants),
        "policy": held,
        "policy_form": policy or PolicyForm(initial=start),
        "may_set_policy": rules.may_set_policy(request.grants, now),
        "kinds": dict(Question.Kind.choices),
    }
    return render(request, "moderation/questions.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: MemberRequest) -> HttpResponse:
    form = QuestionForm(request.POST if request.method == "POST" else None, initial={"required": True})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_question(request.grants, **form.cleaned_data)
            return redirect("questions")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return question_page(request, form, None)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_question(request: MemberRequest, pk: int) -> HttpResponse:
    question = desk.question_for(request.grants, pk)
    start = {
        "label": question.label, "kind": question.kind, "hint": question.help, "required": question.required,
        "choices": "\n".join(question.choices),
    }  # fmt: skip
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_question(request.grants, question, **form.cleaned_data)
            return redirect("questions")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return question_page(request, form, question)


def question_page(request: MemberRequest, form: QuestionForm, question: Question | None) -> HttpResponse:
    context = {"form": form, "question": question, "kinds": Question.Kind.choices}
    return render(request, "moderation/question.html", context, status=422 if form.errors else 200)


@open_to(Surface.MODERATORS)
@require_POST
def retire_question(request: MemberRequest, pk: int) -> HttpResponse:
    actions.retire_question(request.grants, desk.question_for(request.grants, pk))
    return redirect("questions")


@open_to(Surface.MODERATORS)
@require_POST
def move_question(request: MemberRequest, pk: int) -> HttpResponse:
    """One up, or with down=1 one down."""
    question = desk.question_for(request.grants, pk)
    actions.move_question(request.grants, question, up=not request.POST.get("down"))
    response = redirect("questions")
    response["Location"] += f"#question-{pk}"
    return response


@open_to(Surface.MODERATORS)
@require_safe
def preview_questions(request: MemberRequest) -> HttpResponse:
    """The public page as visitors see it; nothing can be sent from here."""
    rules.may_see_applications(request.grants).require_sight()
    mark = Mark()
    form = ApplicationForm(questions=waiting.questions_at(mark.opened_at))
    return apply_page(request, waiting.policy(), form, mark, preview=True)


@open_to(Surface.OWNERS)
@require_POST
def set_policy(request: MemberRequest) -> HttpResponse:
    form = PolicyForm(request.POST)
    if form.is_valid():
        try:
            actions.set_policy(request.grants, **form.cleaned_data)
            return redirect("questions")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return questions_page(request, policy=form, status=422)
