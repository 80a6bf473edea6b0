"""Rules about people: whom one finds, what one sees of them, whom one may block.

There is no directory: one sees one's team, one's cohorts and the moderators; who wants to can be found by name.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Now

from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import Role, Standing, is_moderator, may_enter, may_sign_in, moderates

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from community.members.models import Member
    from moderation.access.grants import Grants


class Seen(StrEnum):
    """Who sees a field of somebody's profile."""

    MEMBERS = "members"
    NEAR = "near"  # one's organization and one's cohorts
    MODERATORS = "moderators"


# Each field, and who sees it while its owner has not chosen.
FIELDS = {
    "photo": Seen.MEMBERS, "title": Seen.MEMBERS, "school": Seen.MEMBERS, "about": Seen.MEMBERS,
    "looking_for": Seen.MEMBERS, "state": Seen.NEAR, "email": Seen.MODERATORS,
}  # fmt: skip
_SEEN: dict[str, Seen] = {seen.value: seen for seen in Seen}
LEAST_TO_SEARCH = 2  # letters: with one, all could be leafed through


def audience_of(audiences: Mapping[str, str], field: str) -> Seen:
    return _SEEN.get(audiences.get(field, ""), FIELDS[field])


def is_shown_beside_words(audiences: Mapping[str, str], field: str) -> bool:
    """Beside what somebody writes stands only what every member may see: it is drawn once for all who read."""
    return audience_of(audiences, field) is Seen.MEMBERS


def may_see_field(who: Grants, subject: Grants, audiences: Mapping[str, str], field: str) -> Decision:
    """`audiences` are those the subject chose. What one may not see is not there."""
    if who.member_id == subject.member_id or is_moderator(who):
        return YES
    audience = audience_of(audiences, field)
    return YES if audience is Seen.MEMBERS or (audience is Seen.NEAR and are_near(who, subject)) else ABSENT


def are_near(who: Grants, other: Grants) -> bool:
    team = who.organization_id is not None and who.organization_id == other.organization_id
    return team or not who.cohort_ids.isdisjoint(other.cohort_ids)


def may_block(who: Grants, member: Member, now: datetime) -> Decision:
    entering = may_enter(who, now)
    if not entering:
        return entering
    if member.pk == who.member_id:
        return no("yourself", "You cannot block yourself.")
    if moderates(member.role):
        return no("moderator", "What moderators write concerns everybody. If something is wrong, write to another one.")
    return YES


def present(prefix: str = "") -> Q:
    """In the community now. A suspension ends by itself at its date, here as in `standing.may_enter`."""
    here = Q(**{f"{prefix}standing__in": (Standing.ACTIVE, Standing.READ_ONLY)})
    back = Q(**{f"{prefix}standing": Standing.SUSPENDED, f"{prefix}suspended_until__lte": Now()})
    return here | back


def moderating(prefix: str = "") -> Q:
    return Q(**{f"{prefix}role__in": (Role.MODERATOR, Role.OWNER)})


def nameable(members: QuerySet[Member]) -> QuerySet[Member]:
    """People who can be mentioned or opened at all, whoever looks.

    A former member's name stays beside the words they left, but there is no page behind it.
    """
    return members.filter(present())


def findable_people(who: Grants, members: QuerySet[Member]) -> QuerySet[Member]:
    """The People page: my own organization, the cohorts I am in, and the moderators. Never everybody."""
    here = nameable(members)
    return here if is_moderator(who) else here.filter(known_to(who)).distinct()


def known_to(who: Grants) -> Q:
    mine = Q(organization_id=who.organization_id) if who.organization_id else Q(pk=who.member_id)
    return mine | Q(enrollments__cohort_id__in=sorted(who.cohort_ids)) | moderating()


def offered(who: Grants, beginning: str, present_ids: Collection[int]) -> Q:
    """Of the readers of a place, whom a menu of names offers: those one finds anyway, those who have written there,
    and whoever's handle was typed whole. Else the menu would be the directory."""
    if is_moderator(who):
        return Q()
    found = known_to(who) | Q(handle=beginning) | Q(pk__in=present_ids)
    return found | Q(listed=True) if len(beginning) >= LEAST_TO_SEARCH else found


def strangers(who: Grants, members: QuerySet[Member], search: str) -> QuerySet[Member]:
    """Those who let themselves be found, by whoever searches for them; never a list without a search."""
    if len(search) < LEAST_TO_SEARCH:
        return members.none()
    return nameable(members).filter(listed=True).exclude(known_to(who)).distinct()


def searchable(who: Grants, members: QuerySet[Member], search: str) -> QuerySet[Member]:
    """Whom one finds anyway, and strangers who let themselves be found."""
    if is_moderator(who) or len(search) < LEAST_TO_SEARCH:
        return findable_people(who, members)
    return nameable(members).filter(known_to(who) | Q(listed=True)).distinct()


def found_by_field(who: Grants, field: str) -> Q:
    """Nobody is found by what they do not show to all."""
    if is_moderator(who):
        return Q()
    return ~Q(audiences__has_key=field) | Q(**{f"audiences__{field}": Seen.MEMBERS})


def may_edit_profile(who: Grants, member: Member) -> Decision:
    return YES if member.pk == who.member_id else Decision(False, "not_yours", "This is somebody else's profile.")


def may_leave(who: Grants, now: datetime) -> Decision:
    """Anybody who is not shut out, at any time, without a reason."""
    return may_sign_in(who, now)


def is_last_owner(member: Member, everybody: QuerySet[Member]) -> bool:
    others = everybody.filter(role=Role.OWNER, standing=Standing.ACTIVE).exclude(pk=member.pk)
    return member.role == Role.OWNER and not others.exists()


def not_moderating(members: QuerySet[Member]) -> QuerySet[Member]:
    return members.filter(role=Role.MEMBER)


def opened() -> Q:
    """Enrollments that open something: until a cohort is more than a draft, those of its facilitators."""
    later = ("open", "running", "alumni", "archived")
    return facilitating() | Q(enrollments__cohort__state__in=later)


def facilitating() -> Q:
    """Enrollments of those who lead a cohort."""
    return Q(enrollments__role="facilitator")


def of_cohorts(members: QuerySet[Member], cohort_ids: Collection[int]) -> QuerySet[Member]:
    """Those who are enrolled in any of these, as far as it opens something to them."""
    return members.filter(opened(), enrollments__cohort_id__in=list(cohort_ids)).distinct()


def audience_members(members: QuerySet[Member], audience: str, cohort_id: int | None) -> QuerySet[Member]:
    """Everyone who can read what is written for that audience: the number every composer shows."""
    seated = Q(seats__freed_at=None, seats__isnull=False) | moderating()
    here = nameable(members).filter(seated)
    if audience == "members":
        return here.distinct()
    if audience == "cohort":
        return here.filter(Q(opened(), enrollments__cohort_id=cohort_id) | moderating()).distinct()
    if audience == "leaders":
        return here.filter(Q(facilitating(), enrollments__cohort_id=cohort_id) | moderating()).distinct()
    return here.filter(moderating()).distinct()
