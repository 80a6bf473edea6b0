"""Places of a cohort: asking for one, the answer, the waiting list; and there are never more people than places."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.lifecycle import actions
from cohorts.models import Cohort, EnrollmentRequest
from community.members.models import Member
from moderation.access.decision import Denied
from moderation.access.standing import Standing
from tests import cast
from tests.cast import World, grants
from tests.cohorts.year import answer, ask, asked, bring_to, heard, inside, limit, move
from tests.crowd import at_once
from tests.moderation.desk import invite, join, lines
from tests.pages import text_of, typed_in
from tests.verbs import signed_in

MANY = 6


@pytest.fixture
def autumn(world: World) -> Cohort:
    """Open, with Cleo in it and nobody who leads it but the moderators."""
    return bring_to(world, "open", world.autumn)


def page(by: Member, slug: str = "autumn") -> str:
    return text_of(signed_in(by).get(f"/cohorts/{slug}/"))


# ---- asking ------------------------------------------------------------------------------------


def test_ada_asks_and_mona_says_yes(world: World, autumn: Cohort) -> None:
    assert "You can ask to be in" in text_of(signed_in(world.ada).get("/rooms/"))
    assert ask(world.ada, "I open my school in fall.", "autumn")["Location"] == "/cohorts/autumn/"
    assert "You asked for a place" in page(world.ada)
    assert heard(world.mona) == ["Ada asks for a place in Autumn cohort"]
    assert "“I open my school in fall.”" in text_of(signed_in(world.mona).get("/cohorts/autumn/year/"))
    assert answer(world.mona, "ada", slug="autumn")["Location"] == "/cohorts/autumn/year/"
    assert heard(world.ada) == ["Autumn cohort has a place for you: you are in"]
    assert heard(world.mona) == []  # answered is no news any more
    assert signed_in(world.ada).get(f"/rooms/{world.other_room.pk}/").status_code == 200
    assert lines()[-1] == ("mona", "enroll", "Ada", "Autumn cohort, member")


def test_facilitators_are_asked_where_there_are_some(world: World) -> None:
    bring_to(world, "open")
    ask(world.cleo)
    assert (heard(world.fay)[0], heard(world.mona)) == ("Cleo asks for a place in Spring cohort", [])
    assert answer(world.ben, "cleo").status_code == 403
    assert answer(world.fay, "cleo").status_code == 302
    assert "cleo" in inside(world.spring)


def test_no_is_told_and_is_the_end_of_it(world: World, autumn: Cohort) -> None:
    ask(world.ada, slug="autumn")
    answer(world.mona, "ada", "no", "autumn")
    assert asked(autumn) == {"ada": "declined"}
    assert heard(world.ada) == ["Autumn cohort has no place for you this time"]
    assert "Ask for a place" not in page(world.ada)
    ask(world.ada, "Please?", "autumn")
    assert asked(autumn) == {"ada": "declined"}
    assert lines()[-1] == ("mona", "decline_place", "Ada", "Autumn cohort")


def test_asking_twice_is_asking_once_and_can_be_taken_back(world: World, autumn: Cohort) -> None:
    ask(world.ada, "First", "autumn")
    ask(world.ada, "Second", "autumn")
    assert EnrollmentRequest.objects.get().words == "First"
    assert len(heard(world.mona)) == 1
    ask(world.ada, slug="autumn", take_back="1")
    assert asked(autumn) == {"ada": "withdrawn"}
    assert heard(world.mona) == []
    assert answer(world.mona, "ada", slug="autumn").status_code == 302
    assert "ada" not in inside(autumn)
    ask(world.ada, "Third", "autumn")
    assert asked(autumn) == {"ada": "asked"}


def test_words_that_are_too_long_are_refused_and_kept(world: World, autumn: Cohort) -> None:
    refused = ask(world.ada, "x" * 301, "autumn")
    assert refused.status_code == 422
    assert "at most 300 characters" in text_of(refused)
    assert typed_in(refused, "words") == "x" * 301
    assert asked(autumn) == {}


@pytest.mark.parametrize(("who", "state", "status"), [
    ("ada", "draft", 404), ("ada", "running", 404), ("ada", "alumni", 404), ("ron", "open", 403), ("cleo", "open", 403),
])  # fmt: skip
def test_who_cannot_ask(world: World, who: str, state: str, status: int) -> None:
    bring_to(world, state, world.autumn)
    assert ask(world.people[who], slug="autumn").status_code == status
    assert asked(world.autumn) == {}


def test_while_the_year_runs_one_asks_only_where_that_is_allowed(world: World) -> None:
    bring_to(world, "running")
    assert ask(world.cleo).status_code == 404
    saved = signed_in(world.fay).post("/cohorts/spring/year/places/", {"places": "", "asks_while_running": "1"})
    assert saved.status_code == 302
    assert ask(world.cleo).status_code == 302
    assert asked(world.spring) == {"cleo": "asked"}


def test_when_the_year_is_over_requests_are_closed(world: World, autumn: Cohort) -> None:
    ask(world.ada, slug="autumn")
    request = EnrollmentRequest.objects.get()
    move(world.mona, "running", "autumn")
    move(world.mona, "alumni", "autumn")
    assert asked(autumn) == {"ada": "declined"}
    with pytest.raises(Denied, match="takes no requests"):
        actions.answer(grants(world.mona), request, yes=True)


# ---- the waiting list --------------------------------------------------------------------------


def fully(world: World, autumn: Cohort, *names: str) -> None:
    """One place, which Cleo has; these asked in their order, and were told yes."""
    limit(autumn, 1)
    for name in names:
        ask(world.people[name], slug="autumn")
    for name in names:
        answer(world.mona, name, slug="autumn")


def test_yes_to_a_full_cohort_is_the_waiting_list_in_order(world: World, autumn: Cohort) -> None:
    fully(world, autumn, "ada", "ben")
    assert asked(autumn) == {"ada": "waiting", "ben": "waiting"}
    assert heard(world.ben) == ["Autumn cohort said yes, and all places are taken: you are on the waiting list"]
    assert "and next in line" in page(world.ada)
    assert "with 1 person before you" in page(world.ben)
    assert "All places are taken" in page(world.fay)
    assert lines()[-1] == ("mona", "put_in_line", "Ben", "Autumn cohort")


def test_who_waited_longest_moves_up_when_somebody_is_taken_out(world: World, autumn: Cohort) -> None:
    fully(world, autumn, "ada", "ben")
    signed_in(world.mona).post("/cohorts/autumn/people/cleo/withdraw/")
    assert inside(autumn) == {"ada"}
    assert asked(autumn) == {"ada": "enrolled", "ben": "waiting"}
    assert heard(world.ada)[0] == "Autumn cohort has a place for you: you are in"
    assert signed_in(world.ada).get(f"/rooms/{world.other_room.pk}/").status_code == 200


def test_a_place_that_comes_free_without_anybody_saying_so_is_found(world: World, autumn: Cohort) -> None:
    fully(world, autumn, "ada")
    actions.fill_everywhere.call()
    assert asked(autumn) == {"ada": "waiting"}
    Member.objects.filter(pk=world.cleo.pk).update(standing=Standing.LEFT)
    actions.fill_everywhere.call()
    assert asked(autumn) == {"ada": "enrolled"}


def test_more_places_let_people_in_and_fewer_take_nobody_out(world: World, autumn: Cohort) -> None:
    fully(world, autumn, "ada", "ben")
    places = "/cohorts/autumn/year/places/"
    assert signed_in(world.mona).post(places, {"places": "2"}).status_code == 302
    assert (inside(autumn), asked(autumn)["ben"]) == ({"cleo", "ada"}, "waiting")
    signed_in(world.mona).post(places, {"places": "1"})
    assert inside(autumn) == {"cleo", "ada"}
    signed_in(world.mona).post(places, {"places": ""})
    assert inside(autumn) == {"cleo", "ada", "ben"}


@pytest.mark.parametrize("places", ["0", "1001", "many", "-1"])
def test_a_number_of_places_that_cannot_be_is_refused_beside_its_field(world: World, places: str) -> None:
    refused = signed_in(world.mona).post("/cohorts/autumn/year/places/", {"places": places})
    assert refused.status_code == 422
    assert "A number of places from 1 to 1,000, or nothing." in text_of(refused)
    assert Cohort.objects.get(slug="autumn").places is None


def test_facilitators_take_no_place(world: World, autumn: Cohort) -> None:
    limit(autumn, 1)
    people = "/cohorts/autumn/people/"
    full = signed_in(world.mona).post(people, {"person": "ada", "role": "member"})
    assert full.status_code == 422
    assert "All 1 places are taken." in text_of(full)
    assert signed_in(world.mona).post(people, {"person": "ada", "role": "facilitator"}).status_code == 302
    assert signed_in(world.mona).post(people, {"person": "ada", "role": "member"}).status_code == 422
    assert signed_in(world.mona).post(people, {"person": "cleo", "role": "member"}).status_code == 302  # as before


def test_who_makes_room_by_leading_lets_the_next_one_in(world: World, autumn: Cohort) -> None:
    fully(world, autumn, "ada")
    signed_in(world.mona).post("/cohorts/autumn/people/", {"person": "cleo", "role": "facilitator"})
    assert inside(autumn) == {"cleo", "ada"}


def test_somebody_invited_to_a_full_cohort_comes_in_and_waits(world: World, autumn: Cohort) -> None:
    limit(autumn, 1)
    join(invite(world.mona, world.cedar, cohort=autumn))
    ina = Member.objects.get(name="Ina Berg")
    assert (ina.standing, asked(autumn)) == (Standing.ACTIVE, {ina.handle: "waiting"})
    assert "all places are taken" in heard(ina)[0]


def test_somebody_invited_to_a_cohort_that_was_archived_comes_in_without_it(world: World) -> None:
    sent = invite(world.mona, world.cedar, cohort=world.autumn)
    bring_to(world, "archived", world.autumn)
    join(sent)
    assert Member.objects.get(name="Ina Berg").enrollments.count() == 0


# ---- in the same moment ------------------------------------------------------------------------


def test_yeses_in_the_same_moment_never_overfill(lasting_world: World) -> None:
    world, now = lasting_world, timezone.now()
    autumn = bring_to(world, "open", world.autumn)
    limit(autumn, 3)  # Cleo has one
    crowd = [cast.person(f"crowd{n}", world.dune) for n in range(MANY)]
    requests = [
        EnrollmentRequest.objects.create(cohort=autumn, member=one, at=now + timedelta(seconds=n))
        for n, one in enumerate(crowd)
    ]
    moderators = [grants(world.mona), grants(world.olga)]
    works = [
        lambda request=request, who=moderators[n % 2]: actions.answer(who, request, yes=True)  # type: ignore[misc]
        for n, request in enumerate(requests)
    ]
    answers = at_once(works)
    assert Counter(map(str, answers)) == {"enrolled": 2, "waiting": MANY - 2}
    assert autumn.enrollments.filter(role="member").count() == 3
    assert Counter(asked(autumn).values()) == {"enrolled": 2, "waiting": MANY - 2}


def test_enrolling_by_hand_in_the_same_moment_never_overfills(lasting_world: World) -> None:
    world = lasting_world
    limit(world.autumn, 2)
    crowd = [cast.person(f"crowd{n}", world.dune) for n in range(MANY)]
    mona = grants(world.mona)
    works = [lambda one=one: actions.enroll(mona, world.autumn, one, role="member").role for one in crowd]  # type: ignore[misc]
    answers = Counter(str(given).partition(".")[0] for given in at_once(works))
    assert answers == {"member": 1, "person: All 2 places are taken": MANY - 1}
