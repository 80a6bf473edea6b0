"""Pages of the forum: door, form, action, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community import ratelimits
from community.files.actions import NotAttachable
from community.forum import actions, queries, shown
from community.forum.actions import Unusable
from community.forum.forms import AskForm, EditForm, ReplyForm
from community.forum.models import Post, Space, Thread
from community.members.queries import mentionable
from community.members.request import MemberRequest
from moderation.access import forum as rules
from moderation.access.audience import Surface, open_to
from moderation.access.grants import Grants

SHOWS = ("all", "unanswered", "solved")


# ---- lists ----------------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_GET
def latest(request: MemberRequest) -> HttpResponse:
    """Everything I can read, newest activity first; or what nobody answered."""
    show = request.GET.get("show", "all")
    before = shown.cursor_of(request.GET.get("before", ""))
    if show == "unanswered":
        rows, older = shown.page(
            queries.unanswered(request.grants, before=before), request.user.joined_at, by="created_at"
        )
    else:
        rows, older = shown.page(queries.latest(request.grants, before=before), request.user.joined_at)
    return render(request, "forum/latest.html", {"rows": rows, "older": older, "show": show, "first": before is None})


@open_to(Surface.MEMBERS)
@require_GET
def spaces(request: MemberRequest) -> HttpResponse:
    found = queries.spaces_with_news(request.grants, request.user.joined_at)
    return render(request, "forum/spaces.html", {"spaces": found})


@open_to(Surface.MEMBERS)
@require_GET
def space(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.space_for(request.grants, slug)
    show = request.GET.get("show", "all")
    before = shown.cursor_of(request.GET.get("before", ""))
    lists = {"unanswered": queries.unanswered, "solved": queries.solved}
    by = "created_at" if show == "unanswered" else "last_post_at"
    rows, older = shown.page(
        lists.get(show, queries.latest)(request.grants, space=found, before=before),
        request.user.joined_at,
        by=by,
    )
    context = {
        "space": found,
        "rows": rows,
        "older": older,
        "show": show if show in SHOWS else "all",
        "first": before is None,
        "readers": queries.readers_of(request.grants, found),
    }
    return render(request, "forum/space.html", context)


@open_to(Surface.MEMBERS)
@require_POST
def space_read(request: MemberRequest, slug: str) -> HttpResponse:
    found = queries.space_for(request.grants, slug)
    actions.mark_space_read(request.grants, found)
    return redirect("space", slug)


# ---- one thread -----------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_GET
def thread(request: MemberRequest, key: UUID) -> HttpResponse:
    found = queries.thread_for(request.grants, key)
    return thread_page(
        request, found, ReplyForm(), wanted=shown.number_of(request.GET.get("to") or request.GET.get("from"))
    )


def thread_page(
    request: MemberRequest,
    found: Thread,
    form: ReplyForm,
    *,
    wanted: int | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    span = shown.window(found, wanted)
    answer = found.answer.post.number if found.answered and hasattr(found, "answer") else None
    posts = [
        shown.post(row, found, request.grants.member_id, answer)
        for row in queries.opening_and_window(found, span.first, span.last)
    ]
    shown.name_parents(posts)
    replies = [p for p in posts if span.first <= p["number"] <= span.last and p["number"] > 1]
    read = int(found.read_number)  # type: ignore[attr-defined]
    context = {
        "thread": found,
        "opening": posts[0],
        "answer": next((p for p in posts if p["number"] == answer), None),
        "replies": replies,
        "window": span,
        "read": read,
        "new": max(0, found.last_number - read) if read else 0,
        "first_new": next((p["number"] for p in replies if read and p["number"] > read), None),
        "readers": queries.readers_of(request.grants, found.space),
        "people": queries.participants(found),
        "can": abilities(request.grants, found),
        "form": form,
        "error": error,
    }
    return render(request, "forum/thread.html", context, status=status)


def abilities(who: Grants, found: Thread) -> dict[str, bool]:
    """What the templates may offer; the actions ask the rules again."""
    now = timezone.now()
    probe = Post(thread=found, number=2, author_id=who.member_id)
    return {
        "reply": bool(rules.may_reply(who, found, now)),
        "choose": bool(rules.may_choose_answer(who, probe, now)),
    }


@open_to(Surface.MEMBERS)
@require_GET
def fragment(request: MemberRequest, key: UUID) -> HttpResponse:
    """Replies after a number, for a page that is already open."""
    found = queries.thread_for(request.grants, key)
    after = shown.number_of(request.GET.get("after")) or 1
    rows = queries.posts_of(found, first=max(after + 1, 2))
    return posts_fragment(request, found, rows)


@open_to(Surface.MEMBERS)
@require_GET
def post(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """One post by itself: after an edit, a thank-you, a chosen answer."""
    found = queries.thread_for(request.grants, key)
    rows = queries.posts_of(found, [number])
    return posts_fragment(request, found, rows)


def posts_fragment(request: MemberRequest, found: Thread, rows: list[queries.Row]) -> HttpResponse:
    answer = found.answer.post.number if found.answered and hasattr(found, "answer") else None
    posts = [shown.post(row, found, request.grants.member_id, answer) for row in rows]
    shown.name_parents(posts)
    context = {"thread": found, "posts": posts, "can": abilities(request.grants, found)}
    return render(request, "forum/_posts.html", context)


@open_to(Surface.MEMBERS)
@require_POST
def read(request: MemberRequest, key: UUID) -> HttpResponse:
    """How far this browser saw the thread."""
    found = queries.thread_for(request.grants, key)
    actions.mark_read(request.grants, found, shown.number_of(request.POST.get("number")) or 0)
    return HttpResponse(status=204)


@open_to(Surface.MEMBERS)
@require_POST
def unread(request: MemberRequest, key: UUID) -> HttpResponse:
    """Mark unread from here; back to the list, where it shows."""
    found = queries.thread_for(request.grants, key)
    actions.mark_unread_from(request.grants, found, shown.number_of(request.POST.get("number")) or 1)
    return redirect("space", found.space.slug)


# ---- writing --------------------------------------------------------------------------------


@open_to(Surface.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        chosen = request.GET.get("space", "")
        return ask_page(request, AskForm(initial={"space": chosen, "kind": "question"}))
    form = AskForm(request.POST)
    if not form.is_valid():
        return ask_page(request, form, status=422)
    where = queries.space_for(request.grants, form.cleaned_data["space"])
    try:
        made = actions.ask(
            request.grants,
            where,
            kind=form.cleaned_data["kind"],
            title=form.cleaned_data["title"],
            body=form.html(),
            nonce=form.cleaned_data["nonce"],
            attachments=shown.uuids_of(form.attachment_ids()),
        )
    except Unusable as error:
        form.add_error(error.field, error.sentence)
        return ask_page(request, form, status=422)
    except NotAttachable as error:
        form.add_error("body", str(error))
        return ask_page(request, form, status=422)
    return sent(request, reverse("thread", args=[made.key]))


def ask_page(request: MemberRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    places = [
        {
            "slug": s.slug,
            "name": s.name,
            "readers": queries.readers_of(request.grants, s),
            "audience": audience_words(s),
        }
        for s in queries.spaces_for(request.grants)
    ]
    return render(request, "forum/ask.html", {"form": form, "places": places}, status=status)


def audience_words(space: Space) -> str:
    return {"members": "All members", "cohort": "Only its cohort", "moderators": "Only moderators"}[space.audience]


@open_to(Surface.WRITERS)
@require_POST
def reply(request: MemberRequest, key: UUID) -> HttpResponse:
    found = queries.thread_for(request.grants, key)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return thread_page(request, found, form, error="Something in the form was not right.", status=422)
    try:
        made = actions.reply(
            request.grants,
            found,
            body=form.html(),
            nonce=form.cleaned_data["nonce"],
            to=form.cleaned_data["to"],
            attachments=shown.uuids_of(form.attachment_ids()),
        )
    except (Unusable, NotAttachable) as error:
        return thread_page(request, found, form, error=str(error), status=422)
    return sent(request, post_place(found, made.number))


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
        form = EditForm(initial={"body": found.html, "title": found.thread.title})
        return edit_page(request, found, form)
    form = EditForm(request.POST)
    title = request.POST.get("title") if number == 1 else None
    if form.is_valid():
        try:
            actions.edit(request.grants, found, body=form.html(), title=title)
            return sent(request, post_place(found.thread, number))
        except Unusable as error:
            form.add_error(error.field, error.sentence)
    return edit_page(request, found, form, status=422)


def edit_page(request: MemberRequest, found: Post, form: EditForm, *, status: int = 200) -> HttpResponse:
    context = {
        "post": found,
        "thread": found.thread,
        "form": form,
        "readers": queries.readers_of(request.grants, found.thread.space),
    }
    return render(request, "forum/edit.html", context, status=status)


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
def thanks(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.post_for(request.grants, key, number)
    actions.toggle_reaction(request.grants, found)
    return done(request, found.thread, number)


def done(request: MemberRequest, found: Thread, number: int) -> HttpResponse:
    """To a script the post as it is now; to a form the page at that place."""
    if request.headers.get("X-Requested-With") == "fetch":
        return post(request, found.key, number)
    return redirect(post_place(found, number))


# ---- while typing ---------------------------------------------------------------------------


@open_to(Surface.MEMBERS)
@require_GET
def similar(request: MemberRequest) -> HttpResponse:
    """Questions like this one, as a piece of page."""
    if ratelimits.take("suggest", request.grants.member_id):
        return HttpResponse(status=429)
    rows = queries.similar(request.grants, request.GET.get("title", "")[:200])
    return render(request, "forum/_similar.html", {"rows": rows})


@open_to(Surface.MEMBERS)
@require_GET
def mentions(request: MemberRequest, slug: str) -> HttpResponse:
    """People who can read this space, for the @ menu."""
    found = queries.space_for(request.grants, slug)
    if ratelimits.take("suggest", request.grants.member_id):
        return JsonResponse({"people": []}, status=429)
    return JsonResponse({"people": people_json(found.audience, found.cohort_id, request.GET.get("q", ""))})


def people_json(audience: str, cohort_id: int | None, beginning: str) -> list[dict[str, Any]]:
    return [
        {
            "handle": m.handle,
            "name": m.name,
            "school": str(m.organization or ""),
            "initials": m.initials,
            "hue": m.hue,
        }
        for m in mentionable(audience, cohort_id, beginning[:40])
    ]


@open_to(Surface.MEMBERS)
@require_GET
def readers(request: MemberRequest, slug: str) -> HttpResponse:
    """Who can read this space: how many, and why; names only of those I may find anyway."""
    found = queries.space_for(request.grants, slug)
    return render(request, "forum/readers.html", {"space": found, "readers": queries.readers_of(request.grants, found)})
