"""Doors and lists of people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from community.members.models import Member, Organization, Session
from moderation.access import members as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

SUGGESTIONS = 8
MOST_COHORTS = 3  # that a menu offers at once
STRANGERS = 20
REMEMBERED_S = 60


def member_for(who: Grants, handle: str) -> Member:
    """The page of one person. Raises Absent for those who are not here (any more), for whoever asks."""
    member = rules.nameable(Member.objects.select_related("organization")).filter(handle=handle).first()
    if member is None:
        raise Absent
    return member


def people_for(who: Grants, *, search: str = "") -> QuerySet[Member]:
    """My team, my cohorts' people, the moderators: never everybody."""
    return matching(who, rules.findable_people(who, Member.objects.select_related("organization")), search)


def strangers_for(who: Grants, search: str) -> list[Member]:
    """Members who share nothing with this person and let themselves be found."""
    found = rules.strangers(who, Member.objects.select_related("organization"), search)
    return list(matching(who, found, search)[:STRANGERS])


def found_by(who: Grants, search: str, most: int) -> list[Member]:
    """Both together, in one query."""
    found = rules.searchable(who, Member.objects.select_related("organization"), search)
    return list(matching(who, found, search)[:most])


def matching(who: Grants, people: QuerySet[Member], search: str) -> QuerySet[Member]:
    for word in search.split()[:6]:
        school = Q(organization__name__icontains=word) & rules.found_by_field(who, "school")
        title = Q(title__icontains=word) & rules.found_by_field(who, "title")
        people = people.filter(Q(name__icontains=word) | school | title)
    return people.order_by("name", "id")


def blocked_by(who: Grants) -> list[Member]:
    return list(Member.objects.filter(pk__in=who.blocked_ids).order_by("name", "id"))


def audience(kind: str, cohort_id: int | None) -> QuerySet[Member]:
    """Everyone who can read what is written for that audience."""
    return rules.audience_members(Member.objects.all(), kind, cohort_id)


def moderator_ids(*but: int) -> list[int]:
    """Who is told when moderators are: all of them, except these."""
    return list(audience("moderators", None).exclude(pk__in=but).order_by("pk").values_list("pk", flat=True))


def first_moderator() -> Member | None:
    """Who has moderated longest of those who do."""
    return audience("moderators", None).order_by("joined_at", "pk").first()


def audience_sizes(at: int) -> AudienceSizes:
    """How many people each audience has; remembered for a minute while the epoch stands at `at`, for a suspension
    ends without moving it. Three queries when it moved."""
    until, known = _sizes.get(at, (0.0, None))
    if known is None or monotonic() > until:
        with_seat = rules.audience_members(Member.objects.all(), "members", None)
        moderators = rules.audience_members(Member.objects.all(), "moderators", None)
        per_cohort = (
            rules.not_moderating(with_seat)
            .filter(rules.opened(), enrollments__isnull=False)
            .order_by()
            .values("enrollments__cohort_id")
            .annotate(n=Count("pk", distinct=True), leading=Count("pk", filter=rules.facilitating(), distinct=True))
        )
        rows = list(per_cohort)
        known = AudienceSizes(
            members=with_seat.count(),
            moderators=moderators.count(),
            enrolled={row["enrollments__cohort_id"]: row["n"] for row in rows},
            leading={row["enrollments__cohort_id"]: row["leading"] for row in rows},
        )
        _sizes.clear()
        _sizes[at] = (monotonic() + REMEMBERED_S, known)
    return known


@dataclass(frozen=True, slots=True)
class AudienceSizes:
    """`enrolled` counts those who do not moderate, `leading` those of them who facilitate; moderators can read every
    cohort."""

    members: int
    moderators: int
    enrolled: dict[int, int]
    leading: dict[int, int]

    def of(self, kind: str, cohort_id: int | None) -> int:
        if kind == "members":
            return self.members
        if kind == "cohort":
            return self.enrolled.get(cohort_id or 0, 0) + self.moderators
        if kind == "leaders":
            return self.leading.get(cohort_id or 0, 0) + self.moderators
        return self.moderators


_sizes: dict[int, tuple[float, AudienceSizes]] = {}


def mentionable(
    who: Grants, kind: str, cohort_id: int | None, beginning: str, present_ids: Collection[int] = ()
) -> list[Member]:
    """Up to eight people of an audience whose handle or any part of whose name begins like that, of those this person
    may be offered. `present_ids`: who has written at this place."""
    beginning = beginning.strip().lower()
    people = audience(kind, cohort_id).select_related("organization")
    people = people.filter(rules.offered(who, beginning, present_ids)).distinct()
    if beginning:
        people = people.filter(
            Q(handle__istartswith=beginning) | Q(name__istartswith=beginning) | Q(name__icontains=f" {beginning}")
        )
    return list(people.order_by("name", "id")[:SUGGESTIONS])


def id_of_handle(handle: str) -> int | None:
    """For filters over what somebody wrote; whether anything of it may be read is for the rules there."""
    return Member.objects.filter(handle=handle).values_list("pk", flat=True).first()


def by_handles(handles: set[str], kind: str, cohort_id: int | None) -> dict[str, Member]:
    """Those of these handles who can read what is written for that audience."""
    if not handles:
        return {}
    return {m.handle: m for m in audience(kind, cohort_id).filter(handle__in=handles)}


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One place where somebody is signed in. Only `mark` may be shown: the key itself opens it."""

    key: str
    mark: str
    device: str
    began_at: datetime | None
    here: bool


def sessions_of(member: Member, *, here: str = "") -> list[OwnSession]:
    """Where this person is signed in now: this browser first, then the newest."""
    rows = Session.objects.filter(member=member, expire_date__gt=timezone.now())
    found = [
        OwnSession(key, mark_of(key), device, began_at, key == here)
        for key, device, began_at in rows.values_list("session_key", "device", "began_at")
    ]
    return sorted(found, key=lambda one: (not one.here, -(one.began_at.timestamp() if one.began_at else 0)))


def mark_of(session_key: str) -> str:
    return salted_hmac("community.session.mark", session_key, algorithm="sha256").hexdigest()[:24]


def names_of(member_ids: set[int]) -> dict[int, str]:
    return dict(Member.objects.filter(pk__in=member_ids).values_list("pk", "name"))


def live_sessions(keys: Iterable[str]) -> set[str]:
    """Those of these session keys that still sign somebody in."""
    found = Session.objects.filter(session_key__in=list(keys), expire_date__gt=timezone.now())
    return set(found.values_list("session_key", flat=True))


def organizations() -> QuerySet[Organization]:
    return Organization.objects.order_by("name")


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    _sizes.clear()


def cohorts_named(slugs: Collection[str]) -> list[Any]:
    """Cohorts that a text names; whether it may is for the rules there."""
    return list(apps.get_model("cohorts", "Cohort").objects.filter(slug__in=slugs).order_by("pk")) if slugs else []


def cohorts_begun(among: Callable[[QuerySet[Any]], QuerySet[Any]], beginning: str) -> list[Any]:
    """Of those a rule leaves, the ones of whose name any word begins like that: a few."""
    found = among(cohort_choices())
    if beginning:
        found = found.filter(Q(name__istartswith=beginning) | Q(name__icontains=f" {beginning}"))
    return list(found[:MOST_COHORTS])


def of_cohorts(cohort_ids: Collection[int], kind: str, audience_id: int | None) -> QuerySet[Member]:
    """Those enrolled in any of these cohorts who can read what is written for that audience."""
    return rules.of_cohorts(audience(kind, audience_id), cohort_ids)


def cohort_choices() -> QuerySet[Any]:
    """Cohorts that a space, a document or an invitation can be for: not the archived, to which nothing is added."""
    return apps.get_model("cohorts", "Cohort").objects.exclude(state="archived").order_by("name")


def find_person(text: str) -> Member:
    """By email or handle, for moderators who arrange things. Raises Absent."""
    text = text.strip().lower().removeprefix("@")
    found = rules.nameable(Member.objects.all()).filter(Q(email=text) | Q(handle=text)).first()
    if found is None:
        raise Absent
    return found
