"""Who comes: a limit of seats, a waiting list, and two who want the same seat in the same moment."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cohorts.sessions import actions
from cohorts.sessions.models import Rsvp, Session
from community.members.models import Member
from moderation.access.decision import Denied
from tests.cast import World, grants, person
from tests.cohorts.meetings import goes, heard, place, session, states
from tests.crowd import at_once
from tests.moderation.desk import at_desk
from tests.pages import text_of
from tests.verbs import signed_in

SEAT = "Spring cohort has a seat for you"


def test_whoever_comes_to_a_full_session_waits(world: World) -> None:
    meets = session(world, seats=1)
    assert [goes(member, meets) for member in (world.ben, world.ada)] == ["going", "waiting"]
    page = text_of(signed_in(world.ada).get(place(meets)))
    assert "you are on the waiting list" in page
    assert "1 person goes, 1 seat, 1 waiting" in page
    assert "Put me on the waiting list" in text_of(signed_in(world.fay).get(place(meets)))


def test_without_a_limit_nobody_waits(world: World) -> None:
    meets = session(world)
    assert {goes(member, meets) for member in (world.ben, world.ada, world.fay)} == {"going"}


def test_who_leaves_gives_the_seat_to_whoever_waited_longest(world: World) -> None:
    meets = session(world, seats=1)
    for member in (world.ben, world.fay, world.ada):
        goes(member, meets)
    assert goes(world.ben, meets, going=False) == "not_going"
    assert states(meets) == {"ben": "not_going", "fay": "going", "ada": "waiting"}
    assert (heard(world.fay), heard(world.ada)) == ([SEAT], [])
    assert goes(world.ben, meets) == "waiting"  # and stands at the end
    goes(world.fay, meets, going=False)
    assert states(meets) == {"ben": "waiting", "fay": "not_going", "ada": "going"}


def test_a_seat_that_came_twice_is_told_twice(world: World) -> None:
    meets = session(world, seats=1)
    for member in (world.ben, world.ada):
        goes(member, meets)
    goes(world.ben, meets, going=False)
    goes(world.ada, meets, going=False)
    goes(world.ben, meets)
    goes(world.ada, meets)
    goes(world.ben, meets, going=False)
    assert heard(world.ada) == [SEAT, SEAT]


def test_saying_the_same_twice_changes_nothing(world: World) -> None:
    meets = session(world, seats=1)
    goes(world.ben, meets)
    goes(world.ada, meets)
    since = dict(Rsvp.objects.values_list("member__handle", "at"))
    assert [goes(member, meets) for member in (world.ben, world.ada)] == ["going", "waiting"]
    assert dict(Rsvp.objects.values_list("member__handle", "at")) == since
    for _ in range(2):
        assert goes(world.fay, meets, going=False) == "not_going"
    assert heard(world.ada) == []


def test_more_seats_let_those_who_wait_move_up_and_fewer_send_nobody_away(world: World) -> None:
    meets = session(world, seats=1)
    for member in (world.ben, world.ada, world.fay):
        goes(member, meets)
    change(world, meets, seats=2)
    assert states(meets) == {"ben": "going", "ada": "going", "fay": "waiting"}
    change(world, meets, seats=1)
    assert states(meets) == {"ben": "going", "ada": "going", "fay": "waiting"}
    goes(world.ben, meets, going=False)
    assert states(meets)["fay"] == "waiting"  # Ada has the one seat
    change(world, meets, seats=None)
    assert states(meets)["fay"] == "going"
    assert heard(world.fay) == [SEAT]


def change(world: World, meets: Session, seats: int | None) -> None:
    local = Session.objects.get(pk=meets.pk).starts_at.astimezone(ZoneInfo("America/Denver")).replace(tzinfo=None)
    actions.change(grants(world.fay), meets, actions.Plan("Budgets", "", local, 60, world.fay.pk, "", seats))


@pytest.mark.parametrize("how", ["withdrawn", "suspended"])
def test_a_seat_of_somebody_who_is_out_goes_to_who_waits(world: World, how: str) -> None:
    """Nobody says so to the session: its own job sees it."""
    meets = session(world, seats=1)
    goes(world.ben, meets)
    goes(world.ada, meets)
    actions.remind.call()
    assert states(meets)["ada"] == "waiting"
    if how == "withdrawn":
        signed_in(world.mona).post("/cohorts/spring/people/ben/withdraw/")
    else:
        at_desk(world.mona, "suspend", "ben", until="2999-01-01", reason="Rest")
    assert "Nobody has said they come yet, 1 seat, 1 waiting" in text_of(signed_in(world.fay).get(place(meets)))
    actions.remind.call()
    assert (states(meets)["ada"], heard(world.ada)) == ("going", [SEAT])


def test_who_waits_and_is_out_by_then_is_passed_over(world: World) -> None:
    meets = session(world, seats=1)
    for member in (world.ben, world.ada, world.fay):
        goes(member, meets)
    Member.objects.filter(pk=world.ada.pk).update(standing="removed")
    goes(world.ben, meets, going=False)
    assert states(meets) == {"ben": "not_going", "ada": "waiting", "fay": "going"}


def test_whoever_waits_is_before_whoever_comes_when_a_seat_came_free_unheard(world: World) -> None:
    meets = session(world, seats=1)
    goes(world.ben, meets)
    goes(world.ada, meets)
    world.spring.enrollments.filter(member=world.ben).delete()
    assert goes(world.fay, meets) == "waiting"
    assert states(meets)["ada"] == "going"


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"within": timedelta(hours=-2)}])
def test_nobody_answers_or_moves_up_when_it_is_over_or_cancelled(world: World, facts: dict[str, object]) -> None:
    meets = session(world, seats=1)
    goes(world.ben, meets)
    goes(world.ada, meets)
    for name, value in facts.items():
        if name == "within":
            meets.starts_at += timedelta(hours=-2) - timedelta(days=2)
        else:
            setattr(meets, name, value)
    meets.save()
    for going in (True, False):
        with pytest.raises(Denied):
            goes(world.ben, meets, going=going)
    actions.remind.call()
    assert (states(meets), heard(world.ada)) == ({"ben": "going", "ada": "waiting"}, [])


def test_a_moderator_who_is_not_enrolled_takes_no_seat(world: World) -> None:
    meets = session(world)
    with pytest.raises(Denied, match="Only people enrolled"):
        goes(world.mona, meets)
    assert "Will you be there?" not in text_of(signed_in(world.mona).get(place(meets)))


# ---- in the same moment ----------------------------------------------------------------------


def crowd(world: World, size: int) -> list[Member]:
    people = [person(f"col{number}", world.cedar) for number in range(size)]
    for member in people:
        world.spring.enrollments.create(member=member)
    return people


def test_many_who_want_the_last_seats_in_the_same_moment_share_none(lasting_world: World) -> None:
    meets, people = session(lasting_world, seats=2), crowd(lasting_world, 8)
    held = {member: grants(member) for member in people}
    answers = at_once([lambda who=who: actions.answer(who, meets, going=True) for who in held.values()])  # type: ignore[misc]
    assert sorted(map(str, answers)) == ["going"] * 2 + ["waiting"] * 6
    assert sorted(states(meets).values()) == ["going"] * 2 + ["waiting"] * 6


def test_a_seat_given_back_while_two_reach_for_it_goes_to_who_waited(lasting_world: World) -> None:
    meets, (waits, *rest) = session(lasting_world, seats=1), crowd(lasting_world, 6)
    goes(lasting_world.ben, meets)
    goes(waits, meets)
    ben, others = grants(lasting_world.ben), [grants(member) for member in rest]
    at_once([
        lambda: actions.answer(ben, meets, going=False),
        *(lambda who=who: actions.answer(who, meets, going=True) for who in others),  # type: ignore[misc]
    ])  # fmt: skip
    found = states(meets)
    assert [name for name, state in found.items() if state == "going"] == [waits.handle]
    assert heard(waits) == [SEAT]


def test_one_person_who_answers_from_many_tabs_is_there_once(lasting_world: World) -> None:
    meets, who = session(lasting_world, seats=3), grants(lasting_world.ada)
    answers = at_once([lambda: actions.answer(who, meets, going=True)] * 8)
    assert (set(answers), states(meets)) == ({"going"}, {"ada": "going"})
