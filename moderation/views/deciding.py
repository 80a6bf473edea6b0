"""The desk: applications, and one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import cursors
from community.members.queries import cohort_choices
from community.members.request import MemberRequest
from community.notifications import actions as notifications
from moderation import letters, queries
from moderation.access import applications as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent, Denied
from moderation.actions import Refused, deciding
from moderation.actions.telling import place_of
from moderation.forms.deciding import NEW, AdmitForm, LetterForm, NoteForm, VoteForm
from moderation.models import Application
from moderation.queries import deciding as desk
from moderation.queries.likeness import likeness_of


@open_to(Surface.MODERATORS)
@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    return render(request, "moderation/applications.html", queue(request))


def queue(request: MemberRequest) -> dict[str, Any]:
    """The left pane: whoever waits longest stands first."""
    stage = request.GET.get("stage", "")[:12]
    found = desk.applications_for(request.grants, stage=stage, after=cursors.read(request.GET.get("after", ""), UUID))
    shown = found[: desk.PAGE]
    counts = desk.counts_by_stage(request.grants)
    last = shown[-1] if shown else None
    at = last and (last.decided_at or last.submitted_at)
    return {
        "applications": shown,
        "more": cursors.written(at, last.pk) if at and last and len(found) > desk.PAGE else "",
        "stage": stage,
        "counts": counts,
        "now": timezone.now(),
        "is_claimed": rules.is_claimed,
    }


@open_to(Surface.MODERATORS)
@require_safe
def application_desk(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = desk.application_for(request.grants, pk)
    notifications.mark_read_at(request.grants.member_id, place_of(found))
    return case(request, found)


def case(
    request: MemberRequest, found: Application, *, note: NoteForm | None = None, vote: VoteForm | None = None,
    status: int = 200, **deciding_now: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one application; `deciding_now` is what the panel below it is about to do."""
    who, now = request.grants, timezone.now()
    opinions = desk.opinions_of(found)
    context = {
        **queue(request),
        "application": found,
        "words": desk.words_of(found),
        "log": desk.log_of_application(found),
        "opinions": opinions,
        "mine": next((one for one in opinions.votes if one.moderator_id == who.member_id), None),
        "likeness": likeness_of(who, found),
        "claimed": rules.is_claimed(found, now),
        "me": who.member_id,
        "may_claim": rules.may_claim(who, found, now),
        "may_release": rules.may_release(who, found, now),
        "may_vote": rules.may_vote(who, found, opinions.panel, now),
        "may": {
            "admit": rules.may_admit(who, found, opinions.panel, now),
            "ask": rules.may_answer(who, found, now),
            "waitlist": rules.may_answer(who, found, now),
            "decline": rules.may_decline(who, found, opinions.panel, now),
        },
        "note_form": note or NoteForm(),
        "vote_form": vote or VoteForm(),
        "act": "",
        "kept": "",
        "refusal": "",
        **deciding_now,
    }
    return render(request, "moderation/application.html", context, status=status)


@open_to(Surface.MODERATORS)
@require_POST
def claim_application(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take it in hand, or with off=1 hand it back."""
    found = desk.application_for(request.grants, pk)
    try:
        (deciding.release if request.POST.get("off") else deciding.claim)(request.grants, found)
    except Refused as refused:
        return case(request, desk.application_for(request.grants, pk), refusal=refused.sentence, status=409)
    return redirect("application_desk", pk)


@open_to(Surface.MODERATORS)
@require_POST
def note_application(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = desk.application_for(request.grants, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            deciding.note(request.grants, found, form.cleaned_data["body"])
            return redirect("application_desk", pk)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    return case(request, found, note=form, status=422)


@open_to(Surface.MODERATORS)
@require_POST
def vote_application(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = desk.application_for(request.grants, pk)
    form = VoteForm(request.POST)
    if form.is_valid():
        try:
            deciding.vote(request.grants, found, **form.cleaned_data)
            return redirect("application_desk", pk)
        except Refused as refused:
            fresh = desk.application_for(request.grants, pk)
            return case(request, fresh, vote=form, refusal=refused.sentence, status=409)
    return case(request, found, vote=form, status=422)


@open_to(Surface.MODERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: MemberRequest, pk: UUID, act: str) -> HttpResponse:
    """Admit, ask, waitlist, decline: a letter to edit, the mail to look at, and only then the act."""
    if act not in letters.ACTS:
        raise Absent
    found = desk.application_for(request.grants, pk)
    kind = AdmitForm if act == "admit" else LetterForm
    if request.method != "POST":
        draft = letters.draft(act, found, request.user.name)
        start = {"letter": draft, "seen": found.stage, "new_name": found.school, "new_state": found.state}
        return decide_page(request, found, act, kind(initial=start))
    form = kind(request.POST)
    if not form.is_valid():
        return decide_page(request, found, act, form, status=422)
    if not request.POST.get("send"):
        return decide_page(request, found, act, form, mail=mail_of(request, found, act, form))
    try:
        carry_out(request, found, act, form.cleaned_data)
    except Denied as denied:
        return decide_page(request, found, act, form, refusal=denied.decision.sentence, status=403)
    except Refused as refused:
        fresh = desk.application_for(request.grants, pk)
        if refused.field == "seen":  # somebody was quicker: what they did is on the page, what was typed as well
            return decide_page(request, fresh, act, form, refusal=refused.sentence, status=409)
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return decide_page(request, fresh, act, form, status=422)
    return redirect("application_desk", pk)


def decide_page(
    request: MemberRequest, found: Application, act: str, form: LetterForm, *,
    mail: tuple[str, str] | None = None, refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    # Between the look and the act the stage stays what it was when the letter was begun: else nobody would notice.
    seen = form["seen"].value() if mail else found.stage
    kept = form["letter"].value() if found.stage not in rules.OPEN else ""
    more: dict[str, Any] = {
        "act": act, "form": form, "mail": mail, "seen": seen, "kept": kept, "refusal": refusal, "NEW": NEW,
    }  # fmt: skip
    if act == "admit":
        more |= {"organizations": queries.organizations(), "cohorts": cohort_choices()}
    return case(request, found, status=status, **more)


def mail_of(request: MemberRequest, found: Application, act: str, form: LetterForm) -> tuple[str, str]:
    given = form.cleaned_data
    there = queries.organizations().filter(slug=given.get("organization", "")).first() if act == "admit" else None
    return letters.preview(
        act, found, given["letter"].strip(), moderator=request.user.name,
        organization=there.name if there else given.get("new_name", ""),
    )  # fmt: skip


def carry_out(request: MemberRequest, found: Application, act: str, given: dict[str, Any]) -> None:
    common = {"letter": given["letter"], "seen": given["seen"]}
    if act != "admit":
        {"ask": deciding.ask, "waitlist": deciding.waitlist, "decline": deciding.decline}[act](
            request.grants, found, **common
        )
        return
    cohort = cohort_choices().filter(slug=given["cohort"]).first() if given["cohort"] else None
    if given["organization"] == NEW:
        about = {"name": given["new_name"], "state": given["new_state"], "kind": given["new_kind"]}
        deciding.admit_with_organization(request.grants, found, about=about, cohort=cohort, **common)
        return
    organization = queries.organizations().filter(slug=given["organization"]).first()
    if organization is None:
        raise Refused("organization", "Choose whose seat this is.")
    deciding.admit(request.grants, found, organization=organization, cohort=cohort, **common)
