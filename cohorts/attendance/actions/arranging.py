"""How a cohort's hours are arranged: categories, which session is of which, how much of one has to be attended."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from cohorts.attendance import queries
from cohorts.lifecycle.actions.enrolling import hold
from cohorts.models import Cohort, HoursCategory, Session
from cohorts.sessions.actions.answering import hold as hold_session
from community.db import writing
from moderation import audit
from moderation.access import hours as rules
from moderation.access import sessions
from moderation.access.grants import Grants
from moderation.actions import Refused

TAKEN = "There is a category of this name for this state already."
FULL = f"A cohort has up to {queries.MOST_CATEGORIES} categories."


def arranged(actor: Grants, cohort: Cohort, what: str) -> Cohort:
    """The row, held, of a cohort this person may arrange; with a line in the log. Raises Denied."""
    held = hold(cohort.pk)
    rules.may_arrange_hours(actor, held, timezone.now()).require()
    audit.record(actor.member_id, "arrange_hours", kind="cohort", subject=held.pk, label=held.name, reason=what)
    return held


def set_share(actor: Grants, cohort: Cohort, *, share: int) -> None:
    """It counts for all sessions of the cohort, also those that were. Raises Denied."""
    with writing():
        held = arranged(actor, cohort, f"{share} % of a session has to be attended, before: {cohort.least_share} %")
        held.least_share = share
        held.save(update_fields=["least_share"])


def add_category(actor: Grants, cohort: Cohort, *, name: str, state: str) -> HoursCategory:
    """Raises Denied, Refused."""
    with writing():
        held = arranged(actor, cohort, f"new category {name}")
        known = held.hours_categories
        if known.count() >= queries.MOST_CATEGORIES:
            raise Refused("name", FULL)
        if known.filter(name__iexact=name, state=state).exists():
            raise Refused("name", TAKEN)
        last = known.aggregate(last=Max("position"))["last"]
        return HoursCategory.objects.create(cohort=held, name=name, state=state, position=(last or 0) + 1)


def rename_category(actor: Grants, category: HoursCategory, *, name: str, state: str) -> None:
    """Certificates that were made keep the name they were made with. Raises Denied, Refused."""
    with writing():
        held = arranged(actor, category.cohort, f"category {category} is {name} now")
        if held.hours_categories.filter(name__iexact=name, state=state).exclude(pk=category.pk).exists():
            raise Refused("name", TAKEN)
        category.name, category.state = name, state
        category.save(update_fields=["name", "state"])


def remove_category(actor: Grants, category: HoursCategory) -> None:
    """Its sessions count under none. Raises Denied."""
    with writing():
        arranged(actor, category.cohort, f"no category {category} any more")
        category.delete()


def put_loose_under(actor: Grants, category: HoursCategory) -> int:
    """All sessions that are under none. Raises Denied."""
    with writing():
        held = arranged(actor, category.cohort, f"sessions without a category are {category}")
        return held.sessions.filter(category=None).update(category=category)


def count_under(actor: Grants, session: Session, *, category_id: int | None) -> None:
    """Hours of this session. Raises Denied, Absent when the category is of another cohort."""
    with writing():
        held = hold_session(session.pk)
        sessions.may_hold_session(actor, held, timezone.now()).require()
        under = None if category_id is None else queries.category_for(held.cohort, category_id)
        held.category = under
        held.save(update_fields=["category"])
        audit.record(
            actor.member_id, "count_under", kind="session", subject=held.pk, label=held.title,
            reason=str(under or "no category"),
        )  # fmt: skip
