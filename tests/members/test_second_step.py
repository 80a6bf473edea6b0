"""A second step that a role demands: with time to set it up, shown while it runs, never in the middle of an act."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from community.founding import found
from community.members import epoch, second_step
from community.members.models import Member, SeatManager
from moderation import actions
from moderation.access.standing import UNHURRIED, Role
from moderation.actions.policy import set_second_step
from moderation.models import Policy
from tests.cast import World, grants
from tests.members.finger import add_passkey
from tests.members.signing import sessions_of, sign_in_by_code
from tests.members.steps import APP, add_app
from tests.moderation import desk
from tests.pages import FETCH, text_of
from tests.verbs import ask, signed_in

EVERYBODY_ASKED = ("owner", "moderator", "seat_manager")


def demand(world: World, *of: str, days: int = 14) -> None:
    set_second_step(grants(world.olga), of=of, days=days)


def due(member: Member) -> datetime | None:
    return Member.objects.values_list("second_step_due", flat=True).get(pk=member.pk)


def overdue(member: Member, **ago: float) -> None:
    """As if the day had come."""
    Member.objects.filter(pk=member.pk).update(second_step_due=timezone.now() - timedelta(**ago))
    epoch.move()


# ---- who owes one, and until when -----------------------------------------------------------


def test_nobody_owes_one_while_the_owners_demand_none(world: World) -> None:
    assert (due(world.mona), due(world.olga)) == (None, None)
    assert "Your role needs" not in text_of(signed_in(world.mona).get("/"))


def test_moderators_have_two_weeks_from_the_day_it_is_demanded(world: World) -> None:
    before = epoch.current()
    demand(world, "moderator")
    left = (due(world.mona) or timezone.now()) - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    assert (due(world.olga), due(world.ada)) == (None, None)
    assert epoch.current() > before


def test_somebody_who_becomes_a_moderator_has_them_from_then_on(world: World) -> None:
    demand(world, "moderator", days=3)
    actions.set_role(grants(world.olga), world.ada, role=Role.MODERATOR)
    assert due(world.ada) is not None
    actions.set_role(grants(world.olga), world.ada, role=Role.MEMBER)
    assert due(world.ada) is None


def test_so_does_somebody_who_is_made_a_seat_manager(world: World) -> None:
    demand(world, "seat_manager")
    actions.name_seat_manager(grants(world.mona), world.ben)
    assert due(world.ben) is not None
    actions.dismiss_seat_manager(grants(world.mona), world.ben)
    assert due(world.ben) is None
    actions.name_seat_manager(grants(world.mona), world.ben)
    actions.free_seat(grants(world.mona), world.ben.seats.get())
    assert due(world.ben) is None


def test_somebody_invited_as_a_moderator_owes_one_from_the_first_day(world: World) -> None:
    demand(world, "moderator")
    token = desk.invite(world.olga, world.cedar, role="moderator")
    assert desk.join(token)["Location"] == "/"
    assert due(Member.objects.get(email=desk.EMAIL)) is not None


def test_whoever_comes_back_by_an_invitation_still_needs_the_second_step(world: World) -> None:
    """Else an old invitation, found in somebody's mail, would be a way around it."""
    add_app(sign_in_by_code(world.ada)[0])
    actions.remove(grants(world.mona), world.ada, reason="A mistake")
    token = desk.invite(world.mona, world.cedar, world.ada.email)
    answer = desk.join(token, email=world.ada.email)
    assert (answer["Location"], sessions_of(world.ada)) == ("/sign-in/second/", 0)


def test_a_day_that_runs_goes_on_whatever_else_changes(world: World) -> None:
    demand(world, "moderator", days=5)
    first = due(world.mona)
    demand(world, *EVERYBODY_ASKED, days=60)
    assert due(world.mona) == first


def test_when_it_is_no_longer_demanded_nobody_owes_it(world: World) -> None:
    SeatManager.objects.create(member=world.ben, organization=world.cedar)
    demand(world, *EVERYBODY_ASKED)
    assert all(due(member) for member in (world.olga, world.mona, world.ben))
    demand(world)
    assert not Member.objects.exclude(second_step_due=None).exists()


def test_a_founder_is_asked_for_one(db: None) -> None:
    founder = found("founder@school.test")
    assert due(founder) is not None
    assert Policy.objects.get().second_step_for == ["owner", "moderator"]


def test_settling_belongs_into_the_act(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="into the transaction"):
        second_step.settle([1])


# ---- setting it up, and losing it -----------------------------------------------------------


def test_a_passkey_or_an_app_settles_it(world: World) -> None:
    demand(world, "moderator", "owner")
    for member, set_up in ((world.mona, add_passkey), (world.olga, add_app)):
        set_up(sign_in_by_code(member)[0])
        assert due(member) is None


def test_taking_the_last_one_away_starts_the_days_anew(world: World) -> None:
    demand(world, "moderator")
    client = sign_in_by_code(world.mona)[0]
    add_app(client)
    client.post(f"{APP}remove/")
    left = (due(world.mona) or timezone.now()) - timezone.now()
    assert left > timedelta(days=13)


def test_taking_one_of_two_away_does_not(world: World) -> None:
    demand(world, "moderator")
    client = sign_in_by_code(world.mona)[0]
    add_app(client)
    add_passkey(client)
    client.post(f"{APP}remove/")
    assert due(world.mona) is None


def test_who_has_one_already_owes_none(world: World) -> None:
    add_app(sign_in_by_code(world.ada)[0])
    demand(world, *EVERYBODY_ASKED)
    actions.set_role(grants(world.olga), world.ada, role=Role.MODERATOR)
    assert due(world.ada) is None


# ---- the door -------------------------------------------------------------------------------


def test_during_the_days_everything_is_open_and_every_page_says_until_when(world: World) -> None:
    demand(world, "moderator")
    page = text_of(signed_in(world.mona).get("/forum/"))
    assert "Your role needs a second step when signing in, by" in page
    assert "/second-step/?next=/forum/" in page


def test_after_them_mona_is_led_to_the_page_and_back(world: World) -> None:
    demand(world, "moderator")
    overdue(world.mona, days=1)
    client = sign_in_by_code(world.mona)[0]
    answer = client.get("/forum/")
    assert (answer.status_code, answer["Location"]) == (302, "/second-step/?next=%2Fforum%2F")
    page = text_of(client.get(answer["Location"]))
    assert "Your role needs a second step" in page
    assert "Spring" not in page
    add_app(client)
    assert '<a class="btn btn-primary" href="/forum/">' in text_of(client.get("/you/signing-in/codes/"))
    assert client.get("/forum/").status_code == 200


def test_the_page_leads_nowhere_else(world: World) -> None:
    client = signed_in(world.mona)
    for place in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"):
        assert 'href="/"' in text_of(client.get("/second-step/", {"next": place}))
        assert "evil" not in text_of(client.get("/second-step/", {"next": place}))


def test_what_mona_is_writing_is_sent_for_another_hour(world: World) -> None:
    thread = ask(world.ada, world.commons)
    client = signed_in(world.mona)
    overdue(world.mona, minutes=5)
    sent = client.post(f"/forum/t/{thread.key}/reply/", {"body": "<p>Begun before.</p>", "nonce": thread.key})
    assert sent.status_code == 302
    assert "/second-step/" not in sent["Location"]
    assert thread.posts.count() == 2
    assert client.get("/").status_code == 302


def test_then_it_waits_and_nothing_is_lost(world: World) -> None:
    thread = ask(world.ada, world.commons)
    overdue(world.mona, seconds=UNHURRIED.total_seconds() + 60)
    client = signed_in(world.mona)
    given = {"body": "<p>Too late.</p>", "nonce": thread.key}
    answer = client.post(f"/forum/t/{thread.key}/reply/", given)
    assert (answer.status_code, "what you wrote is still in the form" in text_of(answer)) == (403, True)
    assert 'href="/second-step/"' in text_of(answer)
    assert client.post(f"/forum/t/{thread.key}/reply/", given, headers=FETCH).status_code == 403
    assert thread.posts.count() == 1


@pytest.mark.parametrize("page", ["/you/signing-in/", "/you/sessions/", "/second-step/", "/you/again/", "/agreement/"])
def test_what_settles_it_is_open_meanwhile(world: World, page: str) -> None:
    overdue(world.mona, days=3)
    assert signed_in(world.mona).get(page).status_code == 200


def test_somebody_of_whom_nothing_is_asked_may_set_one_up_too(world: World) -> None:
    assert "Your role needs none" in text_of(signed_in(world.ada).get("/second-step/"))
