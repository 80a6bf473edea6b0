"""What organizations are told of their memberships, when, and how often: once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from community.jobs import queue
from community.members.models import Member, Organization, SeatManager
from moderation import actions
from moderation.actions import reminding
from moderation.actions.reminding import ROSTER, TERM, here, look_at_memberships, stage
from tests.cast import World, grants
from tests.verbs import carry_out_jobs

TODAY = date(2026, 5, 12)


@pytest.fixture
def managed(world: World) -> World:
    SeatManager.objects.create(member=world.ada, organization=world.cedar)
    return world


def ends_in(world: World, days: int) -> None:
    Organization.objects.filter(pk=world.cedar.pk).update(term_ends=here(timezone.now()) + timedelta(days=days))


def look() -> list[tuple[str, str]]:
    """(to, subject) of every mail that a look leads to."""
    mail.outbox.clear()
    look_at_memberships.call()
    carry_out_jobs()
    return sorted((message.to[0].split("@")[0], message.subject) for message in mail.outbox)


@pytest.mark.parametrize(
    ("days", "term", "roster"),
    [
        (31, "", ""), (30, "term_ends_30", ""), (20, "term_ends_30", ""), (14, "term_ends_14", ""),
        (8, "term_ends_14", ""), (7, "term_ends_14", "roster_due_7"), (5, "term_ends_5", "roster_due_7"),
        (1, "term_ends_1", "roster_due_1"), (0, "term_ends_1", "roster_due_1"), (-1, "term_ended", "roster_missed"),
        (-12, "term_ended", "roster_missed"), (-13, "term_ended", "roster_closing"),
        (-14, "term_ended", "roster_closing"), (-15, "term_closed", ""), (-59, "term_closed", ""), (-60, "", ""),
    ],
)  # fmt: skip
def test_the_stages_of_an_end(days: int, term: str, roster: str) -> None:
    last = TODAY + timedelta(days=days)
    assert (stage(last, TODAY, TERM), stage(last, TODAY, ROSTER)) == (term, roster)


def test_a_seat_manager_is_told_thirty_fourteen_five_and_one_day_before(managed: World) -> None:
    told = []
    for days in (40, 30, 29, 14, 13, 5, 4, 1, 0):
        ends_in(managed, days)
        # The end is the same day all along; it is the days that pass.
        told.append([to for to, _ in look()])
    assert [len(mails) for mails in told] == [0, 1, 1, 1, 1, 1, 1, 1, 1]
    assert {to for mails in told for to in mails} == {"ada"}


def test_each_thing_is_told_once(managed: World) -> None:
    ends_in(managed, 5)
    assert len(look()) == 1
    assert look() == []


def test_everybody_on_a_seat_is_told_that_it_ended_and_that_it_closed(managed: World) -> None:
    ends_in(managed, -1)
    ended = look()
    assert {to for to, _ in ended} == {"ada", "ben", "mona", "ron"}
    assert {subject for _, subject in ended} == {"Cedar School: membership has ended"}
    ends_in(managed, -15)
    assert {subject for _, subject in look()} == {"Cedar School: access has closed"}


def test_a_renewed_membership_is_not_called_ended(managed: World) -> None:
    ends_in(managed, -1)
    look_at_memberships.call()
    ends_in(managed, 300)
    carry_out_jobs()
    assert mail.outbox == []


def test_whoever_was_removed_meanwhile_gets_nothing(managed: World) -> None:
    ends_in(managed, -1)
    look_at_memberships.call()
    Member.objects.filter(pk=managed.ben.pk).update(standing="removed")
    carry_out_jobs()
    assert "ben@school.test" not in {message.to[0] for message in mail.outbox}


def test_the_roster_is_asked_for_and_followed_up(managed: World) -> None:
    mail.outbox.clear()
    actions.ask_for_roster(grants(managed.mona), managed.cedar)
    carry_out_jobs()
    assert [message.to[0] for message in mail.outbox] == ["ada@school.test"]
    due = Organization.objects.filter(pk=managed.cedar.pk)
    due.update(roster_due=here(timezone.now()) + timedelta(days=7))
    assert [to for to, _ in look()] == ["ada"]
    due.update(roster_due=here(timezone.now()) - timedelta(days=1))
    assert {to for to, _ in look()} == {"ada", "ben", "ron"}
    seats = list(managed.cedar.seats.filter(freed_at=None))
    actions.confirm_seats(grants(managed.ada), managed.cedar, seats)
    due.update(roster_due=here(timezone.now()) - timedelta(days=13))
    assert look() == []


def test_in_august_every_organization_is_asked_by_itself_once_a_year(managed: World, monkeypatch: Any) -> None:
    Organization.objects.update(created_at=timezone.now() - timedelta(days=400))
    monkeypatch.setattr(reminding, "ROSTER_MONTH", here(timezone.now()).month)
    assert look() == [("ada", "Cedar School: who is still with you?")]
    assert look() == []
    monkeypatch.setattr(reminding, "ROSTER_MONTH", here(timezone.now()).month % 12 + 1)
    Organization.objects.update(roster_asked_at=timezone.now() - timedelta(days=360))
    assert Organization.objects.get(slug="cedar").roster_due is not None
    assert [to for to, _ in look()] == []


def test_a_mail_that_fails_keeps_nobody_else_waiting(managed: World, monkeypatch: Any) -> None:
    sent: list[str] = []

    def send(kind: str, to: str, **facts: Any) -> None:
        if to.startswith("ben"):
            raise OSError("no such mailbox")
        sent.append(to)

    monkeypatch.setattr(reminding.mail, "send", send)
    ends_in(managed, -1)
    look_at_memberships.call()
    carry_out_jobs()
    assert sorted(sent) == ["ada@school.test", "mona@school.test", "ron@school.test"]


def test_it_is_looked_at_every_hour() -> None:
    work, every = queue.repeated[look_at_memberships.module_path]
    assert (work, every) == (look_at_memberships, timedelta(hours=1))
