"""Organizations and their seats: who gives and frees them, how many there are, what a term's end does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.members.models import Member, OrganizationDomain, Seat, SeatManager
from moderation import actions
from moderation.access.decision import Denied
from moderation.actions import Refused
from moderation.models import AuditEntry
from tests.cast import World, grants, person
from tests.pages import text_of, typed_in
from tests.verbs import signed_in


@pytest.fixture
def managed(world: World) -> World:
    """Ada looks after Cedar's seats."""
    SeatManager.objects.create(member=world.ada, organization=world.cedar)
    return world


def seat_of(member: Member) -> Seat:
    return Seat.objects.get(member=member, freed_at=None)


def test_a_seat_manager_sees_the_own_team_and_no_other(managed: World) -> None:
    client = signed_in(managed.ada)
    page = text_of(client.get("/seats/"))
    assert "Ben" in page
    assert "Cleo" not in page
    assert client.get("/seats/dune/").status_code == 404
    assert client.get("/seats/cedar/").status_code == 200
    assert "Team and seats" in text_of(client.get("/you/"))


@pytest.mark.parametrize("name", ["ben", "cleo", "fay", "ron"])
def test_whoever_manages_no_seats_finds_no_such_page(managed: World, name: str) -> None:
    client = signed_in(managed.people[name])
    assert (client.get("/seats/").status_code, client.get("/seats/cedar/").status_code) == (404, 404)


def test_ada_frees_bens_seat_and_he_is_out_at_once(managed: World) -> None:
    ben, ada = signed_in(managed.ben), signed_in(managed.ada)
    assert ben.get("/").status_code == 200
    assert ada.post(f"/seats/cedar/{seat_of(managed.ben).pk}/free/").status_code == 302
    assert ben.get("/").status_code == 302, "the session is gone"
    again = signed_in(managed.ben).get("/")
    assert (again.status_code, "Your seat is not active" in text_of(again)) == (403, True)
    entry = AuditEntry.objects.get(verb="free_seat")
    assert (entry.actor, entry.subject_label, entry.reason) == (managed.ada, "Ben", "Cedar School")


def test_nobody_without_an_organization_manages_seats(managed: World) -> None:
    alone = Member.objects.create(email="alone@school.test", name="Alma", handle="alma")
    for act in (actions.name_seat_manager, actions.dismiss_seat_manager):
        with pytest.raises(Denied) as denied:
            act(grants(managed.mona), alone)
        assert denied.value.decision.code == "no_access"
    assert [manager.member for manager in SeatManager.objects.all()] == [managed.ada]


def test_ada_gives_the_seat_back(managed: World) -> None:
    actions.free_seat(grants(managed.ada), seat_of(managed.ben))
    client = signed_in(managed.ada)
    assert "Without a seat" in text_of(client.get("/seats/"))
    assert client.post("/seats/cedar/ben/give/").status_code == 302
    assert signed_in(managed.ben).get("/").status_code == 200
    answer = client.post("/seats/cedar/ben/give/")
    assert (answer.status_code, "Ben holds a seat already." in text_of(answer)) == (422, True)


def test_nobody_gets_a_seat_back_beyond_what_there_are(managed: World) -> None:
    actions.free_seat(grants(managed.ada), seat_of(managed.ben))
    taken = Seat.objects.filter(organization=managed.cedar, freed_at=None).count()
    managed.cedar.seats_allowed = taken
    managed.cedar.save()
    with pytest.raises(Refused, match=f"All {taken} seats of Cedar School are used or promised"):
        actions.give_seat(grants(managed.ada), managed.ben)
    managed.cedar.seats_allowed = taken + 1
    managed.cedar.save()
    assert actions.give_seat(grants(managed.ada), managed.ben)


def test_a_seat_manager_frees_neither_the_own_seat_nor_a_moderators(managed: World) -> None:
    for member, code in ((managed.ada, "yourself"), (managed.mona, "owners_only")):
        with pytest.raises(Denied) as refused:
            actions.free_seat(grants(managed.ada), seat_of(member))
        assert refused.value.decision.code == code


def test_a_seat_is_freed_once(managed: World) -> None:
    seat = seat_of(managed.ben)
    actions.free_seat(grants(managed.ada), seat)
    with pytest.raises(Denied, match="free already"):
        actions.free_seat(grants(managed.ada), seat)


def test_invitations_of_whoever_loses_the_seat_stop_working(managed: World) -> None:
    mona = grants(managed.mona)
    sent = actions.invite(mona, email="new@school.test", organization=managed.cedar)
    actions.free_seat(grants(managed.olga), seat_of(managed.mona))
    sent.refresh_from_db()
    assert sent.revoked_at is not None


def test_a_seat_manager_names_another_and_steps_back(managed: World) -> None:
    client = signed_in(managed.ada)
    assert client.post("/seats/cedar/ben/manager/").status_code == 302
    assert grants(managed.ben).manages_seats
    assert signed_in(managed.ben).post("/seats/cedar/ada/manager/", {"off": "1"}).status_code == 302
    assert not grants(managed.ada).manages_seats
    assert client.get("/seats/").status_code == 404


def test_whoever_holds_no_seat_manages_none(managed: World) -> None:
    answer = signed_in(managed.mona).post("/seats/cedar/nia/manager/")
    assert (answer.status_code, "Nia holds no seat" in text_of(answer)) == (422, True)


def test_somebody_of_another_school_is_nobody_here(managed: World) -> None:
    client = signed_in(managed.ada)
    for act in ("cleo/manager", "cleo/give", f"{seat_of(managed.cleo).pk}/free"):
        assert client.post(f"/seats/cedar/{act}/").status_code == 404
    assert Seat.objects.filter(member=managed.cleo, freed_at=None).exists()


def test_a_moderator_sets_term_seats_and_domains(world: World) -> None:
    client = signed_in(world.mona)
    last = timezone.localdate() + timedelta(days=200)
    form = {"term_starts": "2026-01-01", "term_ends": last.isoformat(), "seats_allowed": "9"}
    form["domains"] = "Cedar.Example, @c.org"
    assert client.post("/moderation/organizations/cedar/membership/", form).status_code == 302
    world.cedar.refresh_from_db()
    assert (world.cedar.term_ends, world.cedar.seats_allowed) == (last, 9)
    assert set(OrganizationDomain.objects.values_list("domain", flat=True)) == {"cedar.example", "c.org"}
    page = text_of(client.get("/seats/cedar/"))
    assert "of 9 seats used" in page
    form["domains"] = "c.org"
    client.post("/moderation/organizations/cedar/membership/", form)
    assert OrganizationDomain.objects.get().domain == "c.org"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"term_starts": "2026-05-01", "term_ends": "2026-04-30"}, "cannot end before it begins"),
        ({"term_ends": "soon"}, "Choose a day from the calendar."),
        ({"term_ends": "9999-12-31"}, "Choose a day of this century."),
        ({"seats_allowed": "0"}, "At least one seat."),
        ({"seats_allowed": "many"}, "Write a whole number"),
        ({"domains": "not a domain"}, "“not” is not a mail domain"),
        ({"domains": "<script>.com"}, "is not a mail domain"),
    ],
)
def test_a_membership_that_cannot_be_is_refused_at_the_field(world: World, form: dict[str, str], sentence: str) -> None:
    answer = signed_in(world.mona).post("/moderation/organizations/cedar/membership/", form)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    world.cedar.refresh_from_db()
    assert (world.cedar.term_ends, world.cedar.seats_allowed) == (None, None)


def test_an_ended_term_closes_and_a_renewal_opens_everything(world: World) -> None:
    today = timezone.localdate()
    ada = signed_in(world.ada)

    def until(days: int) -> None:
        actions.set_membership(
            grants(world.mona), world.cedar, term_starts=None, term_ends=today + timedelta(days=days),
            seats_allowed=None, domains=[],
        )  # fmt: skip

    until(-3)
    assert ada.get("/forum/").status_code == 200
    assert "You can read until" in text_of(ada.get("/forum/ask/"))
    until(-20)
    closed = ada.get("/forum/")
    assert (closed.status_code, "membership has ended" in text_of(closed)) == (403, True)
    until(300)
    assert ada.get("/forum/ask/").status_code == 200


def test_the_roster_is_confirmed_on_one_screen(managed: World) -> None:
    other = person("zoe", managed.cedar)
    actions.ask_for_roster(grants(managed.mona), managed.cedar)
    client = signed_in(managed.ada)
    assert "Who is still with you?" in text_of(client.get("/seats/"))
    here = [seat_of(member).pk for member in (managed.ada, managed.ben, managed.mona, managed.ron, managed.sue)]
    assert client.post("/seats/cedar/confirm/", {"seats": here}).status_code == 302
    Member.objects.filter(pk=managed.ada.pk).update(standing="active")
    managed.cedar.roster_due = timezone.localdate() - timedelta(days=2)
    managed.cedar.save()
    assert signed_in(managed.ben).get("/forum/ask/").status_code == 200
    assert "has not confirmed your seat" in text_of(signed_in(other).get("/forum/ask/"))
    actions.confirm_seats(grants(managed.ada), managed.cedar, [seat_of(other)])
    assert signed_in(other).get("/forum/ask/").status_code == 200


def test_a_seat_manager_who_is_late_can_still_confirm_everybody(managed: World) -> None:
    actions.ask_for_roster(grants(managed.mona), managed.cedar)
    managed.cedar.roster_due = timezone.localdate() - timedelta(days=5)
    managed.cedar.save()
    client = signed_in(managed.ada)
    assert client.post(f"/seats/cedar/{seat_of(managed.ben).pk}/free/").status_code == 403
    assert client.post("/seats/cedar/confirm/", {"seats": [seat_of(managed.ada).pk]}).status_code == 302
    assert client.get("/forum/ask/").status_code == 200


@pytest.mark.parametrize("seats", [[], ["x"], ["1000000"]])
def test_confirming_nobody_or_somebody_elses_seat_is_refused(managed: World, seats: list[str]) -> None:
    actions.ask_for_roster(grants(managed.mona), managed.cedar)
    answer = signed_in(managed.ada).post("/seats/cedar/confirm/", {"seats": seats})
    assert (answer.status_code, "Tick everybody" in text_of(answer)) == (422, True)
    assert not Seat.objects.exclude(confirmed_at=None).exists()


def test_another_organizations_seat_cannot_be_confirmed_along(managed: World) -> None:
    theirs = seat_of(managed.cleo)
    answer = signed_in(managed.ada).post("/seats/cedar/confirm/", {"seats": [theirs.pk]})
    assert answer.status_code == 422
    assert actions.confirm_seats(grants(managed.ada), managed.cedar, [theirs]) == 0


def test_the_page_asks_as_much_for_forty_people_as_for_four(managed: World, django_assert_max_num_queries: Any) -> None:
    client = signed_in(managed.ada)
    client.get("/seats/")
    with django_assert_max_num_queries(15):
        client.get("/seats/")
    for number in range(40):
        person(f"teacher-{number}", managed.cedar)
    with django_assert_max_num_queries(15):
        client.get("/seats/")


def test_what_was_typed_about_a_membership_stays(world: World) -> None:
    form = {"term_ends": "2026-05-01", "domains": "bad domain!", "seats_allowed": "12"}
    answer = signed_in(world.mona).post("/moderation/organizations/cedar/membership/", form)
    assert {name: typed_in(answer, name) for name in form} == form
