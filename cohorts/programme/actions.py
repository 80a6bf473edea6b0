"""Writing a cohort's programme, ticking what one has done, and closing the first steps of who is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from cohorts.lifecycle.actions.enrolling import hold
from cohorts.models import Cohort, Milestone, MilestoneDone, WelcomeDismissed
from cohorts.programme import queries
from community.db import writing
from community.text import chat
from moderation import audit
from moderation.access import programme as rules
from moderation.access import rooms
from moderation.access.grants import Grants
from moderation.actions import Refused

FULL = f"A program has up to {queries.MOST} milestones. Remove one first."


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote into the form."""

    title: str
    body: str
    links: list[list[str]]
    due: date | None
    opens_at: datetime | None

    def facts(self, now: datetime) -> dict[str, object]:
        return {
            "title": self.title, "body": self.body, "body_html": chat.render(self.body) if self.body else "",
            "links": self.links, "due": self.due, "opens_at": self.opens_at, "changed_at": now,
        }  # fmt: skip


def held_by(actor: Grants, cohort: Cohort) -> Cohort:
    """The row, held, of a cohort whose programme this person may write. Raises Denied."""
    held = hold(cohort.pk)
    rules.may_keep_programme(actor, held, timezone.now()).require()
    return held


def add(actor: Grants, cohort: Cohort, written: Written) -> Milestone:
    """At the end. Raises Denied, Refused when there are very many."""
    with writing():
        held = held_by(actor, cohort)
        if held.milestones.count() >= queries.MOST:
            raise Refused("title", FULL)
        last = held.milestones.aggregate(last=Max("position"))["last"] or 0
        facts = written.facts(timezone.now()) | {"cohort": held, "position": last + 1, "made_by_id": actor.member_id}
        made = Milestone.objects.create(**facts)
        audit.record(actor.member_id, "add_milestone", kind="cohort", subject=held.pk, label=made.title)
    return made


def change(actor: Grants, milestone: Milestone, written: Written) -> None:
    """Who has done it already has done it. Raises Denied."""
    with writing():
        held = held_by(actor, milestone.cohort)
        Milestone.objects.filter(pk=milestone.pk).update(**written.facts(timezone.now()))
        audit.record(actor.member_id, "change_milestone", kind="cohort", subject=held.pk, label=written.title)


def move(actor: Grants, milestone: Milestone, *, up: bool) -> None:
    """One place; at the end of the list nothing happens. Raises Denied."""
    with writing():
        held = held_by(actor, milestone.cohort)
        order = list(held.milestones.order_by("position", "pk"))
        place = next((n for n, one in enumerate(order) if one.pk == milestone.pk), None)
        other = -1 if place is None else place - 1 if up else place + 1
        if place is not None and 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        for position, one in enumerate(order, 1):
            one.position = position
        Milestone.objects.bulk_update(order, ["position"])


def remove(actor: Grants, milestone: Milestone) -> None:
    """With who has done it. Raises Denied."""
    with writing():
        held = held_by(actor, milestone.cohort)
        audit.record(actor.member_id, "remove_milestone", kind="cohort", subject=held.pk, label=milestone.title)
        milestone.delete()


def tick(actor: Grants, milestone: Milestone, *, done: bool) -> None:
    """Twice the same changes nothing. Raises Denied."""
    now = timezone.now()
    rules.may_tick(actor, milestone, now).require()
    with writing():
        if done:
            mine = {"milestone": milestone, "member_id": actor.member_id}
            MilestoneDone.objects.get_or_create(**mine, defaults={"at": now})
        else:
            MilestoneDone.objects.filter(milestone=milestone, member_id=actor.member_id).delete()


def dismiss_welcome(actor: Grants, cohort: Cohort) -> None:
    """Raises Absent."""
    rooms.may_see_cohort(actor, cohort).require_sight()
    with writing():
        mine = {"cohort": cohort, "member_id": actor.member_id}
        WelcomeDismissed.objects.get_or_create(**mine, defaults={"at": timezone.now()})
