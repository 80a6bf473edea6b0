"""The frame around every page: places, cohorts, spaces, what is new. Asked for by the layout, one part at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cohorts import queries as rooms
from community.forum import queries as forum
from community.forum.models import Space
from community.notifications import queries as notices
from moderation.access.grants import Grants
from moderation.access.standing import is_moderator, is_owner

THEMES = {"light", "dark"}


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar."""

    name: str
    url: str
    hue: str
    unread: bool
    locked: str = ""


class Shell:
    """What the layout shows of the signed-in member. Each part is fetched when the layout asks for it, once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = request.path
        self.theme = request.COOKIES.get("theme") if request.COOKIES.get("theme") in THEMES else ""

    @property
    def grants(self) -> Grants | None:
        return getattr(self.request, "grants", None)

    @property
    def member(self) -> Any:
        return getattr(self.request, "user", None)

    @property
    def moderates(self) -> bool:
        return self.grants is not None and is_moderator(self.grants)

    @property
    def owns(self) -> bool:
        return self.grants is not None and is_owner(self.grants)

    @cached_property
    def rooms(self) -> list[Place]:
        """Rooms of my cohorts; a moderator's sidebar does not list everybody's."""
        who = self.grants
        if who is None or not who.cohort_ids:
            return []
        return [
            Place(room.name, reverse("room", args=[room.pk]), room.cohort.hue, rooms.unread_in(who, room) > 0)
            for room in rooms.rooms_for(who)
            if room.cohort_id in who.cohort_ids
        ]

    @cached_property
    def spaces(self) -> list[Place]:
        if self.grants is None:
            return []
        found = forum.spaces_with_news(self.grants, getattr(self.member, "joined_at", None))
        return [self.space(space) for space in found]

    def space(self, space: Space) -> Place:
        locked = {"cohort": "only its cohort", "moderators": "only moderators"}.get(space.audience, "")
        news = bool(space.has_news)  # type: ignore[attr-defined]
        return Place(space.name, reverse("space", args=[space.slug]), space.hue, news, locked)

    @cached_property
    def waiting(self) -> int:
        """Unread notices, up to a hundred."""
        return notices.unread_count(self.grants.member_id) if self.grants else 0

    @property
    def forum_news(self) -> bool:
        return any(space.unread for space in self.spaces)

    @property
    def room_news(self) -> bool:
        return any(room.unread for room in self.rooms)
