"""A link for several people: with a cap and an end, opening nothing by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.members.models import Member, Seat
from moderation import actions
from moderation.access.decision import Denied
from moderation.actions import Refused
from moderation.models import Invitation, InvitationLink
from tests.cast import World, grants
from tests.moderation.desk import everything_stored, join, token
from tests.moderation.test_race import at_once
from tests.pages import text_of, typed_in
from tests.verbs import carry_out_jobs, signed_in

GIVEN = {"label": "Workshop", "organization": "cedar", "cap": "3", "days": "14", "cohort": "spring"}


def link(world: World, *, cap: int = 3, cohort: Any = None) -> str:
    _, made = actions.make_link(
        grants(world.mona), label="Workshop", organization=world.cedar, cohort=cohort, cap=cap, days=14
    )
    return made


def use(made: str, email: str = "ina@school.test", name: str = "Ina") -> Any:
    answer = Client().post(f"/join/{made}/", {"email": email, "name": name})
    carry_out_jobs()
    return answer


def test_mona_makes_a_link_and_sees_it_once(world: World) -> None:
    client = signed_in(world.mona)
    page = text_of(client.post("/moderation/links/", GIVEN))
    [made] = re.findall(r"http://testserver/join/([\w-]+)/", page)
    assert made not in text_of(client.get("/moderation/links/"))
    assert made not in everything_stored()
    assert "Cedar School" in text_of(Client().get(f"/join/{made}/"))


def test_those_who_will_lead_a_cohort_come_by_a_link_that_says_so(world: World) -> None:
    page = text_of(signed_in(world.mona).post("/moderation/links/", GIVEN | {"facilitates": "1"}))
    assert "Spring cohort, as facilitators" in page
    [made] = re.findall(r"http://testserver/join/([\w-]+)/", page)
    use(made)
    assert join(token()).status_code == 302
    ina = Member.objects.get(email="ina@school.test")
    assert (ina.role, ina.enrollments.get().role) == ("member", "facilitator")


def test_a_link_leads_no_cohort_that_it_does_not_name(world: World) -> None:
    page = text_of(signed_in(world.mona).post("/moderation/links/", GIVEN | {"facilitates": "1", "cohort": ""}))
    assert "Choose the cohort that they facilitate." in page
    assert not InvitationLink.objects.exists()


def test_a_link_that_lost_its_cohort_makes_no_facilitator(world: World) -> None:
    _, made = actions.make_link(
        grants(world.mona), label="x", organization=world.cedar, cohort=world.spring, cap=3, days=14, facilitates=True
    )
    use(made)
    InvitationLink.objects.update(cohort=world.autumn)
    assert join(token()).status_code == 302
    assert Member.objects.get(email="ina@school.test").enrollments.get().role == "member"


def test_ina_uses_the_link_and_comes_in_with_her_cohort(world: World) -> None:
    made = link(world, cohort=world.spring)
    assert "arrives within a few minutes" in text_of(use(made))
    assert join(token()).status_code == 302
    ina = Member.objects.get(email="ina@school.test")
    assert (ina.organization, ina.enrollments.get().cohort, ina.role) == (world.cedar, world.spring, "member")
    assert InvitationLink.objects.get().uses == 1
    page = text_of(signed_in(world.mona).get(f"/moderation/links/{InvitationLink.objects.get().pk}/"))
    assert "Ina Berg" in page


def test_looking_at_a_link_changes_nothing(world: World) -> None:
    made = link(world)
    for method in ("get", "head"):
        assert getattr(Client(), method)(f"/join/{made}/").status_code == 200
    assert (carry_out_jobs(), Invitation.objects.count(), InvitationLink.objects.get().uses) == (0, 0, 0)


def test_the_last_place_is_taken_once(lasting_world: World) -> None:
    made = link(lasting_world, cap=1)
    tokens = []
    for number in range(4):
        use(made, f"ina{number}@school.test")
        tokens.append(token())
    answers = at_once([
        lambda n=n, sent=sent: str(actions.accept_invitation(sent, email=f"ina{n}@school.test", name=f"Ina {n}"))  # type: ignore[misc]
        for n, sent in enumerate(tokens)
    ])  # fmt: skip
    assert sorted(answers)[-3:] == ["token: full"] * 3
    assert (InvitationLink.objects.get().uses, Seat.objects.filter(member__name__startswith="Ina").count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, 410, "Its time is over"),
        ({"revoked_at": timezone.now()}, 410, "It was taken back"),
        ({"uses": 3}, 410, "Everybody it was meant for has come in"),
    ],
)
def test_a_link_that_is_over_says_why(world: World, change: dict[str, Any], status: int, words: str) -> None:
    made = link(world)
    InvitationLink.objects.update(**change)
    for answer in (Client().get(f"/join/{made}/"), use(made)):
        assert (answer.status_code, words in text_of(answer)) == (status, True)
    assert mail.outbox == []


def test_a_link_that_never_was_is_not_found(world: World) -> None:
    assert use("never-made").status_code == 404


def test_taking_a_link_back_takes_back_what_it_sent(world: World) -> None:
    made = link(world)
    use(made)
    sent = token()
    client = signed_in(world.mona)
    assert client.post(f"/moderation/links/{InvitationLink.objects.get().pk}/revoke/").status_code == 302
    assert join(sent).status_code == 410
    assert "Taken back" in text_of(client.get("/moderation/links/"))


@pytest.mark.parametrize("name", ["ben", "rex", "sue"])
def test_known_and_unknown_addresses_are_answered_alike(world: World, name: str) -> None:
    made = link(world)
    stranger = text_of(use(made, "nobody@school.test")).replace("nobody@", "x@")
    known = text_of(use(made, f"{name}@school.test")).replace(f"{name}@", "x@")
    assert stranger == known
    told = [message.subject for message in mail.outbox if message.to == [f"{name}@school.test"]]
    assert told == (["You are a member of Center community already"] if name == "ben" else [])
    assert not Invitation.objects.filter(email=f"{name}@school.test").exists()


def test_a_link_onto_full_seats_says_so_to_everybody(world: World) -> None:
    world.cedar.seats_allowed = 1
    world.cedar.save()
    made = link(world)
    for email in ("new@school.test", "ben@school.test"):
        answer = use(made, email)
        assert (answer.status_code, "No seat is free at the moment" in text_of(answer)) == (422, True)
        assert typed_in(answer, "email") == email


def test_only_moderators_make_links(world: World) -> None:
    with pytest.raises(Denied):
        actions.make_link(grants(world.ada), label="Mine", organization=world.cedar, cohort=None, cap=3, days=3)


@pytest.mark.parametrize(("cap", "days", "field"), [(0, 3, "cap"), (501, 3, "cap"), (3, 0, "days"), (3, 91, "days")])
def test_a_link_has_a_cap_and_an_end(world: World, cap: int, days: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.make_link(grants(world.mona), label="W", organization=world.cedar, cohort=None, cap=cap, days=days)
    assert refused.value.field == field


def test_one_address_is_not_mailed_without_end(world: World) -> None:
    made = link(world)
    answers = [use(made) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [422]
    assert "Too many tries" in text_of(answers[-1])


def test_using_a_link_twice_leaves_one_invitation_that_works(world: World) -> None:
    made = link(world)
    use(made)
    first = token()
    use(made)
    assert (join(first).status_code, join(token()).status_code) == (410, 302)
