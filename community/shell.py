"""The frame around every page: places, cohorts, spaces, what is new. Asked for by the layout, one part at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from cohorts import queries as rooms
from cohorts.arranging.kinds import KINDS
from cohorts.talks import queries as talks
from community.drawn import Drawn
from community.forum import lists as forum
from community.notifications import queries as notices
from community.places import place
from moderation.access.grants import Grants
from moderation.access.standing import Audience, is_moderator, is_owner
from moderation.queries.applying import policy
from moderation.queries.deciding import waiting_now

THEMES = {"light", "dark"}
LOCKED = {Audience.MEMBERS: "", Audience.COHORT: "only its cohort", Audience.MODERATORS: "only moderators"}


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar."""

    name: str
    url: str
    hue: str
    unread: bool
    locked: str = ""
    mark: str = ""  # an icon, and what it means
    marked: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What the sidebar is drawn from, whole: two people with the same places see the same one."""

    place: str
    here: str
    ask_style: str
    moderates: bool
    rooms: tuple[Place, ...]
    more_rooms: bool
    talks: tuple[Place, ...]
    spaces: tuple[Place, ...]


def draw_side(side: Side) -> Markup:
    """Drawn once for whoever it is the same for."""
    return _sides.piece(side, side)


_sides = Drawn("partials/_side.html", "side", most=300)


class Shell:
    """What the layout shows of the signed-in member. Each part is fetched when the layout asks for it, once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = request.path
        self.keys = request.COOKIES.get("keys") != "off"  # one key each, where nobody writes
        self.theme = request.COOKIES.get("theme") if request.COOKIES.get("theme") in THEMES else ""

    @property
    def grants(self) -> Grants | None:
        return getattr(self.request, "grants", None)

    @property
    def member(self) -> Any:
        return getattr(self.request, "user", None)

    @property
    def second_step_due(self) -> datetime | None:
        """Until when, while a role demands what is not set up yet."""
        return self.grants.second_step_due if self.grants else None

    @property
    def moderates(self) -> bool:
        return self.grants is not None and is_moderator(self.grants)

    @property
    def owns(self) -> bool:
        return self.grants is not None and is_owner(self.grants)

    @cached_property
    def rooms(self) -> list[Place]:
        """Rooms of my cohorts; a moderator's sidebar does not list everybody's."""
        lines = rooms.room_lines(self.grants) if self.grants else []
        return [
            Place(
                r["name"], place("room", r["id"]), r["cohort__hue"],
                unread=r["message_count"] > r["read_ordinal"] and not r["hushed"],
                mark=KINDS[r["kind"]].icon if KINDS[r["kind"]].name else "", marked=KINDS[r["kind"]].name,
            )
            for r in lines
        ]  # fmt: skip

    @property
    def more_rooms(self) -> bool:
        return len(self.rooms) > rooms.SIDEBAR_ROOMS

    @cached_property
    def talks(self) -> list[Place]:
        """Those in which something was said last; one more than are shown."""
        lines = talks.lines(self.grants) if self.grants else []
        return [
            Place(t["title"], place("room", t["id"]), "slate", t["message_count"] > t["read_ordinal"]) for t in lines
        ]

    @property
    def more_talks(self) -> bool:
        return len(self.talks) > talks.SIDEBAR

    @cached_property
    def spaces(self) -> list[Place]:
        if self.grants is None:
            return []
        lines = forum.space_lines(self.grants, getattr(self.member, "joined_at", None))
        return [
            Place(s["name"], place("space", s["slug"]), s["hue"], bool(s["has_news"]), LOCKED[s["audience"]])
            for s in lines
        ]

    @cached_property
    def takes_requests(self) -> bool:
        """Whether the sign-in page leads strangers to the form."""
        return policy().applications_open

    @property
    def requests_waiting(self) -> int:
        """How many ask to come in, for the desk."""
        return waiting_now() if self.moderates else 0

    @cached_property
    def waiting(self) -> int:
        """Unread notices, up to a hundred."""
        return notices.unread_count(self.grants) if self.grants else 0

    def side(self, place: str, here: str, ask_style: str) -> Side:
        shown = rooms.SIDEBAR_ROOMS
        return Side(
            str(place), str(here), str(ask_style), self.moderates,
            tuple(self.rooms[:shown]), self.more_rooms, tuple(self.talks[: talks.SIDEBAR]), tuple(self.spaces),
        )  # fmt: skip

    @property
    def forum_news(self) -> bool:
        return any(space.unread for space in self.spaces)

    @property
    def room_news(self) -> bool:
        return any(place.unread for place in (*self.rooms, *self.talks))
