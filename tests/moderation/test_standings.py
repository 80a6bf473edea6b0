"""Pausing, removing, restoring, changing a role: what the forms do, and what they refuse in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.members import epoch
from community.members.models import Member, Seat
from moderation import actions
from moderation.access.decision import Denied
from moderation.actions import Refused
from moderation.models import Sanction
from tests.cast import World, grants
from tests.moderation.desk import at_desk, invite, lines, look, member, remove
from tests.pages import Answer, text_of, typed_in
from tests.verbs import session_of, signed_in


def day(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))


def suspend(world: World, about: str, **fields: Any) -> Answer:
    given = {"until": day(3), "reason": "A quarrel"}
    return at_desk(world.mona, "suspend", about, **(given | fields))


# ---- pausing ---------------------------------------------------------------------------------


def test_a_pause_has_an_end_a_reason_and_a_name(world: World) -> None:
    before = epoch.current()
    assert suspend(world, "ben")["Location"] == "/moderation/people/ben/"
    [sanction] = Sanction.objects.all()
    assert (sanction.member, sanction.kind, sanction.reason) == (world.ben, "suspension", "A quarrel")
    assert (sanction.imposed_by, sanction.lifted_at) == (world.mona, None)
    assert (member("ben").standing, member("ben").suspended_until) == ("suspended", sanction.until)
    assert lines() == [("mona", "suspend", "Ben", "A quarrel")]
    assert epoch.current() > before


def test_until_friday_means_that_friday_is_open_where_the_moderator_is(world: World) -> None:
    Member.objects.filter(handle="mona").update(timezone="Pacific/Auckland")
    epoch.move()
    suspend(world, "ben", until="2999-05-14")
    with timezone.override("Pacific/Auckland"):
        end = timezone.localtime(member("ben").suspended_until)
    assert (end.date(), end.hour, end.minute) == (date(2999, 5, 14), 0, 0)


def test_a_pause_ends_by_itself(world: World, monkeypatch: Any) -> None:
    suspend(world, "ben")
    client = signed_in(world.ben)
    page = client.get("/")
    assert (page.status_code, "Your access is paused until" in text_of(page)) == (403, True)
    later = timezone.now() + timedelta(days=4)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/").status_code == 200


def test_the_page_of_somebody_paused_says_until_when_and_why(world: World) -> None:
    suspend(world, "ben", until="2999-05-14")
    page = text_of(signed_in(world.olga).get("/moderation/people/ben/"))
    assert "Paused until Tuesday, May 14" in page
    assert "<b>Mona</b> paused the access of Ben: A quarrel" in page
    assert "Restore Ben’s access" in page


def test_a_longer_pause_replaces_the_first_and_both_are_kept(world: World) -> None:
    suspend(world, "ben", until=day(2))
    suspend(world, "ben", until=day(9), reason="Again")
    ends = Sanction.objects.order_by("id").values_list("until", flat=True)
    assert (len(ends), member("ben").suspended_until) == (2, ends[1])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"until": ""}, "Until which day?"),
        ({"until": "Friday"}, "Choose a day from the calendar."),
        ({"until": "2026-02-30"}, "Choose a day from the calendar."),
        ({"until": "2001-01-01"}, "Choose a day in the future."),
        ({"reason": ""}, "Please write the reason."),
        ({"reason": "\u200b \u2800"}, "Please write the reason: the person will want to know"),
        ({"reason": "x" * 501}, "Ensure this value has at most 500 characters (it has 501)."),
        ({"reason": "so\x00so"}, "Null characters are not allowed."),
    ],
)
def test_a_pause_that_cannot_be_is_refused_beside_its_field(
    world: World, fields: dict[str, str], sentence: str
) -> None:
    answer = suspend(world, "ben", **fields)
    [field] = fields
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)
    assert (member("ben").standing, lines()) == ("active", [])


def test_what_mona_typed_stays_and_the_form_stays_open(world: World) -> None:
    answer = suspend(world, "ben", until="2001-01-01", reason="A quarrel\nof long standing")
    assert (typed_in(answer, "until"), typed_in(answer, "reason")) == ("2001-01-01", "A quarrel\nof long standing")
    assert '<details class="choice" open><summary class="btn btn-quiet">' in text_of(answer)


def test_a_pause_in_the_past_is_refused_to_whoever_asks(world: World) -> None:
    with pytest.raises(Refused) as refused:
        actions.suspend(grants(world.mona), world.ben, until=timezone.now(), reason="So")
    assert refused.value.field == "until"


# ---- removing --------------------------------------------------------------------------------


def test_a_removal_frees_the_seat_and_keeps_the_words_of_the_log(world: World) -> None:
    assert remove(world, "ben").status_code == 302
    assert member("ben").standing == "removed"
    seat = Seat.objects.get(member=world.ben)
    assert (seat.freed_at is not None, Sanction.objects.get().kind) == (True, "removal")
    assert lines() == [("mona", "remove", "Ben", "Shared a message outside")]


@pytest.mark.parametrize("typed", ["Ben", " ben ", "BEN"])
def test_the_name_must_be_typed_though_not_its_capitals(world: World, typed: str) -> None:
    assert remove(world, "ben", confirm=typed).status_code == 302
    assert member("ben").standing == "removed"


@pytest.mark.parametrize("typed", ["", "Bene", "Ada", "ben@school.test"])
def test_a_slip_of_the_finger_removes_nobody(world: World, typed: str) -> None:
    answer = remove(world, "ben", confirm=typed)
    assert answer.status_code == 422
    assert "To remove Ben, write their name exactly." in text_of(answer)
    assert 'id="remove-reason" name="reason" rows="2"' in text_of(answer)
    assert ">Shared a message outside</textarea>" in text_of(answer)
    assert (member("ben").standing, lines()) == ("active", [])


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "Please write the reason."), ("\u200b", "Please write the reason: the person")]
)
def test_nobody_is_removed_without_a_reason(world: World, reason: str, sentence: str) -> None:
    answer = remove(world, "ben", reason=reason)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert 'aria-describedby="remove-reason-error" aria-invalid="true"' in text_of(answer)
    assert member("ben").standing == "active"


@pytest.mark.parametrize("end", ["remove", "suspend"])
def test_invitations_to_somebody_end_with_their_access(world: World, end: str) -> None:
    sent = invite(world.mona, world.cedar, world.rex.email)
    Member.objects.filter(handle="rex").update(standing="active")
    remove(world, "rex") if end == "remove" else suspend(world, "rex")
    assert look(sent).status_code == 410


def test_invitations_somebody_sent_end_with_their_removal_and_outlast_a_pause(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    for end, status in (("suspend", 200), ("remove", 410)):
        at_desk(world.olga, end, "mona", reason="Rest", until=day(3), confirm="Mona")
        assert look(sent).status_code == status, end


@pytest.mark.parametrize("name", ["rex", "lea"])
@pytest.mark.parametrize("end", ["suspend", "remove"])
def test_who_is_out_already_cannot_be_put_out_again(world: World, name: str, end: str) -> None:
    fields = {"reason": "Again", "confirm": name.title(), "until": day(3)}
    answer = at_desk(world.mona, end, name, **fields)
    assert answer.status_code == 403
    assert "This person&#39;s access has already ended." in text_of(answer)


@pytest.mark.parametrize(
    ("by", "about", "sentence"),
    [
        ("mona", "mona", "You cannot do this to your own access. Ask another moderator."),
        ("mona", "olga", "Only an owner can change a moderator&#39;s access."),
        ("olga", "olga", "You cannot do this to your own access. Ask another moderator."),
    ],
)
@pytest.mark.parametrize("act", ["suspend", "remove", "restore"])
def test_nobody_judges_themselves_nor_whom_they_may_not(
    world: World, by: str, about: str, sentence: str, act: str
) -> None:
    answer = at_desk(world.people[by], act, about, reason="So", until=day(3), confirm=about.title())
    assert (answer.status_code, sentence in text_of(answer)) == (403, True)
    assert (member(about).standing, lines()) == ("active", [])


def test_the_page_says_why_nothing_can_be_done(world: World) -> None:
    page = text_of(signed_in(world.mona).get("/moderation/people/olga/"))
    assert "Only an owner can change a moderator&#39;s access." in page
    assert "Remove Olga" not in page


# ---- restoring -------------------------------------------------------------------------------


def test_restoring_ends_a_pause_and_says_who_did(world: World) -> None:
    suspend(world, "ben")
    assert at_desk(world.olga, "restore", "ben", reason="We talked").status_code == 302
    assert (member("ben").standing, member("ben").suspended_until) == ("active", None)
    assert Sanction.objects.get().lifted_by == world.olga
    assert lines()[-1] == ("olga", "restore", "Ben", "We talked")


def test_somebody_removed_gets_a_seat_of_their_organization_back(world: World) -> None:
    remove(world, "ben")
    at_desk(world.mona, "restore", "ben")
    assert Seat.objects.filter(member=world.ben, freed_at=None).count() == 1
    assert Seat.objects.filter(member=world.ben).count() == 2
    assert signed_in(world.ben).get("/").status_code == 200


def test_somebody_paused_keeps_their_one_seat(world: World) -> None:
    suspend(world, "ben")
    at_desk(world.mona, "restore", "ben")
    assert Seat.objects.filter(member=world.ben).count() == 1


def test_somebody_of_no_organization_is_restored_without_a_seat(world: World) -> None:
    Member.objects.filter(handle="rex").update(organization=None)
    actions.restore(grants(world.mona), member("rex"))
    assert (member("rex").standing, Seat.objects.filter(member=world.rex).exists()) == ("active", False)


@pytest.mark.parametrize("reason", ["", "x" * 501, "\x00\u202e"])
def test_any_reason_or_none_will_do_for_restoring(world: World, reason: str) -> None:
    assert at_desk(world.mona, "restore", "sue", reason=reason).status_code == 302
    assert member("sue").standing == "active"


def test_whose_access_is_open_needs_no_restoring(world: World) -> None:
    answer = at_desk(world.mona, "restore", "ada")
    assert (answer.status_code, lines()) == (403, [])
    assert "This person&#39;s access is already open." in text_of(answer)


# ---- roles -----------------------------------------------------------------------------------


def test_olga_makes_ada_a_moderator_and_unmakes_her(world: World) -> None:
    client = signed_in(world.ada)
    for role, status in (("moderator", 200), ("owner", 200), ("member", 404)):
        assert at_desk(world.olga, "role", "ada", role=role).status_code == 302
        assert client.get("/moderation/").status_code == status
        assert lines()[-1] == ("olga", "set_role", "Ada", role)


@pytest.mark.parametrize("role", ["", "king", "Owner"])
def test_a_role_that_is_none_changes_nothing(world: World, role: str) -> None:
    assert at_desk(world.olga, "role", "ada", role=role).status_code == 302
    assert (member("ada").role, lines()) == ("member", [])


def test_an_owner_cannot_unmake_themselves(world: World) -> None:
    answer = at_desk(world.olga, "role", "olga", role="member")
    assert (answer.status_code, member("olga").role) == (403, "owner")


@pytest.mark.parametrize("by", ["mona", "ada", "fay"])
def test_who_does_not_own_the_community_makes_no_moderator(world: World, by: str) -> None:
    assert at_desk(world.people[by], "role", "ben", role="moderator").status_code == 404
    with pytest.raises(Denied):
        actions.set_role(grants(world.people[by]), world.ben, role="moderator")
    assert member("ben").role == "member"


def test_the_choice_of_roles_is_shown_to_owners_alone(world: World) -> None:
    pages = [text_of(signed_in(who).get("/moderation/people/ada/")) for who in (world.olga, world.mona)]
    assert ['id="set-role"' in page for page in pages] == [True, False]


def test_a_role_taken_away_counts_at_once_in_a_page_that_is_open(world: World) -> None:
    client = signed_in(world.mona)
    assert client.get("/moderation/").status_code == 200
    session_of(world.mona)
    at_desk(world.olga, "role", "mona", role="member")
    assert at_desk(world.mona, "suspend", "ben", until=day(3), reason="So").status_code == 404
    assert client.get("/moderation/").status_code == 404
