"""The page of who has read one's own message."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cohorts import queries as rooms
from cohorts.seen import queries
from cohorts.talks import queries as talks
from community.members.profile import profiles
from community.members.request import MemberRequest
from community.text import plain
from moderation.access import seen as rules
from moderation.access.audience import Surface, open_to


@open_to(Surface.MEMBERS)
@require_safe
def seen_by(request: MemberRequest, room_id: UUID, message_id: UUID) -> HttpResponse:
    """With the names of those who let it be seen; of the others only how many they are."""
    who = request.grants
    room = rooms.room_for(who, room_id)
    message = talks.message_in(who, room, message_id)
    seeing = rules.may_see_seen(who, room, message, queries.readers_of(who, room), request.user.shows_reading)
    seeing.require_sight() if seeing.code == "no_access" else seeing.require()
    shown, hidden = queries.heard_by(who, room, message)
    seen = [one for one in shown if one.seen]  # type: ignore[attr-defined]
    context = {
        "room": room,
        "title": room.name or "the talk",
        "message": message,
        "excerpt": plain.shorten(plain.from_html(message.html), 200),
        "of": len(shown),
        "seen": profiles(who, seen),
        "not_yet": profiles(who, [one for one in shown if one not in seen]),
        "hidden": hidden,
    }
    return render(request, "cohorts/seen.html", context)
