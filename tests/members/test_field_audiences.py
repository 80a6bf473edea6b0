"""Every field of a profile has an audience, and everything that shows a field obeys it."""

from __future__ import annotations

from typing import Any

import pytest

from community.members.models import Member
from community.members.profile import profiles
from moderation.access.members import FIELDS, Seen
from tests.cast import World, grants
from tests.cohorts.talking import look
from tests.forum.forms import place
from tests.pages import text_of
from tests.verbs import ask, say, signed_in

VALUES = {"title": "Head gardener", "state": "Ohio", "about": "Compost heaps", "looking_for": "A second greenhouse"}
SCHOOL = "Cedar School"


def save(member: Member, **audiences: str) -> int:
    given = {"name": "Ada", **VALUES, **{f"see_{field}": audience for field, audience in audiences.items()}}
    return int(signed_in(member).post("/you/profile/", given).status_code)


def sees(reader: Member, path: str) -> set[str]:
    page = text_of(signed_in(reader).get(path))
    words = {**VALUES, "school": SCHOOL, "email": "ada@school.test"}
    return {field for field, value in words.items() if value in page}


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("ben", {*VALUES, "school"}), ("fay", {*VALUES, "school"}), ("cleo", {*VALUES, "school"} - {"state"}),
        ("mona", {*VALUES, "school", "email"}), ("ada", {*VALUES, "school", "email"}),
    ],
)  # fmt: skip
def test_without_a_choice_a_field_has_its_own_audience(world: World, name: str, seen: set[str]) -> None:
    assert save(world.ada) == 302
    assert sees(world.people[name], "/people/ada/") == seen


@pytest.mark.parametrize("field", sorted({*VALUES, "school", "email"}))
@pytest.mark.parametrize(
    ("audience", "who"),
    [(Seen.MEMBERS, "ben cleo fay mona"), (Seen.NEAR, "ben fay mona"), (Seen.MODERATORS, "mona")],
)
def test_ada_chooses_who_sees_a_field(world: World, field: str, audience: str, who: str) -> None:
    save(world.ada, **{field: audience})
    seeing = {n for n in ("ben", "cleo", "fay", "mona") if field in sees(world.people[n], "/people/ada/")}
    assert seeing == set(who.split())


def test_a_choice_stays_when_the_next_form_does_not_speak_of_it(world: World) -> None:
    save(world.ada, about="moderators")
    save(world.ada, title="near")
    assert Member.objects.get(handle="ada").audiences == {"about": "moderators", "title": "near"}


@pytest.mark.parametrize("nonsense", ["everybody", "public", "__all__"])
def test_an_audience_that_is_none_is_refused(world: World, nonsense: str) -> None:
    assert save(world.ada, about=nonsense) == 422
    assert Member.objects.get(handle="ada").audiences == {}


@pytest.mark.parametrize("stored", ["everybody", "", 7, None])
def test_what_is_stored_and_unknown_counts_as_not_chosen(world: World, stored: Any) -> None:
    Member.objects.filter(handle="ada").update(audiences={"email": stored})
    [profile] = profiles(grants(world.ben), [Member.objects.get(handle="ada")])
    assert profile.email == ""


def test_every_field_that_can_be_narrowed_is_in_the_form(world: World) -> None:
    page = text_of(signed_in(world.ada).get("/you/"))
    assert [field for field in FIELDS if f'name="see_{field}"' not in page] == []


# ---- beside words ---------------------------------------------------------------------------


@pytest.mark.parametrize("audience", [Seen.NEAR, Seen.MODERATORS])
def test_a_school_that_is_not_for_all_stands_beside_no_words(world: World, audience: str) -> None:
    """Not even for those who may see it on her page: what is said is drawn once for all who read."""
    thread = ask(world.ada, world.commons, title="Who has a greenhouse?")
    Member.objects.update(title="")
    say(world.ada, world.room, "Has anybody a greenhouse?")
    paths = (place(thread), "/forum/", "/", f"/rooms/{world.room.pk}/", "/search/?q=greenhouse")
    Member.objects.exclude(handle="ada").update(organization=world.dune)
    before = {path: text_of(signed_in(world.fay).get(path)).count(SCHOOL) for path in paths}
    assert all(before[path] for path in (place(thread), "/forum/", f"/rooms/{world.room.pk}/"))
    save(world.ada, school=audience, title=audience)
    for path in paths:
        page = text_of(signed_in(world.fay).get(path))
        assert (SCHOOL in page, VALUES["title"] in page) == (False, False), path


def test_menus_of_names_show_a_school_to_all_or_to_nobody(world: World) -> None:
    path = "/forum/in/spring/mentions/?q=ada"
    assert SCHOOL in signed_in(world.fay).get(path).content.decode()
    save(world.ada, school=Seen.NEAR)
    assert SCHOOL not in signed_in(world.fay).get(path).content.decode()
    assert b'"handle": "ada"' in signed_in(world.fay).get(path).content


def test_lists_of_people_obey_too(world: World) -> None:
    save(world.ada, school=Seen.MODERATORS, title=Seen.MODERATORS, about=Seen.MODERATORS)
    Member.objects.exclude(handle="ada").update(organization=world.dune)
    for path in ("/people/", "/cohorts/spring/", "/search/?q=Ada"):
        assert sees(world.fay, path) == set(), path
        assert "/people/ada/" in text_of(signed_in(world.fay).get(path)), path
    assert {"title", "school"} <= sees(world.mona, "/people/")


def test_nobody_is_found_by_a_school_they_do_not_show(world: World) -> None:
    Member.objects.filter(handle="ada").update(listed=True)
    assert "/people/ada/" in text_of(signed_in(world.cleo).get("/people/?q=Cedar"))
    save(world.ada, school=Seen.NEAR)
    assert "/people/ada/" not in text_of(signed_in(world.cleo).get("/people/?q=Cedar"))
    assert "/people/ada/" in text_of(signed_in(world.cleo).get("/people/?q=Ada"))


def test_her_words_in_a_room_show_what_she_chose_at_once(world: World) -> None:
    say(world.ada, world.room, "Hello")
    assert SCHOOL in text_of(look(signed_in(world.fay), world.room))
    save(world.ada, school=Seen.MODERATORS)
    page = text_of(look(signed_in(world.fay), world.room))
    assert page.count(SCHOOL) == 0
