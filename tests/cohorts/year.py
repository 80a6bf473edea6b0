"""A cohort's year in tests: moving it on, asking for places, who is in and who waits."""

from __future__ import annotations

from typing import Any

from cohorts.lifecycle import actions
from cohorts.models import Cohort, EnrollmentRequest
from community.members.models import Member
from community.notifications import queries as notices
from tests.cast import World, grants
from tests.pages import Answer
from tests.verbs import signed_in

PATH = {
    "draft": (), "open": ("open",), "running": ("running",), "alumni": ("running", "alumni"),
    "archived": ("running", "alumni", "archived"),
}  # fmt: skip


def bring_to(world: World, state: str, cohort: Cohort | None = None) -> Cohort:
    """Through every step that leads there, by Mona, from a draft."""
    found = cohort or world.spring
    Cohort.objects.filter(pk=found.pk).update(state="draft")
    for step in PATH[state]:
        actions.move(grants(world.mona), found, state=step)
    found.refresh_from_db()
    return found


def move(by: Member, state: str, slug: str = "spring") -> Answer:
    return signed_in(by).post(f"/cohorts/{slug}/year/move/", {"state": state})


def ask(by: Member, words: str = "", slug: str = "spring", **more: str) -> Answer:
    return signed_in(by).post(f"/cohorts/{slug}/ask/", {"words": words} | more)


def answer(by: Member, whom: str, yes: str = "yes", slug: str = "spring") -> Answer:
    return signed_in(by).post(f"/cohorts/{slug}/requests/{whom}/", {"answer": yes})


def limit(cohort: Cohort, places: int | None) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(places=places)


def asked(cohort: Cohort) -> dict[str, str]:
    """How each request stands."""
    rows: Any = EnrollmentRequest.objects.filter(cohort=cohort).values_list("member__handle", "state")
    return dict(rows)


def inside(cohort: Cohort) -> set[str]:
    return set(cohort.enrollments.values_list("member__handle", flat=True))


def heard(member: Member) -> list[str]:
    """What the bell says, newest first."""
    return [f"{item.actor} {item.shown.sentence}" for item in notices.items_for(grants(member))]
