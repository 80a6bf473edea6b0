"""Addresses of hours, certificates and the programme, and whom they open to (see table.py)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from cohorts.models import HoursCategory, Milestone
from tests.access.scene import FLOWERS, Scene
from tests.access.ways import KINDS, MEMBERS, ROOMS, VISITORS, WRITERS, Kind, Way

LEADERS = "facilitators and moderators"


def category_of(scene: Scene, place: str) -> dict[str, Any]:
    cohort = scene.rooms[place].cohort
    made, _ = HoursCategory.objects.get_or_create(cohort=cohort, name=f"Of {FLOWERS[place]}")
    return {"slug": place, "number": made.pk}


def milestone_of(scene: Scene, place: str) -> dict[str, Any]:
    """One that is open."""
    now, cohort = timezone.now(), scene.rooms[place].cohort
    facts = {"position": 1, "opens_at": now, "made_by": scene.world.mona, "changed_at": now}
    made, _ = Milestone.objects.get_or_create(cohort=cohort, title=f"Plant {FLOWERS[place]}", defaults=facts)
    return {"slug": place, "number": made.pk}


KINDS |= {
    "hours_category": Kind(ROOMS, category_of, lambda: {"slug": "spring", "number": 10**9}),
    "milestone": Kind(ROOMS, milestone_of, lambda: {"slug": "spring", "number": 10**9}),
    "certificate": Kind(("nobody",), lambda s, at: {"pk": uuid4()}, lambda: {"pk": uuid4()}),
}
TABLE: dict[str, Way] = {
    # One's own; of others there is none. Who has no hours makes none; the rest is tests/cohorts.
    "my_certificates": Way(MEMBERS, get=200),
    "make_certificate": Way(WRITERS, get=200, post=302, of="cohort", only="nobody"),
    "keep_certificate": Way(MEMBERS, post=302, of="certificate"),
    "certificate_file": Way(MEMBERS, get=200, of="certificate"),
    # For whoever has a code, and nothing of the inside but what its holder shows.
    "verify": Way(VISITORS, get=200),
    "verify_code": Way(VISITORS, get=404),
    "how_hours_count": Way(WRITERS, get=200, of="cohort", only=LEADERS),
    "set_share": Way(WRITERS, post=302, of="cohort", data={"share": "80"}, only=LEADERS),
    "add_category": Way(WRITERS, post=302, of="cohort", data={"name": "Safety", "state": "CO"}, only=LEADERS),
    "hours_category": Way(WRITERS, post=302, of="hours_category", data={"name": "Safety"}, only=LEADERS),
    # In sessions that have not begun nobody is counted.
    "code_word": Way(WRITERS, get=200, post=302, of="session", only="who leads the session"),
    "type_word": Way(MEMBERS, post=302, of="session", data={"word": "plum door"}, only="nobody"),
    "count_minute": Way(MEMBERS, post=204, of="session", only="nobody"),
    "count_under": Way(WRITERS, post=302, of="session", only="who leads the session"),
    "programme": Way(MEMBERS, get=200, of="cohort"),
    "add_milestone": Way(WRITERS, get=200, post=422, of="cohort", data={"title": ""}, only=LEADERS),
    "milestone": Way(WRITERS, get=200, post=422, of="milestone", data={"title": ""}, only=LEADERS),
    "tick_milestone": Way(WRITERS, post=302, of="milestone", only="the enrolled"),
    "programme_progress": Way(WRITERS, get=200, of="cohort", only=LEADERS),
    "dismiss_welcome": Way(MEMBERS, post=302, of="cohort"),
}  # fmt: skip
