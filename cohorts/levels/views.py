"""Choosing how much one hears of a room."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cohorts import queries as rooms
from cohorts.levels import actions
from cohorts.levels.forms import LevelForm
from community.members.request import MemberRequest
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_POST
def room_level(request: MemberRequest, room_id: UUID) -> HttpResponse:
    """What is no level changes nothing: the page shows what holds."""
    found, form = rooms.room_for(request.grants, room_id), LevelForm(request.POST)
    if form.is_valid():
        actions.choose_level(request.grants, found, form.cleaned_data["level"])
    return redirect("room", room_id)
