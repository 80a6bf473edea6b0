"""Asking, replying, editing, choosing, thanking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from community import about
from community.files.actions import NotAttachable
from community.forum import actions, queries, tags
from community.forum.actions import ChangedMeanwhile, Unusable
from community.forum.forms import AskForm, EditForm, ReplyForm
from community.forum.models import Post, Space, Thread
from community.forum.views.guarding import cautions, softened
from community.forum.views.threads import post_piece, thread_page
from community.members.request import MemberRequest
from moderation.access import forum as rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        chosen = request.GET.get("space", "")
        start = {"space": chosen, "kind": "question", "tags": [request.GET.get("tag", "")]}
        return ask_page(request, AskForm(initial=start))
    form = AskForm(request.POST)
    if not form.is_valid():
        return ask_page(request, form, status=422)
    if seen := cautions(form):
        if form.cleaned_data["soften"]:
            return ask_page(request, softened(form, request.POST, seen), status=422, softened=True)
        return ask_page(request, form, status=422, seen=seen)
    where = queries.space_for(request.grants, form.cleaned_data["space"])
    subject = subject_of(request)
    try:
        made = actions.ask(
            request.grants,
            where,
            kind=form.cleaned_data["kind"],
            title=form.cleaned_data["title"],
            body=form.html() + (subject.link if subject else ""),
            nonce=form.cleaned_data["nonce"],
            attachments=form.cleaned_data["attachments"],
            hide=form.cleaned_data["hide"],
            anonymous=form.cleaned_data["anonymous"],
            label=form.cleaned_data["label"],
            tags=form.cleaned_data["tags"],
            closed=form.cleaned_data["closed"],
            poll=form.poll(),
        )
    except Unusable as error:
        form.add_error(error.field, error.sentence)
        return ask_page(request, form, status=422)
    except NotAttachable as error:
        form.add_error("body", str(error))
        return ask_page(request, form, status=422)
    if subject:
        about.asked(request.grants, subject, made.key)
    return sent(request, reverse("thread", args=[made.key]))


def subject_of(request: MemberRequest) -> about.Subject | None:
    """What they ask about, where they came from its page."""
    given = request.POST.get("about") or request.GET.get("about", "")
    return about.subject(request.grants, given) if given else None


def ask_page(request: MemberRequest, form: AskForm, *, status: int = 200, **guard: Any) -> HttpResponse:
    spaces, now = list(queries.spaces_for(request.grants)), timezone.now()
    places = [
        {
            "slug": s.slug,
            "name": s.name,
            "readers": queries.readers_of(request.grants, s),
            "audience": audience_words(s),
        }
        for s in spaces
    ]
    chosen = form["space"].value() or ""
    known = [place["slug"] for place in places]
    context = {
        "form": form,
        "places": places,
        "chosen": chosen,
        "about": subject_of(request),
        "may_hide": request.user.organization,
        "offered": tags.offered(),
        "may_announce": any(rules.may_announce(request.grants, s, now) for s in spaces),
        "mentions_in": chosen if chosen in known else next(iter(known), ""),
        **({"seen": [], "softened": False} | guard),
    }
    return render(request, "forum/ask.html", context, status=status)


def audience_words(space: Space) -> str:
    return {"members": "All members", "cohort": "Only its cohort", "moderators": "Only moderators"}[space.audience]


@open_to(Surface.WRITERS)
@require_POST
def reply(request: MemberRequest, key: UUID) -> HttpResponse:
    form = ReplyForm(request.POST)
    try:
        return reply_to(request, queries.thread_for(request.grants, key), form)
    except Absent:
        there = queries.moved_to(request.grants, key, 1).thread  # merged while this was written
        found = queries.thread_for(request.grants, there.key)
        form.is_valid()
        return thread_page(request, found, form, error=MERGED, status=422)


MERGED = "The question was merged into this one while you wrote. Your words are still here; look once, and post them."


def reply_to(request: MemberRequest, found: Thread, form: ReplyForm) -> HttpResponse:
    if not form.is_valid():
        error = form.errors.get("attachments", ["Something in the form was not right."])[0]
        return thread_page(request, found, form, error=str(error), status=422)
    if seen := cautions(form):
        if form.cleaned_data["soften"]:
            return thread_page(request, found, softened(form, request.POST, seen), status=422, softened=True)
        return thread_page(request, found, form, status=422, seen=seen)
    try:
        made = actions.reply(
            request.grants,
            found,
            body=form.html(),
            nonce=form.cleaned_data["nonce"],
            to=form.cleaned_data["to"],
            attachments=form.cleaned_data["attachments"],
            hide=form.cleaned_data["hide"],
            anonymous=form.cleaned_data["anonymous"],
        )
    except (Unusable, NotAttachable) as error:
        return thread_page(request, found, form, error=str(error), status=422)
    return sent(request, post_place(made.thread, made.number))


def sent(request: MemberRequest, place: str) -> HttpResponse:
    """Stored. A form goes to the place; a script is told it, and decides."""
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204, headers={"X-Location": place})
    return redirect(place)


def post_place(found: Thread, number: int) -> str:
    if number == 1:
        return reverse("thread", args=[found.key])
    return reverse("thread", args=[found.key]) + f"?to={number}#reply-{number}"


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    rules.may_edit_post(request.grants, found, timezone.now()).require()
    if request.method != "POST":
        form = EditForm(initial={"body": found.html, "title": found.thread.title, "revision": found.revision})
        return edit_page(request, found, form)
    form = EditForm(request.POST)
    title = request.POST.get("title") if number == 1 else None
    changed = False
    if form.is_valid():
        if seen := cautions(form):
            if form.cleaned_data["soften"]:
                return edit_page(request, found, softened(form, request.POST, seen), status=422, softened=True)
            return edit_page(request, found, form, status=422, seen=seen)
        try:
            actions.edit(
                request.grants, found, body=form.html(), title=title,
                revision=form.cleaned_data["revision"], forget=form.cleaned_data["forget"],
            )  # fmt: skip
            return sent(request, post_place(found.thread, number))
        except Unusable as error:
            form.add_error(error.field, error.sentence)
            changed = isinstance(error, ChangedMeanwhile)
    return edit_page(request, found, form, status=422, changed=changed)


def edit_page(
    request: MemberRequest, found: Post, form: EditForm, *, status: int = 200, changed: bool = False, **guard: Any
) -> HttpResponse:
    """`changed`: somebody saved it meanwhile; with what stands there now, and whoever saves again means it."""
    context = {
        "post": found,
        "thread": found.thread,
        "form": form,
        "changed": changed,
        "revision": found.revision if changed else form["revision"].value(),
        "own": found.writer_id == request.grants.member_id,
        "may_forget": bool(rules.may_forget_versions(request.grants, found, timezone.now())),
        "readers": queries.readers_of(request.grants, found.thread.space),
        **({"seen": [], "softened": False} | guard),
    }
    return render(request, "forum/edit.html", context, status=status)


@open_to(Surface.WRITERS)
@require_POST
def open_post(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """Let everybody edit it, or end that with off=1."""
    found = queries.post_for(request.grants, key, number)
    if request.POST.get("off"):
        actions.close_post(request.grants, found)
    else:
        actions.open_post(request.grants, found)
    return redirect(post_place(found.thread, number))


@open_to(Surface.WRITERS)
@require_POST
def delete(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    actions.delete(request.grants, found)
    return done(request, found.thread, number)


@open_to(Surface.WRITERS)
@require_POST
def answer(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """Choose, or take back with off=1."""
    found = queries.post_for(request.grants, key, number)
    if request.POST.get("off"):
        actions.take_back_answer(request.grants, found)
    else:
        actions.choose_answer(request.grants, found)
    return redirect(reverse("thread", args=[key]))


@open_to(Surface.WRITERS)
@require_POST
def still_open(request: MemberRequest, key: UUID) -> HttpResponse:
    """The asker's answer to the question whether it is settled."""
    actions.say_open(request.grants, queries.thread_for(request.grants, key))
    return redirect("thread", key)


@open_to(Surface.WRITERS)
@require_POST
def thanks(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    actions.toggle_reaction(request.grants, found)
    return done(request, found.thread, number)


def done(request: MemberRequest, found: Thread, number: int) -> HttpResponse:
    """To a script the post as it is now; to a form the page at that place."""
    if request.headers.get("X-Requested-With") == "fetch":
        return post_piece(request, found.key, number)
    return redirect(post_place(found, number))
