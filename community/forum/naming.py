"""Whom a text names: people who can read the place, and whole cohorts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from community.forum.models import Space
from community.members.models import Member
from community.members.queries import by_handles, cohorts_begun, cohorts_named, of_cohorts
from community.text import rich
from moderation.access import naming as rules
from moderation.access.grants import Grants
from moderation.access.members import not_moderating
from moderation.access.rooms import may_see_cohort

if TYPE_CHECKING:
    from cohorts.models import Cohort


@dataclass(frozen=True, slots=True)
class Named:
    """`people` by their handles."""

    people: dict[str, Member]
    cohorts: list[Cohort]

    def names(self) -> dict[str, str]:
        people = {handle: member.name for handle, member in self.people.items()}
        return people | {handle_of(cohort): cohort.name for cohort in self.cohorts}


def handle_of(cohort: Cohort) -> str:
    return f"{rich.GROUP}{cohort.slug}"


def named_in(who: Grants, space: Space, html: str, kept: Collection[str] = ()) -> Named:
    """Of what sanitized HTML mentions. A cohort that this person cannot see is as one that is not there, unless it
    stood there already (`kept`). Whether they may name those they see is for the rules."""
    named = found(space, rich.mentioned(html))
    seen = [cohort for cohort in named.cohorts if handle_of(cohort) in kept or may_see_cohort(who, cohort)]
    return Named(named.people, seen)


def found(space: Space, handles: Collection[str]) -> Named:
    slugs = {handle.removeprefix(rich.GROUP) for handle in handles if handle.startswith(rich.GROUP)}
    people = {handle for handle in handles if not handle.startswith(rich.GROUP)}
    return Named(by_handles(people, space.audience, space.cohort_id), cohorts_named(slugs))


def readers_among(space: Space, cohort_ids: Collection[int]) -> Any:
    """Ids of those enrolled in these cohorts who can read the space, in their order."""
    people = of_cohorts(cohort_ids, space.audience, space.cohort_id)
    return people.order_by("pk").values_list("pk", flat=True)


def told_by(who: Grants, space: Space, handles: Collection[str], now: datetime, *, hide: bool) -> int:
    """How many people a post with these names will tell. Who wants to be left in peace counts along: it is nobody's
    business who does. `hide`: the post is kept from the writer's organization."""
    named = found(space, handles)
    cohorts = [c.pk for c in named.cohorts if rules.may_name_cohort(who, c, space, False, now)]
    people = Member.objects.filter(
        Q(pk__in=[m.pk for m in named.people.values()]) | Q(pk__in=readers_among(space, cohorts))
    )
    if hide and who.organization_id:
        people = people.exclude(
            pk__in=not_moderating(Member.objects.filter(organization_id=who.organization_id)).values("pk")
        )
    return people.exclude(pk=who.member_id).count()


def menu_for(who: Grants, space: Space, beginning: str, now: datetime) -> list[dict[str, Any]]:
    """Cohorts for the @ menu: those this person is in; a moderator finds any by its name. With whom they would tell,
    or why this person cannot."""
    wanted = partial(rules.offered_cohorts, who, beginning=beginning)
    return [line(who, space, cohort, now) for cohort in cohorts_begun(wanted, beginning)]


def line(who: Grants, space: Space, cohort: Cohort, now: datetime) -> dict[str, Any]:
    may = rules.may_name_cohort(who, cohort, space, False, now)
    told = told_by(who, space, [handle_of(cohort)], now, hide=False) if may else 0
    hint = f"Tells {told} {'person' if told == 1 else 'people'}" if may else may.sentence
    return {
        "handle": handle_of(cohort), "name": cohort.name, "school": hint, "initials": "@", "hue": cohort.hue,
        "closed": not may,
    }  # fmt: skip
