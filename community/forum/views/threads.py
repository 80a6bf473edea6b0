"""One question with its replies, whole and in pieces."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.forum import actions, queries, shown
from community.forum.following.levels import OF_A_THREAD
from community.forum.forms import ReplyForm
from community.forum.lists import Row
from community.forum.models import Post, Thread
from community.forum.polls import shown as polls
from community.forum.views.moving import place_now
from community.members.request import MemberRequest
from moderation.access import forum as rules
from moderation.access import tags as tag_rules
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.labels import label_of, may_label


@open_to(Surface.MEMBERS)
@require_safe
def thread(request: MemberRequest, key: UUID) -> HttpResponse:
    """A link to what was moved leads to where it is; looked up only when it is not here."""
    to, start = (shown.number_of(request.GET.get(name)) for name in ("to", "from"))
    try:
        found = queries.thread_for(request.grants, key)
    except Absent:
        return redirect(place_now(request, key, to))
    if request.GET.get("reply") or request.GET.get("day"):
        return jump(request, found)
    context = thread_context(request, found, ReplyForm(), wanted=to or start)
    if to and to not in context["numbers"] and (there := place_of_moved(request, key, to)):
        return redirect(there)
    return render(request, "forum/thread.html", context)


def place_of_moved(request: MemberRequest, key: UUID, number: int) -> str:
    try:
        return place_now(request, key, number)
    except Absent:
        return ""


def jump(request: MemberRequest, found: Thread) -> HttpResponse:
    """To a reply by its number, or to the first of a day as the reader counts days; past the end to the end."""
    reply, end = shown.number_of(request.GET.get("reply")), queries.end_for(request.grants, found)
    day = parse_date(request.GET.get("day", ""))
    if reply is not None:
        number = reply + 1
    elif day is not None:
        number = queries.number_on(request.grants, found, start_of(day)) or end
    else:
        number = 1
    number = min(max(number, 1), end)
    return redirect(reverse("thread", args=[found.key]) + f"?to={number}#reply-{number}")


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)  # nobody wrote before, and no zone overflows


def parse_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, FIRST_DAY), LAST_DAY), time()))


def thread_page(
    request: MemberRequest,
    found: Thread,
    form: ReplyForm,
    *,
    error: str = "",
    status: int = 200,
    **guard: Any,
) -> HttpResponse:
    context = thread_context(request, found, form) | {"error": error} | guard
    return render(request, "forum/thread.html", context, status=status)


def thread_context(
    request: MemberRequest, found: Thread, form: ReplyForm, *, wanted: int | None = None
) -> dict[str, Any]:
    span = shown.window(found, wanted, queries.end_for(request.grants, found))
    answer = found.answer_number
    can = abilities(request.grants, found)
    rows = queries.opening_and_window(request.grants, found, span.first, span.last)
    posts = shown.posts(rows, found, request.grants, can)
    replies = [p for p in posts if span.first <= p["number"] <= span.last and p["number"] > 1]
    read = found.read_to
    return {
        "thread": found,
        "numbers": {row["number"] for row in rows},
        "opening": posts[0],
        "answer": next((p for p in posts if p["number"] == answer), None),
        "replies": replies,
        "window": span,
        "read": read,
        "new": max(0, found.last_number - read) if read else 0,
        "first_new": next((p["number"] for p in replies if read and p["number"] > read), None),
        "readers": queries.readers_of(request.grants, found.space),
        "may_hide": request.user.organization if not found.hidden_from_id else None,
        "people": len({(row["author_id"], row["alias"]) for row in rows}) if span.whole else 0,
        "can": can,
        "label": label_of(found),
        "level": found.wish.of_thread(asked=found.writer_id == request.grants.member_id),
        "levels": OF_A_THREAD,
        "settling": shown.settling(found, replies),
        "poll": polls.of_thread(request.grants, found),
        "form": form,
        "error": "",
        "seen": [],
        "softened": False,
    }


def abilities(who: Grants, found: Thread) -> dict[str, bool]:
    """What the templates may offer; the actions ask the rules again."""
    now = timezone.now()
    probe = Post(thread=found, number=2, author_id=who.member_id)
    return {
        "reply": bool(rules.may_reply(who, found, now)),
        "label": bool(may_label(who, found, found.label, now)),
        "tag": bool(tag_rules.may_tag(who, found, now)),
        "order": bool(rules.may_keep_order(who, found, now)),
        "ask_too": bool(rules.may_ask_too(who, found, now)),
        "choose": found.is_question and bool(rules.may_choose_answer(who, probe, now)),
    }


@open_to(Surface.MEMBERS)
@require_safe
def fragment(request: MemberRequest, key: UUID) -> HttpResponse:
    """Replies after a number, for a page that is already open."""
    found = queries.thread_for(request.grants, key)
    after = shown.number_of(request.GET.get("after")) or 1
    rows = queries.posts_of(request.grants, found, first=max(after + 1, 2))
    return posts_fragment(request, found, rows)


@open_to(Surface.MEMBERS)
@require_safe
def post(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    """One post by itself: after an edit, a thank-you, a chosen answer."""
    return post_piece(request, key, number)


def post_piece(request: MemberRequest, key: UUID, number: int) -> HttpResponse:
    found = queries.thread_for(request.grants, key)
    rows = queries.posts_of(request.grants, found, first=number, last=number)
    if not rows:
        raise Absent
    return posts_fragment(request, found, rows)


def posts_fragment(request: MemberRequest, found: Thread, rows: list[Row]) -> HttpResponse:
    parents = {row["reply_to"] for row in rows if row["reply_to"]} - {row["number"] for row in rows}
    names = queries.first_names(request.grants, found, parents) if parents else {}
    posts = shown.posts(rows, found, request.grants, abilities(request.grants, found), names)
    return render(request, "forum/_posts.html", {"posts": posts})


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
