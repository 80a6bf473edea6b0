"""A list shows exactly what its rule allows one by one: for every person, every object is in the list or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.utils import timezone

from cohorts.models import Cohort, Room, Session
from community.forum.models import Space, Thread
from community.library.models import Document
from community.members.models import Member
from moderation.access import forum, library, rooms, sessions
from moderation.access import members as people
from moderation.access.audience import within
from moderation.access.decision import Decision
from moderation.access.grants import Grants
from moderation.access.standing import Audience, Role, Standing, may_enter
from tests import cast
from tests.access.conftest import Still
from tests.access.scene import EVERYBODY, Scene
from tests.cast import World, grants

Visible = Callable[[Grants, QuerySet[Any]], QuerySet[Any]]
PAIRS: dict[str, tuple[type[Model], Visible, Callable[[Grants, Any], Decision], int]] = {
    "spaces": (Space, forum.visible_spaces, forum.may_read_space, 4),
    "threads": (Thread, forum.visible_threads, forum.may_read_thread, 4),
    "documents": (Document, library.visible_documents, library.may_read_document, 4),
    "rooms": (Room, rooms.visible_rooms, rooms.may_enter_room, 5),
    "cohorts": (Cohort, rooms.visible_cohorts, rooms.may_see_cohort, 2),
    "sessions": (Session, sessions.visible_sessions, sessions.may_see_session, 2),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_a_list_holds_what_may_be_opened_and_nothing_else(scene: Scene, kind: str) -> None:
    model, visible, may, how_many = PAIRS[kind]
    everything = model._default_manager.all()
    assert everything.count() == how_many
    for name in EVERYBODY:
        who = grants(scene.person(name))
        listed = set(visible(who, everything))
        assert listed == {thing for thing in everything if may(who, thing)}, name


@pytest.mark.django_db
def test_every_list_is_smaller_for_cleo_than_for_mona(still: Still) -> None:
    """The premise of the test above: these lists differ from person to person."""
    for kind, (_, _, may, _) in PAIRS.items():
        things = [*getattr(still.scene, kind, {}).values()] or [still.scene.world.spring, still.scene.world.autumn]
        cleo = [thing for thing in things if may(still.grants["cleo"], thing)]
        assert 0 < len(cleo) < len(things), kind


def audiences(world: World) -> list[tuple[str, int | None]]:
    return [("members", None), ("cohort", world.spring.pk), ("cohort", world.autumn.pk), ("moderators", None)]


def test_an_audience_is_exactly_those_who_can_read_it(world: World) -> None:
    """The number beside a composer, the people offered after @, and the rule at the door are one and the same."""
    odd_people(world)
    now = timezone.now()
    for audience, cohort_id in audiences(world):
        counted = set(people.audience_members(Member.objects.all(), audience, cohort_id))
        held = {member: grants(member) for member in Member.objects.all()}
        reading = {m for m, who in held.items() if may_enter(who, now) and within(who, audience, cohort_id)}
        assert {m.handle for m in counted} == {m.handle for m in reading}, audience


def odd_people(world: World) -> None:
    """More standings and roles than the cast has, all in Spring where that matters."""
    cast.person("amos", world.cedar, standing=Standing.APPLICANT)
    cast.person("ines", world.cedar, standing=Standing.INVITED)
    cast.person("max", world.cedar, seated=False, role=Role.MODERATOR)
    cast.person("pia", world.cedar, standing=Standing.READ_ONLY, role=Role.MODERATOR)
    cast.person("tom", world.cedar, standing=Standing.SUSPENDED, role=Role.MODERATOR)
    past = timezone.now() - timedelta(minutes=1)
    for name, cohort in (("sam", world.spring), ("sid", world.autumn)):
        member = cast.person(name, world.dune, standing=Standing.SUSPENDED, suspended_until=past)
        cohort.enrollments.create(member=member)
        cohort.enrollments.create(member=Member.objects.get(handle="max"))


def test_the_people_page_lists_ones_team_ones_cohorts_and_the_moderators(world: World) -> None:
    found = people.findable_people(grants(world.cleo), Member.objects.all())
    assert {m.handle for m in found} == {"cleo", "fay", "mona", "olga"}  # Dune School, and who moderates
    found = people.findable_people(grants(world.ada), Member.objects.all())
    assert {m.handle for m in found} == {"ada", "ben", "fay", "mona", "nia", "olga", "ron"}


def test_moderators_find_everybody_who_is_here(world: World) -> None:
    found = people.findable_people(grants(world.mona), Member.objects.all())
    assert {m.handle for m in found} == set(EVERYBODY) - {"sue", "rex", "lea"}


def test_somebody_without_an_organization_or_cohort_finds_themselves_and_the_moderators(world: World) -> None:
    alone = Grants(world.nia.pk)
    found = people.findable_people(alone, Member.objects.all())
    assert {m.handle for m in found} == {"nia", "mona", "olga"}


def test_whose_suspension_is_over_can_be_named_again(world: World) -> None:
    assert not people.nameable(Member.objects.filter(handle="sue")).exists()
    Member.objects.filter(handle="sue").update(suspended_until=timezone.now() - timedelta(seconds=1))
    assert people.nameable(Member.objects.filter(handle="sue")).exists()


def test_a_suspension_without_an_end_does_not_end(world: World) -> None:
    Member.objects.filter(handle="sue").update(suspended_until=None)
    assert not people.nameable(Member.objects.filter(handle="sue")).exists()


@pytest.mark.parametrize("audience", list(Audience))
def test_nobody_is_counted_twice(world: World, audience: str) -> None:
    world.autumn.enrollments.create(member=world.ada)
    counted = [m.pk for m in people.audience_members(Member.objects.all(), audience, world.spring.pk)]
    assert len(counted) == len(set(counted))
