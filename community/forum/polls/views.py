"""Voting and closing; the poll as a piece of page for those who watch."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from community.forum import actions
from community.forum.actions import Unusable
from community.forum.forms import ReplyForm
from community.forum.polls import queries, shown
from community.forum.polls.forms import kept_of, picks_in
from community.forum.polls.models import Poll
from community.forum.views.threads import thread_page
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Denied


@open_to(Surface.MEMBERS)
@require_safe
def poll(request: MemberRequest, key: UUID) -> HttpResponse:
    """As it stands now, for a page that is open."""
    found = queries.poll_for(request.grants, key)
    return render(request, "forum/_poll_piece.html", {"poll": shown.poll_piece(request.grants, found)})


@open_to(Surface.WRITERS)
@require_POST
def vote(request: MemberRequest, key: UUID) -> HttpResponse:
    """Or take the vote back, with off=1. What cannot be counted stays on the page, with why."""
    found = queries.poll_for(request.grants, key)
    try:
        if request.POST.get("off"):
            actions.take_back_vote(request.grants, found)
        else:
            actions.vote(request.grants, found, picks_in(found, request.POST))
    except Unusable as error:
        return not_counted(request, found, error.sentence)
    except Denied as error:
        if error.decision.code == "voted":
            return to_poll(key)  # the same form sent twice; the page says that a vote stands
        return not_counted(request, found, error.decision.sentence)
    return to_poll(key)


def not_counted(request: MemberRequest, found: Poll, sentence: str) -> HttpResponse:
    found = queries.poll_for(request.grants, found.thread.key)  # as it is now: it may have been closed
    piece = shown.poll_piece(request.grants, found, error=sentence, kept=kept_of(found, request.POST))
    return thread_page(request, found.thread, ReplyForm(), status=422, poll=piece)


@open_to(Surface.WRITERS)
@require_POST
def close_poll(request: MemberRequest, key: UUID) -> HttpResponse:
    found = queries.poll_for(request.grants, key)
    actions.close_poll(request.grants, found)
    return to_poll(key)


def to_poll(key: UUID) -> HttpResponse:
    return redirect(reverse("thread", args=[key]) + "#poll")
