"""The people of every test. Who is who:

Ada   founder of Cedar School, enrolled in the Spring cohort; asks
Ben   of the same school and cohort
Cleo  of Dune School, enrolled in the Autumn cohort: must learn nothing of Spring
Fay   facilitates the Spring cohort
Mona  moderates        Olga  owns the community
Ron   may read, not write        Sue   is suspended for a week        Rex   was removed        Lea   left
Nia   lost her seat        Vera  is a visitor without an account (no row at all)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from cohorts.models import Cohort, Enrollment, Room
from community.forum.models import Space
from community.members import epoch
from community.members.grants import grants_for
from community.members.models import Member, Organization, Seat
from moderation.access.grants import Grants
from moderation.access.standing import Audience, Role, Standing

PASSWORD = "a long and quiet sentence"


@dataclass(slots=True)
class World:
    """Everything a test finds on the first evening."""

    cedar: Organization
    dune: Organization
    spring: Cohort
    autumn: Cohort
    room: Room  # of Spring
    other_room: Room  # of Autumn
    commons: Space  # all members
    spring_space: Space
    table: Space  # moderators
    people: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        if name == "people" or name.startswith("__"):
            raise AttributeError(name)  # while a copy is being made
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(f"Nobody in the cast is called {name!r}; see tests/cast.py.") from None


def build(mark: str = "") -> World:
    """Insert the cast. With a mark, one more cast beside those that are there: every name ends with it."""
    cedar = Organization.objects.create(slug=f"cedar{mark}", name=f"Cedar School{mark}", state="CO")
    dune = Organization.objects.create(slug=f"dune{mark}", name=f"Dune School{mark}", state="AZ")
    spring = Cohort.objects.create(slug=f"spring{mark}", name="Spring cohort")
    autumn = Cohort.objects.create(slug=f"autumn{mark}", name="Autumn cohort")
    world = World(
        cedar=cedar,
        dune=dune,
        spring=spring,
        autumn=autumn,
        room=Room.objects.create(cohort=spring, slug="spring", name="Spring room"),
        other_room=Room.objects.create(cohort=autumn, slug="autumn", name="Autumn room"),
        commons=Space.objects.create(slug=f"commons{mark}", name="Commons", audience=Audience.MEMBERS),
        spring_space=Space.objects.create(
            slug=f"spring{mark}", name="Spring space", audience=Audience.COHORT, cohort=spring
        ),
        table=Space.objects.create(slug=f"table{mark}", name="Table", audience=Audience.MODERATORS),
    )
    for name, organization, cohort, facts in CAST:
        world.people[name] = person(name + mark, {"cedar": cedar, "dune": dune}[organization], **facts)
        if cohort:
            role = Enrollment.Role.FACILITATOR if name == "fay" else Enrollment.Role.MEMBER
            Enrollment.objects.create(
                cohort={"spring": spring, "autumn": autumn}[cohort], member=world.people[name], role=role
            )
    epoch.move()
    return world


def person(name: str, organization: Organization, *, seated: bool = True, **facts: object) -> Member:
    """One more member, with a seat unless told otherwise."""
    standing = facts.pop("standing", Standing.ACTIVE)
    member = Member(
        email=f"{name}@school.test", handle=name, name=name.title(), organization=organization, standing=standing,
        joined_at=timezone.now() - timedelta(days=30), **facts,
    )  # fmt: skip
    member.set_password(PASSWORD)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    if seated:
        Seat.objects.create(organization=organization, member=member)
    return member


CAST: list[tuple[str, str, str, dict[str, object]]] = [
    ("ada", "cedar", "spring", {}),
    ("ben", "cedar", "spring", {}),
    ("cleo", "dune", "autumn", {}),
    ("fay", "dune", "spring", {}),
    ("mona", "cedar", "", {"role": Role.MODERATOR}),
    ("olga", "dune", "", {"role": Role.OWNER}),
    ("ron", "cedar", "spring", {"standing": Standing.READ_ONLY}),
    (
        "sue",
        "cedar",
        "spring",
        {"standing": Standing.SUSPENDED, "suspended_until": timezone.now() + timedelta(days=7)},
    ),
    ("rex", "cedar", "spring", {"standing": Standing.REMOVED, "seated": False}),
    ("lea", "cedar", "spring", {"standing": Standing.LEFT, "seated": False}),
    ("nia", "cedar", "spring", {"seated": False}),
]
INSIDE = ("ada", "ben", "cleo", "fay", "mona", "olga", "ron")
OUTSIDE = ("sue", "rex", "lea", "nia")


def grants(member: Member) -> Grants:
    """What this person holds now."""
    held = grants_for(member.pk)
    assert held is not None
    return held


def nonce() -> str:
    return str(uuid4())
