"""What an application could be mixed up with, and where it may belong: suggestions, and nothing of them acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.members.models import Member, Organization, OrganizationDomain
from moderation import actions
from moderation.access.decision import Absent
from moderation.models import Application, Invitation
from moderation.queries.likeness import Alike, alike, likeness_of, mailbox, own_domain, significant, words
from tests.cast import World, grants, person
from tests.moderation.desk import invite
from tests.moderation.knocking import waiting
from tests.pages import text_of
from tests.verbs import signed_in


def found(world: World, application: Application) -> list[Alike]:
    return likeness_of(grants(world.mona), application).alike


def called(member: Member, name: str) -> Member:
    Member.objects.filter(pk=member.pk).update(name=name)
    return member


@pytest.mark.parametrize(
    ("email", "name", "school", "why"),
    [
        ("nadia@wren.test", "Somebody", "Elsewhere", "Same address"),
        ("nadia+school@wren.test", "Somebody", "Elsewhere", "Same mailbox"),
        ("tam@wren.test", "Somebody", "Elsewhere", "Same mail domain"),
        ("x@y.test", "Nadia Bellmont", "Elsewhere", "Similar name"),
        ("x@y.test", "BELMONT, Nádia", "Elsewhere", "Similar name"),
        ("x@y.test", "Somebody", "The Wren Street Microschool", "Similar school"),
        ("tam@wren.test", "Nadia Belmont", "Wren St School", "Similar name, same mail domain"),
    ],
)
def test_another_request_is_found_by_what_the_two_share(
    world: World, email: str, name: str, school: str, why: str
) -> None:
    waiting(name, email=email, school=school, stage="declined", decided_at=timezone.now())
    [one] = found(world, waiting())
    assert (one.kind, one.why) == ("application", why)


@pytest.mark.parametrize(
    ("email", "name", "school"),
    [
        ("x@y.test", "Nadine Baker", "Elsewhere"), ("x@y.test", "Somebody", "Dune School"),
        ("x@y.test", "Somebody", "The School Academy"), ("wren@other.test", "Somebody", "Wrenfield District"),
    ],
)  # fmt: skip
def test_what_only_resembles_is_not_shown(world: World, email: str, name: str, school: str) -> None:
    waiting(name, email=email, school=school)
    assert found(world, waiting()) == []


def test_two_people_with_an_address_at_the_same_public_provider_share_nothing(world: World) -> None:
    waiting("Somebody", email="other@gmail.com", school="Elsewhere")
    application = waiting(email="nadia@gmail.com")
    assert found(world, application) == []
    waiting("Somebody", email="n.a.dia+x@gmail.com", school="Wren Street")
    assert [one.why for one in found(world, application)] == ["Same mailbox"]


def test_members_and_those_who_were_removed_are_found_the_removed_first(world: World) -> None:
    called(world.ada, "Nadia Belmont")
    called(world.rex, "Nadia Belmond")
    shown = found(world, waiting())
    assert [(one.subject, one.shut_out) for one in shown] == [("rex", True), ("ada", False)]
    page = text_of(signed_in(world.mona).get(f"/moderation/applications/{Application.objects.get().pk}/"))
    assert ("Shut out" in page, "/moderation/people/rex/" in page) == (True, True)


def test_an_invitation_on_its_way_is_found_and_a_used_one_is_the_member(world: World) -> None:
    invite(world.mona, world.dune, "nadia@wren.test")
    application = waiting()
    assert [(one.kind, one.why) for one in found(world, application)] == [("invitation", "Same address")]
    Invitation.objects.update(used_at=timezone.now(), used_by=world.ada)
    assert found(world, application) == []


def test_what_nobody_proved_is_never_shown(world: World) -> None:
    waiting(stage="unproven", submitted_at=None)
    assert found(world, waiting()) == []


def test_an_organization_is_suggested_by_its_domain_and_by_its_name_and_chosen_by_nobody(world: World) -> None:
    OrganizationDomain.objects.create(organization=world.dune, domain="wren.test")
    Organization.objects.create(slug="wren", name="Wren Street Learning Center")
    application = waiting()
    suggested = likeness_of(grants(world.mona), application).organizations
    assert [(one.slug, why) for one, why in suggested] == [
        ("dune", "its people use @wren.test"), ("wren", "similar name"),
    ]  # fmt: skip
    page = text_of(signed_in(world.mona).get(f"/moderation/applications/{application.pk}/admit/"))
    assert "Dune School (its people use @wren.test)" in page
    assert 'value="dune" selected' not in page


def test_a_domain_everybody_has_suggests_nothing(world: World) -> None:
    OrganizationDomain.objects.create(organization=world.dune, domain="gmail.com")
    application = waiting(email="nadia@gmail.com", school="Elsewhere")
    assert likeness_of(grants(world.mona), application).organizations == []


def test_only_moderators_look(world: World) -> None:
    with pytest.raises(Absent):
        likeness_of(grants(world.ada), waiting())
    actions.set_role(grants(world.olga), world.mona, role="member")
    with pytest.raises(Absent):
        likeness_of(grants(world.mona), Application.objects.get())


def test_it_asks_four_times_however_many_there_are(world: World, django_assert_num_queries: Any) -> None:
    application, who = waiting(), grants(world.mona)
    for number in range(60):
        waiting(
            f"Nadia Belmont {number}", email=f"n{number}@wren.test", submitted_at=timezone.now() - timedelta(days=1)
        )
        called(person(f"nadia{number}", world.dune), "Nadia Belmont")
    with django_assert_num_queries(4):
        assert len(likeness_of(who, application).alike) == 12


@pytest.mark.parametrize(
    ("name", "told_apart_by"),
    [
        ("The Wren Street Public School", ["wren", "street"]), ("Lower Santiam Charter", ["lower", "santiam"]),
        ("The School", ["the", "school"]), ("Escuela Ríos", ["escuela", "rios"]), ("", []), ("!!!", []),
    ],
)  # fmt: skip
def test_the_words_that_tell_schools_apart(name: str, told_apart_by: list[str]) -> None:
    assert significant(name) == told_apart_by


def test_letters_are_compared_without_their_accents() -> None:
    assert words("Tomás HERRERA-Núñez") == ["tomas", "herrera", "nunez"]
    assert alike(words("Nguyễn Minh Châu"), words("nguyen minh chau"))
    assert not alike(words("يوسف الأمين"), words("Nadia"))
    assert not alike([], words("Nadia"))


def test_mailboxes_and_domains() -> None:
    assert mailbox("N.A.dia+x@gmail.com") == mailbox("nadia@gmail.com")
    assert mailbox("n.a.dia@wren.test") != mailbox("nadia@wren.test")
    assert (own_domain("a@wren.test"), own_domain("a@Gmail.com")) == ("wren.test", "")
