"""Home: what needs me, at one glance. And the few pages that belong to no app."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cohorts import queries as rooms
from cohorts.sessions import queries as live
from cohorts.sessions.shown import span
from community.forum import chosen, lists, shown
from community.library import queries as library
from community.members.request import MemberRequest
from community.notifications import queries as notices
from moderation.access.audience import Surface, open_to

WAITING = 4
UNANSWERED = 3
FOLLOWED = 4
RECENT = 8
# What waits for me: who speaks to me first, who names me next, what I only follow last.
RANKS = {
    "post.reply": 0, "message.reply": 0, "post.answer": 0, "answer.same": 0,
    "post.mention": 1, "message.mention": 1, "bookmark.due": 1,
    "post.cohort": 2,
    "post.followed": 3, "thread.new": 4,
}  # fmt: skip
OTHERWISE = 2
NEW_DOCUMENTS = 3


@open_to(Surface.MEMBERS)
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Catch-up, not a feed: in the order in which it needs me, and it ends."""
    who = request.grants
    joined_at = request.user.joined_at
    waiting = sorted(notices.items_for(who, only_unread=True), key=lambda item: RANKS.get(item.kind, OTHERWISE))
    followed = lists.page(chosen.followed_and_unread, who, most=FOLLOWED)
    unanswered = lists.page(chosen.unanswered_unmuted, who, most=UNANSWERED)
    above = {row["id"] for row in followed[:FOLLOWED]}
    newest = [row for row in lists.page(chosen.latest_unmuted, who, most=RECENT + FOLLOWED) if row["id"] not in above]
    recent, _ = shown.page(newest[:RECENT], joined_at)
    context = {
        "waiting": waiting[:WAITING],
        "waiting_more": len(waiting) > WAITING,
        "soon": meetings(request),
        "cohorts": cohort_cards(request),
        "followed": [shown.thread_row(row, joined_at) for row in followed[:FOLLOWED]],
        "followed_more": len(followed) > FOLLOWED,
        "unanswered": [shown.thread_row(row, joined_at) for row in unanswered[:UNANSWERED]],
        "unanswered_more": len(unanswered) > UNANSWERED,
        "recent": recent,
        "documents": library.newest_for(who, NEW_DOCUMENTS),
        "today": timezone.localtime(),
    }
    return render(request, "home.html", context)


def meetings(request: MemberRequest) -> list[dict[str, Any]]:
    """Live sessions of my cohorts, today and tomorrow."""
    now = timezone.now()
    return [
        {"session": session, "when": span(session, timezone.get_current_timezone()), "on_now": session.starts_at <= now}
        for session in live.soon_for(request.grants, now)
    ]


def cohort_cards(request: MemberRequest) -> list[dict[str, Any]]:
    who = request.grants
    mine = [room for room in rooms.rooms_for(who) if room.cohort_id in who.cohort_ids]
    words = rooms.last_words(who, mine)
    return [{"room": room, "new": rooms.unread_in(who, room), "last": words.get(room.pk)} for room in mine]


@open_to(Surface.MEMBERS)
@require_safe
def help_page(request: MemberRequest) -> HttpResponse:
    return render(request, "pages/help.html")


@open_to(Surface.VISITORS)
@require_safe
def ground_rules(request: HttpRequest) -> HttpResponse:
    """Open: somebody invited reads them before accepting. Shows nothing of the inside."""
    return render(request, "pages/ground_rules.html")


@open_to(Surface.MEMBERS)
@require_safe
def who_sees_me(request: MemberRequest) -> HttpResponse:
    return render(request, "pages/who_sees_me.html")


@open_to(Surface.VISITORS)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a proxy or a watchdog: the process answers. Says nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@open_to(Surface.VISITORS)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
