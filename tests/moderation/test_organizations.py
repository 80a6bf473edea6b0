from __future__ import annotations

import pytest
from django.utils import timezone

from community.members.models import Organization
from tests.cast import World
from tests.moderation.desk import invite, join, lines
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in


def add(world: World, **fields: str) -> Answer:
    given = {"name": "Elm School", "state": "NM", "kind": "charter"}
    return signed_in(world.mona).post("/moderation/organizations/", given | fields)


def test_mona_adds_an_organization_and_invites_onto_its_seat(world: World) -> None:
    assert add(world)["Location"] == "/moderation/organizations/"
    elm = Organization.objects.get(slug="elm-school")
    assert (elm.name, elm.state, elm.kind, str(elm)) == ("Elm School", "NM", "charter", "Elm School, NM")
    assert lines() == [("mona", "create_organization", "Elm School", "")]
    join(invite(world.mona, elm))
    page = text_of(signed_in(world.mona).get("/moderation/organizations/"))
    assert "<span>NM, charter</span><span>1 seat used</span>" in page


def test_a_seat_that_was_freed_is_not_counted(world: World) -> None:
    client = signed_in(world.mona)
    assert "<span>AZ</span><span>3 seats used</span>" in text_of(client.get("/moderation/organizations/"))
    world.cleo.seats.update(freed_at=timezone.now())
    assert "<span>AZ</span><span>2 seats used</span>" in text_of(client.get("/moderation/organizations/"))


@pytest.mark.parametrize("name", ["Cedar School", "CEDAR school", "  Cedar   School "])
def test_an_organization_is_there_once(world: World, name: str) -> None:
    answer = add(world, name=name)
    assert answer.status_code == 422
    assert "An organization of this name is already here." in text_of(answer)
    assert 'id="id_name-error"' in text_of(answer)
    assert (typed_in(answer, "name"), typed_in(answer, "state")) == (name, "NM")
    assert (Organization.objects.count(), lines()) == (2, [])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Give the organization&#39;s name."),
        ({"name": "\u200b \u2800"}, "Give the organization&#39;s name."),
        ({"name": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"state": "x" * 41}, "Ensure this value has at most 40 characters (it has 41)."),
    ],
)
def test_an_organization_that_cannot_be_is_refused_beside_its_field(
    world: World, fields: dict[str, str], sentence: str
) -> None:
    answer = add(world, **fields)
    [field] = fields
    assert (answer.status_code, Organization.objects.count()) == (422, 2)
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)


def test_a_name_is_kept_as_it_will_be_read(world: World) -> None:
    add(world, name="Elm\u202e  Sch\x00ool", state=" NM\u202e")
    elm = Organization.objects.get(slug="elm-school")
    assert (elm.name, elm.state, lines()[0][2]) == ("Elm School", "NM", "Elm School")


@pytest.mark.parametrize(("name", "slug"), [("Cedar", "cedar-2"), ("李", "organization"), ("x" * 120, "x" * 50)])
def test_addresses_of_organizations_are_plain_and_their_own(world: World, name: str, slug: str) -> None:
    add(world, name=name)
    assert Organization.objects.get(slug=slug).name == name


def test_an_organization_without_a_state_is_named_without_one(world: World) -> None:
    add(world, state="", kind="")
    assert str(Organization.objects.get(slug="elm-school")) == "Elm School"
