"""A cohort: opening one, its rooms, who is in it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cohorts import actions, queries
from cohorts.models import Cohort, Enrollment, Room
from community.live.protocol import Refusal
from community.members.models import HUES, Member
from moderation.access.decision import Denied
from moderation.access.rooms import EVERYTHING
from tests.access.test_door import plain
from tests.cast import World, grants
from tests.cohorts.talking import fill, mark
from tests.moderation.desk import lines
from tests.pages import Answer, text_of, typed_in
from tests.verbs import say, signed_in


def open_cohort(world: World, **fields: str) -> Answer:
    given = {"name": "Summer cohort", "purpose": "Six weeks", "rooms": "Everyone\nBudgets"}
    return signed_in(world.mona).post("/cohorts/new/", given | fields)


def enroll(world: World, who: str, role: str = "member") -> Answer:
    return signed_in(world.mona).post("/cohorts/spring/people/", {"person": who, "role": role})


def withdraw(world: World, who: str) -> Answer:
    return signed_in(world.mona).post(f"/cohorts/spring/people/{who}/withdraw/")


def names(answer: Answer) -> list[str]:
    return re.findall(r'<a class="name" href="/people/([\w-]+)/">', text_of(answer))


# ---- opening one -----------------------------------------------------------------------------


def test_mona_opens_a_cohort_with_its_rooms(world: World) -> None:
    assert open_cohort(world)["Location"] == "/cohorts/summer-cohort/"
    made = Cohort.objects.get(slug="summer-cohort")
    assert (made.name, made.purpose, made.hue) == ("Summer cohort", "Six weeks", HUES[2])
    assert list(made.rooms.values_list("name", "slug", "position")) == [
        ("Everyone", "everyone-1", 0), ("Budgets", "budgets-2", 1),
    ]  # fmt: skip
    assert lines() == [("mona", "create_cohort", "Summer cohort", "")]
    page = text_of(signed_in(world.mona).get("/cohorts/summer-cohort/"))
    assert "Six weeks" in page
    assert "2 people can read" in page  # the moderators


@pytest.mark.parametrize(
    ("rooms", "made"),
    [
        ("", ["Summer cohort"]),
        (" \r\n \u200b \r\n", ["Summer cohort"]),
        ("One\r\n\r\n  Two \r\n", ["One", "Two"]),
        ("\n".join(f"Room {n}" for n in range(20)), [f"Room {n}" for n in range(12)]),
        ("x" * 100, ["x" * 80]),
        ("Same\nSame", ["Same", "Same"]),
        ("李\u202e\x07", ["李"]),
    ],
)
def test_rooms_are_one_a_line_and_at_least_one(world: World, rooms: str, made: list[str]) -> None:
    assert open_cohort(world, rooms=rooms).status_code == 302
    assert list(Cohort.objects.get(slug="summer-cohort").rooms.values_list("name", flat=True)) == made


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Give the cohort a name."),
        ({"name": "\u200b"}, "Give the cohort a name."),
        ({"name": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"purpose": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_a_cohort_that_cannot_be_is_refused_beside_its_field(
    world: World, fields: dict[str, str], sentence: str
) -> None:
    answer = open_cohort(world, **fields)
    [field] = fields
    assert (answer.status_code, Cohort.objects.count()) == (422, 2)
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)
    assert typed_in(answer, "rooms") == "Everyone\nBudgets"


def test_cohorts_of_one_name_have_addresses_of_their_own(world: World) -> None:
    places = [open_cohort(world, name=name)["Location"] for name in ("Spring", "Spring", "!!!")]
    assert places == ["/cohorts/spring-2/", "/cohorts/spring-3/", "/cohorts/cohort/"]


def test_the_empty_form_proposes_a_room_for_everyone(world: World) -> None:
    assert typed_in(signed_in(world.mona).get("/cohorts/new/"), "rooms") == "Everyone"


# ---- rooms -----------------------------------------------------------------------------------


def add_room(world: World, **fields: str) -> Answer:
    return signed_in(world.mona).post("/cohorts/spring/rooms/", {"name": "Kitchen", "topic": "Recipes"} | fields)


def test_a_room_is_added_at_the_end_for_everybody_of_the_cohort(world: World) -> None:
    assert add_room(world)["Location"] == "/cohorts/spring/"
    kitchen = Room.objects.get(name="Kitchen")
    assert (kitchen.topic, kitchen.position, kitchen.slug) == ("Recipes", 1, "kitchen-2")
    assert lines() == [("mona", "add_room", "Kitchen", "")]
    assert signed_in(world.ada).get(f"/rooms/{kitchen.pk}/").status_code == 200
    assert signed_in(world.cleo).get(f"/rooms/{kitchen.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"name": ""}, "Give the room a name."), ({"topic": "x" * 201}, "at most 200 characters (it has 201).")],
)
def test_a_room_that_cannot_be_is_refused_beside_its_field(world: World, fields: dict[str, str], sentence: str) -> None:
    answer = add_room(world, **fields)
    [field] = fields
    assert (answer.status_code, world.spring.rooms.count()) == (422, 1)
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)


# ---- who is in it ----------------------------------------------------------------------------


def test_the_page_lists_facilitators_first_and_nobody_who_is_out(world: World) -> None:
    page = signed_in(world.ada).get("/cohorts/spring/")
    assert names(page) == ["fay", "ada", "ben", "nia", "ron"]
    assert '<span class="role">Facilitator</span>' in text_of(page)
    assert "Arrange this cohort" not in text_of(page)
    assert "6 people can read" in text_of(page)


@pytest.mark.parametrize("who", ["cleo", "@cleo", "CLEO@school.test", "  cleo "])
def test_mona_enrolls_somebody_by_handle_or_address(world: World, who: str) -> None:
    assert enroll(world, who)["Location"] == "/cohorts/spring/"
    assert Enrollment.objects.get(cohort=world.spring, member=world.cleo).role == "member"
    assert lines() == [("mona", "enroll", "Cleo", "Spring cohort, member")]
    assert signed_in(world.cleo).get(f"/rooms/{world.room.pk}/").status_code == 200


def test_what_was_said_before_counts_as_read(world: World) -> None:
    fill(world.room, [world.ben], 7)
    enroll(world, "cleo")
    assert mark(world.cleo, world.room) == (7, 7)
    say(world.ben, world.room)
    [room] = [r for r in queries.rooms_for(grants(world.cleo)) if r.pk == world.room.pk]
    assert queries.unread_in(grants(world.cleo), room) == 1


def test_what_was_said_while_somebody_was_out_counts_as_read_when_they_come_back(world: World) -> None:
    fill(world.room, [world.fay], 2)
    actions.mark_read({(world.ben.pk, world.room.pk): 2})
    withdraw(world, "ben")
    fill(world.room, [world.fay], 5)
    enroll(world, "ben")
    assert mark(world.ben, world.room) == (7, 7)


def test_enrolling_again_changes_the_role_and_no_mark(world: World) -> None:
    fill(world.room, [world.ben], 7)
    actions.mark_read({(world.ada.pk, world.room.pk): 3})
    enroll(world, "ada", "facilitator")
    assert (Enrollment.objects.get(member=world.ada).role, mark(world.ada, world.room)) == ("facilitator", (3, 3))
    assert grants(world.ada).facilitated_ids == {world.spring.pk}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"person": ""}, "Whom? Write an email or a handle."),
        ({"person": "vera@elsewhere.test"}, "No member has this email or handle. Invite them first."),
        ({"person": "rex"}, "No member has this email or handle. Invite them first."),
        ({"person": "%"}, "No member has this email or handle. Invite them first."),
        ({"role": "king"}, "Select a valid choice. king is not one of the available choices."),
    ],
)
def test_who_cannot_be_enrolled_is_said_beside_the_field(world: World, fields: dict[str, str], sentence: str) -> None:
    before = Enrollment.objects.count()
    given = {"person": "cleo", "role": "member"} | fields
    answer = signed_in(world.mona).post("/cohorts/spring/people/", given)
    [field] = fields
    assert (answer.status_code, Enrollment.objects.count()) == (422, before)
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)
    assert typed_in(answer, "person") == given["person"]


def test_withdrawing_closes_the_rooms_and_keeps_the_words(world: World) -> None:
    say(world.ben, world.room, "Who has keys?")
    client = signed_in(world.ben)
    assert client.get(f"/rooms/{world.room.pk}/").status_code == 200
    assert withdraw(world, "ben")["Location"] == "/cohorts/spring/"
    assert client.get(f"/rooms/{world.room.pk}/").status_code == 404
    with pytest.raises(Refusal, match="isn't available"):
        say(world.ben, world.room)
    assert b"Who has keys?" in signed_in(world.ada).get(f"/rooms/{world.room.pk}/").content
    assert lines() == [("mona", "withdraw", "Ben", "Spring cohort")]


def test_nobody_is_withdrawn_who_is_not_there(world: World) -> None:
    assert withdraw(world, "nobody").status_code == 404
    assert lines() == []


@pytest.mark.parametrize("by", ["ada", "fay"])
def test_who_does_not_moderate_arranges_nothing(world: World, by: str) -> None:
    who, spring = grants(world.people[by]), world.spring
    for act in (
        lambda: actions.create_cohort(who, name="Mine", purpose="", rooms=["One"]),
        lambda: actions.add_room(who, spring, name="Mine", topic=""),
        lambda: actions.enroll(who, spring, world.cleo, role="member"),
        lambda: actions.withdraw(who, spring, world.ben),
    ):
        with pytest.raises(Denied):
            act()
    assert (lines(), Cohort.objects.count()) == ([], 2)


@pytest.mark.parametrize("by", ["ada", "cleo"])
def test_a_cohort_that_is_not_hers_looks_like_none(world: World, by: str) -> None:
    client, other = signed_in(world.people[by]), {"ada": "autumn", "cleo": "spring"}[by]
    answers = {plain(client.get(f"/cohorts/{slug}/")) for slug in (other, "nowhere", "new")}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_who_lost_the_seat_is_in_the_list_and_reads_nothing(world: World) -> None:
    page: Any = signed_in(world.nia).get(f"/rooms/{world.room.pk}/")
    assert page.status_code == 403


def test_facilitating_ends_with_the_enrollment(world: World) -> None:
    withdraw(world, "fay")
    assert grants(world.fay).facilitated_ids == frozenset()
    assert signed_in(world.fay).get("/cohorts/spring/").status_code == 404


def test_things_are_named_as_people_name_them(world: World) -> None:
    assert (str(world.spring), str(world.room)) == ("Spring cohort", "Spring room")
    Member.objects.filter(handle="ben").update(standing="suspended", suspended_until=timezone.now())
    assert "ben" in names(signed_in(world.ada).get("/cohorts/spring/"))  # a pause that is over


def test_a_day_has_a_first_message_or_none(world: World) -> None:
    [first, _] = fill(world.room, [world.ben], 2)
    assert queries.seq_on(world.room.pk, first.at.date(), EVERYTHING) == 1
    assert queries.seq_on(world.room.pk, first.at, EVERYTHING) == 1
    assert queries.seq_on(world.room.pk, first.at + timedelta(days=365), EVERYTHING) is None
    assert queries.seq_on(world.room.pk, timezone.now().date().replace(year=2999), EVERYTHING) is None
    assert queries.seq_of(world.room.pk, uuid4(), EVERYTHING) is None
