"""Rules of naming a whole cohort in a question or reply: everybody of it who can read that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.audience import SEALED
from moderation.access.cohorts import leads
from moderation.access.decision import YES, Decision, no
from moderation.access.forum import may_ask
from moderation.access.members import LEAST_TO_SEARCH
from moderation.access.rooms import may_see_cohort
from moderation.access.standing import is_moderator

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cohorts.models import Cohort
    from community.forum.models import Space
    from moderation.access.grants import Grants

LEADERS_TELL = no(
    "not_yours", "Only its facilitators and moderators can tell a whole cohort. Name single people instead."
)
GIVES_AWAY = no(
    "gives_away",
    "Naming a cohort would show that you belong to it. Write its name without @, or ask under your own name.",
)


def offered_cohorts(who: Grants, cohorts: QuerySet[Cohort], beginning: str) -> QuerySet[Cohort]:
    """In a menu of names: those one is in; a moderator finds any by its name."""
    if is_moderator(who) and len(beginning) >= LEAST_TO_SEARCH:
        return cohorts
    return cohorts.filter(pk__in=sorted(who.cohort_ids))


def may_name_cohort(who: Grants, cohort: Cohort, space: Space, anonymous: bool, now: datetime) -> Decision:
    """In a place where one may write. Under an alias never: it says where somebody belongs."""
    seeing = may_see_cohort(who, cohort)
    if not seeing:
        return seeing
    writing = may_ask(who, space, now)
    if not writing:
        return writing
    if not leads(who, cohort):
        return LEADERS_TELL
    if cohort.state == "archived":
        return SEALED
    return GIVES_AWAY if anonymous else YES
